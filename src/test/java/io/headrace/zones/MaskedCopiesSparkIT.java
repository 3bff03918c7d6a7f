package io.headrace.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.engine.Engine;
import io.headrace.job.JobRunner;
import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.privacy.search.FolderSearch;
import io.headrace.privacy.search.Needle;
import io.headrace.privacy.search.Needles;
import io.headrace.run.Faults;
import io.headrace.run.HeadraceException;
import io.headrace.run.Intent;
import io.headrace.run.Outcome;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.Arms;
import io.headrace.spec.FeatureView;
import io.headrace.spec.JobHeader;
import io.headrace.spec.JobSpec;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.Mask;
import io.headrace.spec.MaskedView;
import io.headrace.spec.MaskedView.Anonymity;
import io.headrace.spec.Password;
import io.headrace.spec.Places;
import io.headrace.spec.Schedule;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.spec.ZonePlaces;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Partitions;
import io.headrace.table.PersonalLineage;
import io.headrace.table.ProcessOwner;
import io.headrace.table.Publications;
import io.headrace.table.StagedTable;
import io.headrace.table.SubjectMark;
import io.headrace.table.TableLayout;
import io.headrace.testing.LakeExtension;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.RowFactory;
import java.util.stream.Collectors;
import java.util.Random;
import java.util.HashMap;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Copies follow what readers of their table see, whoever changes it, and are never more than is declared. */
@ExtendWith(LakeExtension.class)
class MaskedCopiesSparkIT {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 31);
    private static final String AS_OF = "2026-02-01 00:00:00";
    private static final TableName TABLE = TableName.parse("scores.lapse");
    private static final int K = 3;
    private static final String KEY = "a key for nothing but tests";

    private static final MaskedView VIEW = new MaskedView(
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

    private Path zone;

    @BeforeEach
    void writeTheKey() throws Exception {
        zone = folder.resolve("zones/analyst");
        Path key = Files.writeString(folder.resolve("key"), KEY + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    /** Publishes rows as scores are published. */
    private record Publishing(Lake lake, Dataset<Row> rows) implements JobStage {
        @Override
        public Resolved resolve(RunContext context, Optional<Intent> before) {
            return new Resolved(Map.of(), List.of(), Map.of());
        }

        @Override
        public Prepared prepare(RunContext context, RunId run, Intent intent) {
            lake.ensure(TableLayout.plain(TABLE, schema(rows)).partitionedBy("as_of"));
            StagedTable staged = lake.stage(TABLE);
            staged.replacePartition(Partitions.asOf(context.asOf()), rows);
            Publications publications = new Publications(lake, context.clock());
            Output output = new Output() {
                @Override
                public String name() {
                    return TABLE.toString();
                }

                @Override
                public long publish(RunId by) {
                    return publications.publish(staged, Partitions.text(context.asOf()), by, "test");
                }
            };
            return new Prepared(List.of(output), List.of(), Verdict.PUBLISHED, Map.of(), "published");
        }
    }

    private static StructType schema(Dataset<Row> rows) {
        StructField[] fields = rows.schema().fields();
        fields[0] = SubjectMark.marked(PersonalLineage.marked(fields[0]), "customer_id");
        fields[1] = PersonalLineage.marked(fields[1]);
        return new StructType(fields);
    }

    private static ScoreSpec job(MaskedView... views) {
        FeatureView view = new FeatureView(
                "activity",
                "customer_id",
                FeatureView.KnownBy.TIME,
                Map.of(),
                "",
                List.of(),
                Optional.empty(),
                "view-1");
        return new ScoreSpec(
                new JobHeader("score-lapse", "test", Schedule.DAILY, "digest").with(List.of(views)),
                "lapse",
                view,
                "true",
                ScoreSpec.Reasons.top(0),
                new ScoreSpec.Threshold.Probability(0.5),
                TABLE,
                400,
                new ScoreSpec.Audit(Optional.empty(), Optional.empty(), Optional.empty()),
                ScoreSpec.Work.USUAL,
                Arms.NONE);
    }

    private Places places(Lake lake) {
        return new Places("test", folder, lake.root(), "", "", Map.of(), "", ZoneOffset.UTC, 0, Map.of())
                .with(new ZonePlaces(
                        folder.resolve("zones").toString(), Map.of(), new Password.InFile(Path.of("key"))));
    }

    private Engine engine(Lake lake, JobSpec job) {
        Clock clock = Clock.systemUTC();
        Ledger ledger = new Ledger(lake, clock, Duration.ofHours(1), ProcessOwner.current());
        return Engine.at(new Workplace(places(lake), lake, ledger, clock, List.of(job)));
    }

    /** Sixty rows of some forty persons; which groups are small depends on the seed. */
    private static Dataset<Row> people(Lake lake, int seed) {
        return lake.spark()
                .range(60)
                .selectExpr(
                        "10000 + id % 41 as customer_id",
                        "concat('Zyxna ', id % 41) as name",
                        "element_at(array('Lund', 'Ystad', 'Paris', null), int(1 + pmod(hash(id % 41, " + seed
                                + "), 4))) as city",
                        "int(20 + pmod(hash(id % 41, " + seed + " + 1), 50)) as age",
                        "timestamp'2020-03-04 05:06:07' + make_interval(int(id % 3)) as joined",
                        "pmod(hash(id, " + seed + "), 3) = 0 as decision",
                        "id / 100.0d as score",
                        "timestamp'" + AS_OF + "' as as_of");
    }

    private Outcome run(Engine engine, JobSpec job, Dataset<Row> rows, JobRunner.Again again) {
        return engine.run(job, new Publishing(engine.lake(), rows), DAY, again);
    }

    private List<Row> copied(Lake lake) {
        return lake.beside(zone.toString()).read(TABLE).collectAsList();
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

    private static List<String> shown(List<Row> rows) {
        return rows.stream()
                .map(row -> row.getString(0) + " " + row.getString(1) + " " + row.getString(2) + " " + row.getString(3)
                        + " " + row.getDate(4) + " " + row.getBoolean(5) + " " + row.getDouble(6))
                .toList();
    }

    @Test
    void areMaskedAndWithoutSmallGroups(Lake lake) throws Exception {
        ScoreSpec job = job(VIEW);
        Engine engine = engine(lake, job);
        Outcome outcome = run(engine, job, people(lake, 1), JobRunner.Again.SKIP);
        List<String> expected = expected(people(lake, 1));
        assertThat(expected).hasSizeBetween(5, 55);
        assertThat(shown(copied(lake))).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(outcome.counts())
                .containsEntry("copied_analyst", Integer.toString(expected.size()))
                .containsEntry("suppressed_analyst", Integer.toString(60 - expected.size()));
        assertThat(outcome.message())
                .contains("copy for analyst: " + expected.size() + " rows, " + (60 - expected.size()) + " left out");
        Needles clear = Needles.of(List.of(
                Needle.value("name", "Zyxna"),
                Needle.value("key", "10007"),
                Needle.value("city", "Ystad"),
                Needle.value("joined", "05:06:07")));
        assertThat(new FolderSearch(clear, lake.hadoop())
                        .search(new org.apache.hadoop.fs.Path(zone.toString()))
                        .hits())
                .isEmpty();
        assertThat(new ZoneFolder(places(lake).zones().zone("analyst")).wider()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(zone)))
                .isEqualTo("rwxr-x---");
        long version = lake.beside(zone.toString()).version(TABLE);
        engine.copies().follow(TABLE);
        assertThat(lake.beside(zone.toString()).version(TABLE)).isEqualTo(version);
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
                .filter(group -> persons.get(group).size() >= K && sensitive.get(group).size() >= 2)
                .collect(Collectors.toSet());
        List<String> expected = rows.stream()
                .filter(row -> large.contains(Arrays.asList(row.get(0), row.get(1), row.get(2))))
                .map(row -> RowFactory.create(row.get(0), row.get(1), row.get(2), row.get(3)).toString())
                .toList();
        assertThat(large.size()).isBetween(10, persons.size() - 10);
        assertThat(kept.rows().collectAsList().stream().map(Row::toString))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(kept.groups()).isEqualTo(persons.size() - large.size());
        assertThat(kept.suppressed()).isEqualTo(rows.size() - expected.size());
    }

    @Test
    void goBackWithTheirTable(Lake lake) {
        ScoreSpec job = job(VIEW);
        Engine engine = engine(lake, job);
        run(engine, job, people(lake, 1), JobRunner.Again.SKIP);
        run(engine, job, people(lake, 2), JobRunner.Again.FORCE);
        engine.undo(TABLE, AS_OF, publications -> publications.rollBack(TABLE, AS_OF, "test", "test"));
        assertThat(shown(copied(lake))).containsExactlyInAnyOrderElementsOf(expected(people(lake, 1)));
        engine.undo(TABLE, AS_OF, publications -> publications.withdraw(TABLE, AS_OF, "test", "test"));
        assertThat(copied(lake)).isEmpty();
        engine.undo(TABLE, AS_OF, publications -> publications.rollBack(TABLE, AS_OF, "test", "test"));
        assertThat(shown(copied(lake))).containsExactlyInAnyOrderElementsOf(expected(people(lake, 1)));
    }

    @Test
    void showNothingOfWhatIsBeingUndone(Lake lake) {
        ScoreSpec job = job(VIEW);
        Engine engine = engine(lake, job);
        run(engine, job, people(lake, 1), JobRunner.Again.SKIP);
        run(engine, job, people(lake, 2), JobRunner.Again.FORCE);
        killedAt("undone", () ->
                engine.undo(TABLE, AS_OF, publications -> publications.rollBack(TABLE, AS_OF, "test", "test")));
        assertThat(copied(lake)).isEmpty();
        engine.copies().follow(TABLE);
        assertThat(shown(copied(lake))).containsExactlyInAnyOrderElementsOf(expected(people(lake, 1)));
    }

    @Test
    void areMadeByTheNextAttemptOfAKilledRun(Lake lake) {
        ScoreSpec job = job(VIEW);
        for (String point : List.of("after " + TABLE, "copy of " + TABLE + " made")) {
            Engine engine = engine(lake, job);
            int seed = point.hashCode();
            killedAt(point, () -> run(engine, job, people(lake, seed), JobRunner.Again.FORCE));
            Outcome outcome = run(engine, job, people(lake, seed), JobRunner.Again.SKIP);
            List<String> expected = expected(people(lake, seed));
            assertThat(shown(copied(lake))).as(point).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(outcome.counts()).containsEntry("copied_analyst", Integer.toString(expected.size()));
        }
    }

    private static void killedAt(String point, Runnable work) {
        Faults.Interruption interruption = Faults.listen(reached -> {
            if (reached.equals(point)) {
                throw new KilledException();
            }
        });
        try (interruption) {
            assertThatThrownBy(work::run).as(point).isInstanceOf(KilledException.class);
        }
    }

    private static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void leaveNothingOfAWiderDefinition(Lake lake) throws Exception {
        MaskedView wide = new MaskedView(
                "analyst",
                List.of("customer_id", "name", "score"),
                new TreeMap<>(Map.of(
                        "customer_id", new Mask.Clear("test"),
                        "name", new Mask.Clear("test"))),
                Optional.empty(),
                VIEW.place());
        ScoreSpec before = job(wide);
        run(engine(lake, before), before, people(lake, 1), JobRunner.Again.SKIP);
        assertThat(copied(lake)).hasSize(60);
        ScoreSpec now = job(VIEW);
        engine(lake, now).copies().follow(TABLE);
        assertThat(shown(copied(lake))).containsExactlyInAnyOrderElementsOf(expected(people(lake, 1)));
        assertThat(new FolderSearch(
                                Needles.of(List.of(Needle.value("name", "Zyxna"))), lake.hadoop())
                        .search(new org.apache.hadoop.fs.Path(zone.toString()))
                        .hits())
                .isEmpty();
    }

    @Test
    void areRefusedWherePersonalColumnsStandClear(Lake lake) {
        ScoreSpec job = job(new MaskedView(
                "analyst",
                List.of("customer_id", "name", "surname", "score"),
                new TreeMap<>(Map.of("score", new Mask.Characters(2), "customer_id", new Mask.Hash())),
                Optional.empty(),
                VIEW.place()));
        assertThatThrownBy(() -> run(engine(lake, job), job, people(lake, 1), JobRunner.Again.SKIP))
                .isInstanceOfSatisfying(HeadraceException.class, failure -> {
                    assertThat(failure.code()).isEqualTo("HEAD-ZONE-001");
                    assertThat(failure.getMessage())
                            .contains("name is personal: mask it")
                            .contains("the table has no column \"surname\"")
                            .contains("expected a text for this mask: score is double");
                });
        assertThat(new Publications(lake, Clock.systemUTC()).visible(TABLE)).isEmpty();
        assertThat(zone).doesNotExist();
    }
}
