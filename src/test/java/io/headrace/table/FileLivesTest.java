package io.headrace.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.table.FileHistory.DataFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FileLivesTest {
    private static final Map<String, String> NO_PARTITION = Map.of();

    /**
     * The plain way: the files that each version shows, kept as sets. Commits before {@code begin} are not in the log any more; a file that is there is
     * named again only where the log has named it.
     */
    @Property(tries = 200)
    void knowsTheFilesOfEachVersion(@ForAll long seed, @ForAll @IntRange(max = 20) int begin) {
        SplittableRandom dice = new SplittableRandom(seed);
        FileLives lives = new FileLives();
        TreeSet<String> shown = new TreeSet<>();
        TreeSet<String> named = new TreeSet<>();
        List<TreeSet<String>> versions = new ArrayList<>();
        for (int version = 0; version < 40; version++) {
            for (int i = 0; i < 3; i++) {
                String path = "/t/" + dice.nextInt(12);
                if (dice.nextBoolean() && shown.remove(path)) {
                    if (version >= begin) {
                        lives.removed(path, 1, NO_PARTITION, version, Instant.ofEpochSecond(version));
                        named.add(path);
                    }
                } else if (shown.add(path) || named.contains(path)) {
                    if (version >= begin) {
                        lives.added(path, 1, NO_PARTITION, version);
                        named.add(path);
                    }
                }
            }
            versions.add(new TreeSet<>(shown));
        }
        shown.forEach(path -> lives.shown(path, 1, NO_PARTITION));

        for (int version = begin; version < versions.size(); version++) {
            int at = version;
            assertThat(lives.files().stream().filter(file -> file.isIn(at)).map(DataFile::path))
                    .as("version %s of a log from %s", version, begin)
                    .containsExactlyElementsOf(versions.get(version));
        }
        assertThat(lives.files().stream().filter(DataFile::isShown).map(DataFile::path))
                .containsExactlyElementsOf(shown);
    }

    @Test
    void aFileThatComesBackHasTwoSpansAndLeftWhenItLeftLast() {
        FileLives lives = new FileLives();
        lives.added("/t/a", 7, Map.of("as_of", "x"), 2);
        lives.added("/t/a", 7, Map.of("as_of", "x"), 3);
        lives.removed("/t/a", 7, Map.of(), 5, Instant.ofEpochSecond(50));
        lives.added("/t/a", 7, Map.of("as_of", "x"), 8);
        lives.removed("/t/a", 7, Map.of(), 9, Instant.ofEpochSecond(90));

        assertThat(lives.files()).singleElement().satisfies(file -> {
            assertThat(List.of(1L, 2L, 4L, 5L, 7L, 8L, 9L).stream().filter(file::isIn))
                    .containsExactly(2L, 4L, 8L);
            assertThat(file.left()).isEqualTo(Instant.ofEpochSecond(90));
            assertThat(file.partition()).containsEntry("as_of", "x");
            assertThat(file.isShown()).isFalse();
        });
    }
}
