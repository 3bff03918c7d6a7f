package io.headrace.ingest.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.Intent.RawFile;
import io.headrace.spec.ColumnType;
import io.headrace.spec.Dialect;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.JobHeader;
import io.headrace.spec.RawFiles;
import io.headrace.spec.Schedule;
import io.headrace.spec.SchemaPolicy;
import io.headrace.spec.SourceColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of the landing folder a source takes in. */
class LandingTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 20);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".2026-01-20.csv",
                "_2026-01-20.csv",
                "2026-01-20.csv.tmp",
                "2026-01-20.csv.part",
                "2026-01-20.csv._COPYING_",
                "new/.2026-01-20.csv"
            })
    void filesNamedAsBeingWrittenAreLeftAlone(String name) throws IOException {
        put(name, "a\n1\n");
        assertThat(landing("*{date}.csv*", "new/*{date}.csv*").filesUpTo(DAY)).isEmpty();
    }

    @Test
    void aFileThatChangesMeanwhileIsLeftToALaterRun() throws IOException {
        put("2026-01-19.csv", "a\n1\n");
        put("2026-01-20.csv", "a\n1\n");
        Landing landing = landing("{date}.csv");
        List<LandingFiles.Dated> listed = landing.filesUpTo(DAY);
        put("2026-01-20.csv", "a\n1\n2\n");

        NewFiles first = landing.newOnes(listed, Map.of());
        assertThat(first.files()).extracting(RawFile::path).containsExactly("2026-01-19.csv");
        assertThat(first.changing()).containsExactly("2026-01-20.csv");

        NewFiles later = landing.newOnes(
                landing.filesUpTo(DAY), Map.of("2026-01-19.csv", first.files().get(0)));
        assertThat(later.files()).extracting(RawFile::path).containsExactly("2026-01-20.csv");
        assertThat(later.changing()).isEmpty();
    }

    private void put(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Landing landing(String... paths) {
        SourceColumn column = new SourceColumn(
                "a", List.of("a"), ColumnType.parse("long").orElseThrow(), List.of(), false, false, false, "");
        return new Landing(
                new IngestSpec(
                        new JobHeader("ingest-numbers", "test", Schedule.DAILY, "digest"),
                        "numbers",
                        new RawFiles(List.of(paths), RawFiles.Format.CSV, Dialect.delimitedBy(','), true),
                        SchemaPolicy.LENIENT,
                        List.of(column),
                        Map.of(),
                        IngestSpec.Duplicates.KEEP,
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        0),
                folder.toString(),
                new Configuration());
    }
}
