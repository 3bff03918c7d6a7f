package io.headrace.zones;

import static io.headrace.zones.CopiedScores.AS_OF;
import static io.headrace.zones.CopiedScores.KEY;
import static io.headrace.zones.CopiedScores.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.job.JobRunner;
import io.headrace.privacy.search.FolderSearch;
import io.headrace.privacy.search.Hit;
import io.headrace.privacy.search.Needle;
import io.headrace.privacy.search.Needles;
import io.headrace.run.HeadraceException;
import io.headrace.run.Outcome;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.Mask;
import io.headrace.spec.MaskedView;
import io.headrace.spec.MaskedView.Anonymity;
import io.headrace.spec.ZonePlaces;
import io.headrace.spec.ZonePlaces.Zone;
import io.headrace.table.Lake;
import io.headrace.table.Publications;
import io.headrace.testing.Interruptions;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Copies follow what readers of their table see, whoever changes it, and are never more than is declared. */
@ExtendWith(LakeExtension.class)
class MaskedCopiesSparkIT {
    private static final int K = 3;

    static final MaskedView VIEW = new MaskedView(
            "analyst",
            List.of("customer_id", "name", "city", "age", "joined", "decision", "score"),
            new TreeMap<>(Map.of(
                    "customer_id", new Mask.Hash(),
                    "name", new Mask.Characters(1),
                    "age", new Mask.Width(BigDecimal.TEN),
                    "joined", new Mask.Calendar(Mask.Unit.YEAR),
                    "city", new Mask.Levels(new TreeMap<>(Map.of("Lund", "Skane", "Ystad", "Skane")), "other"))),
            Optional.of(new Anonymity(K, List.of("city", "age"), Optional.empty(), List.of("decision"), 2)),
            new KeyPlace("jobs/score-lapse.conf", 7, "publish.views.analyst"));

    @TempDir
    private Path folder;

    private CopiedScores scores(Lake lake, MaskedView... views) throws IOException {
        Zone zone = new Zone(folder.resolve("zones/analyst").toString(), ZonePlaces.RIGHTS, Optional.empty());
        return CopiedScores.in(folder, lake, zone, views);
    }

    private static List<String> shown(CopiedScores scores) {
        return scores.copied().collectAsList().stream()
                .map(row -> row.getString(0) + " " + row.getString(1) + " " + row.getString(2) + " " + row.getString(3)
                        + " " + row.getDate(4) + " " + row.getBoolean(5) + " " + row.getDouble(6))
                .toList();
    }

    private List<Hit> hits(Lake lake, Needle... needles) throws IOException {
        return new FolderSearch(Needles.of(List.of(needles)), lake.hadoop())
                .search(new org.apache.hadoop.fs.Path(folder.resolve("zones").toString()))
                .hits();
    }

    /** The rows that the copy must have, one by one. */
    private static List<String> expected(Dataset<Row> rows) {
        TokenHash hash = new TokenHash(KEY, "analyst");
        Map<List<String>, Set<Long>> persons = new HashMap<>();
        Map<List<String>, Set<Boolean>> decisions = new HashMap<>();
        for (Row row : rows.collectAsList()) {
            persons.computeIfAbsent(group(row), first -> new HashSet<>()).add(row.getLong(0));
            decisions.computeIfAbsent(group(row), first -> new HashSet<>()).add(row.getBoolean(5));
        }
        List<String> expected = new ArrayList<>();
        for (Row row : rows.collectAsList()) {
            List<String> group = group(row);
            if (persons.get(group).size() >= K && decisions.get(group).size() >= 2) {
                String year = row.getTimestamp(4).toInstant().toString().substring(0, 4);
                expected.add(hash.of(Long.toString(row.getLong(0))) + " Z " + group.get(0) + " " + group.get(1) + " "
                        + year + "-01-01 " + row.getBoolean(5) + " " + row.getDouble(6));
            }
        }
        return expected;
    }

    private static List<String> group(Row row) {
        String city = row.getString(2);
        String level = city == null ? "null" : city.equals("Paris") ? "other" : "Skane";
        int from = row.getInt(3) / 10 * 10;
        return List.of(level, "[" + from + ", " + (from + 10) + ")");
    }

    @Test
    void areMaskedAndWithoutSmallGroups(Lake lake) throws Exception {
        CopiedScores scores = scores(lake, VIEW);
        Outcome outcome = scores.run(scores.people(1), JobRunner.Again.SKIP);
        List<String> expected = expected(scores.people(1));
        assertThat(expected).hasSizeBetween(5, 55);
        assertThat(shown(scores)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(outcome.counts())
                .containsEntry("copied_analyst", Integer.toString(expected.size()))
                .containsEntry("suppressed_analyst", Integer.toString(60 - expected.size()));
        assertThat(outcome.message())
                .contains("copy for analyst: " + expected.size() + " rows, " + (60 - expected.size()) + " left out");
        assertThat(hits(
                        lake,
                        Needle.value("name", "Zyxna"),
                        Needle.value("key", "10007"),
                        Needle.value("city", "Ystad"),
                        Needle.value("joined", "05:06:07")))
                .isEmpty();
        assertThat(new ZoneFolder(scores.zone()).wider()).isEmpty();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(Path.of(scores.zone().folder()))))
                .isEqualTo("rwxr-x---");
        long version = scores.copy().version(TABLE);
        scores.engine().copies().follow(TABLE);
        assertThat(scores.copy().version(TABLE)).isEqualTo(version);
    }

    /** The groups that stay equal those of an oracle that counts row by row, with nulls in columns and persons, for many small tables. */
    @Test
    void haveTheGroupsOfANaiveCount(SparkSession spark) {
        Anonymity rule = new Anonymity(K, List.of("a", "b"), Optional.empty(), List.of("s"), 2);
        StructType schema = new StructType()
                .add("table", "int")
                .add("a", "string")
                .add("b", "double")
                .add("s", "string")
                .add("_person", "long");
        List<Row> rows = new ArrayList<>();
        Random random = new Random(7);
        for (int table = 0; table < 40; table++) {
            for (int row = random.nextInt(60); row > 0; row--) {
                rows.add(RowFactory.create(
                        table,
                        random.nextInt(4) == 0 ? null : "a" + random.nextInt(3),
                        List.of(0.0, 1.5, Double.NaN).get(random.nextInt(3)),
                        random.nextInt(3) == 0 ? null : "s" + random.nextInt(2),
                        random.nextInt(10) == 0 ? null : (long) random.nextInt(12)));
            }
        }
        Anonymity byTable = new Anonymity(K, List.of("table", "a", "b"), Optional.empty(), rule.sensitive(), 2);
        SmallGroups.Kept kept = new SmallGroups(byTable, "_person").of(spark.createDataFrame(rows, schema));
        Map<List<Object>, Set<Object>> persons = new HashMap<>();
        Map<List<Object>, Set<Object>> sensitive = new HashMap<>();
        rows.forEach(row -> {
            List<Object> group = Arrays.asList(row.get(0), row.get(1), row.get(2));
            persons.computeIfAbsent(group, first -> new HashSet<>());
            sensitive.computeIfAbsent(group, first -> new HashSet<>()).add(row.get(3));
            if (!row.isNullAt(4)) {
                persons.get(group).add(row.get(4));
            }
        });
        Set<List<Object>> large = persons.keySet().stream()
                .filter(group ->
                        persons.get(group).size() >= K && sensitive.get(group).size() >= 2)
                .collect(Collectors.toSet());
        List<String> expected = rows.stream()
                .filter(row -> large.contains(Arrays.asList(row.get(0), row.get(1), row.get(2))))
                .map(row -> RowFactory.create(row.get(0), row.get(1), row.get(2), row.get(3))
                        .toString())
                .toList();
        assertThat(large.size()).isBetween(10, persons.size() - 10);
        assertThat(kept.rows().collectAsList().stream().map(Row::toString))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(kept.groups()).isEqualTo(persons.size() - large.size());
        assertThat(kept.suppressed()).isEqualTo(rows.size() - expected.size());
    }

    @Test
    void goBackWithTheirTable(Lake lake) throws Exception {
        CopiedScores scores = scores(lake, VIEW);
        scores.run(scores.people(1), JobRunner.Again.SKIP);
        scores.run(scores.people(2), JobRunner.Again.FORCE);
        assertThat(shown(scores)).containsExactlyInAnyOrderElementsOf(expected(scores.people(2)));
        Interruptions.killedAt("undone", () -> rollBack(scores));
        assertThat(scores.copied().count()).as("what is being undone").isZero();
        scores.engine().copies().follow(TABLE);
        assertThat(shown(scores)).containsExactlyInAnyOrderElementsOf(expected(scores.people(1)));
        scores.engine().undo(TABLE, AS_OF, publications -> publications.withdraw(TABLE, AS_OF, "test", "test"));
        assertThat(scores.copied().count()).as("what was withdrawn").isZero();
        rollBack(scores);
        assertThat(shown(scores)).containsExactlyInAnyOrderElementsOf(expected(scores.people(1)));
    }

    private static void rollBack(CopiedScores scores) {
        scores.engine().undo(TABLE, AS_OF, publications -> publications.rollBack(TABLE, AS_OF, "test", "test"));
    }

    @Test
    @Tag("full")
    void areMadeByTheNextAttemptOfAKilledRun(Lake lake) throws Exception {
        CopiedScores scores = scores(lake, VIEW);
        for (String point : List.of(
                "after " + TABLE,
                "copy of " + TABLE + " staged",
                "copy of " + TABLE + " made",
                "after zones/analyst/" + TABLE)) {
            int seed = point.hashCode();
            Interruptions.killedAt(point, () -> scores.run(scores.people(seed), JobRunner.Again.FORCE));
            Outcome outcome = scores.run(scores.people(seed), JobRunner.Again.SKIP);
            List<String> expected = expected(scores.people(seed));
            assertThat(shown(scores)).as(point).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(outcome.counts()).containsEntry("copied_analyst", Integer.toString(expected.size()));
        }
    }

    @Test
    @Tag("full")
    void leaveNothingOfAWiderDefinition(Lake lake) throws Exception {
        CopiedScores before = scores(
                lake,
                new MaskedView(
                        "analyst",
                        List.of("customer_id", "name", "score"),
                        new TreeMap<>(Map.of(
                                "customer_id", new Mask.Clear("test"),
                                "name", new Mask.Clear("test"))),
                        Optional.empty(),
                        VIEW.place()));
        before.run(before.people(1), JobRunner.Again.SKIP);
        assertThat(before.copied().count()).isEqualTo(60);
        assertThat(hits(lake, Needle.value("name", "Zyxna"))).isNotEmpty();
        CopiedScores now = scores(lake, VIEW);
        now.engine().copies().follow(TABLE);
        assertThat(shown(now)).containsExactlyInAnyOrderElementsOf(expected(now.people(1)));
        assertThat(hits(lake, Needle.value("name", "Zyxna"))).isEmpty();
    }

    @Test
    void areRefusedWherePersonalColumnsStandClear(Lake lake) throws Exception {
        CopiedScores scores = scores(
                lake,
                new MaskedView(
                        "analyst",
                        List.of("customer_id", "name", "surname", "score"),
                        new TreeMap<>(Map.of("score", new Mask.Characters(2), "customer_id", new Mask.Hash())),
                        Optional.empty(),
                        VIEW.place()));
        assertThatThrownBy(() -> scores.run(scores.people(1), JobRunner.Again.SKIP))
                .isInstanceOfSatisfying(HeadraceException.class, failure -> {
                    assertThat(failure.code()).isEqualTo("HEAD-ZONE-001");
                    assertThat(failure.getMessage())
                            .contains("name is personal: mask it")
                            .contains("the table has no column \"surname\"")
                            .contains("expected a text for this mask: score is double");
                });
        assertThat(new Publications(lake, Clock.systemUTC()).visible(TABLE)).isEmpty();
        assertThat(folder.resolve("zones")).doesNotExist();
    }
}
