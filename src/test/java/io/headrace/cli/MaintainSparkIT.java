package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.maintain.Vacuum;
import io.headrace.maintain.VacuumPlan;
import io.headrace.registry.Registry;
import io.headrace.spec.TableName;
import io.headrace.table.FileHistory;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.ProcessOwner;
import io.headrace.table.Publications;
import io.headrace.testing.Interruptions;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are corrected, scores computed anew, small files put together; what is needed can be read and gone back to however late it is. */
class MaintainSparkIT {
    private static final TableName VISITS = TableName.parse("silver.visits");
    private static final TableName SCORES = TableName.parse("scores.return");
    private static final LocalDate DAY = MonitoredShop.TRAINED.plusDays(1);

    @TempDir
    private Path folder;

    private final SparkSession spark = LakeExtension.session();
    private MonitoredShop shop;
    private Lake lake;

    @BeforeEach
    void play() throws IOException {
        shop = MonitoredShop.in(folder);
        shop.deliver(DAY, 1, "");
        shop.run("run", "--date", DAY.toString());
        shop.deliver(LocalDate.of(2026, 1, 12), 2, "");
        shop.run("job", "ingest-visits", "--date", DAY.plusDays(1).toString());
        shop.run("job", "score-return", "--date", DAY.toString(), "--force");
        lake = Lake.open(spark, shop.lake());
    }

    private Vacuum vacuum(Duration later) {
        Clock clock = Clock.systemUTC();
        return new Vacuum(
                lake,
                new Registry(lake, clock),
                new Publications(lake, clock),
                new Ledger(lake, clock, Duration.ofHours(1), ProcessOwner.current()),
                clock.instant().plus(later));
    }

    private List<VacuumPlan> plans(Duration later) {
        Vacuum vacuum = vacuum(later);
        return vacuum.plans(vacuum.tables(), Optional.of(Vacuum.LEAST));
    }

    /** Rows of each version of a table, by Delta itself; -1 where it cannot be read. */
    private List<Long> rows(TableName table) {
        List<Long> rows = new ArrayList<>();
        for (long version = 0; version <= lake.version(table); version++) {
            rows.add(rows(table, version));
        }
        return rows;
    }

    private long rows(TableName table, long version) {
        Lake.forgetTables();
        try {
            return spark.read()
                    .format("delta")
                    .option("versionAsOf", version)
                    .load(lake.path(table))
                    .collectAsList()
                    .size();
        } catch (Exception gone) {
            return -1;
        }
    }

    @Test
    void whatIsNeededStaysAndTheRestGoes() throws IOException {
        Set<String> before = new TreeSet<>(FileHistory.of(lake, VISITS).stored().keySet());
        List<Long> visits = rows(VISITS);
        List<Long> scores = rows(SCORES);
        assertThat(lake.compact(VISITS, 2)).as("small files of the days").isGreaterThan(2);
        assertThat(lake.compact(VISITS, 2))
                .as("nothing is left to put together")
                .isZero();
        assertThat(rows(VISITS, lake.version(VISITS))).isEqualTo(visits.get(visits.size() - 1));
        assertThat(shop.run("audit", "verify")).contains("all is as it was written");
        assertThat(shop.run("vacuum")).contains("no file of an old version can go");
        assertThat(shop.run("pins", "silver.visits"))
                .containsPattern(
                        "silver.visits +[0-9]+ +version 1 of return +it was trained on it +[0-9]+ +0 +0 +there");

        Duration year = Duration.ofDays(100);
        List<VacuumPlan> plans = plans(year);
        pinsAreReadAsThePlainWaySays(plans);
        vacuum(year).remove(plans);
        assertThat(FileHistory.of(lake, VISITS).stored().keySet())
                .as("files that the training and the last run read, and the one put together")
                .hasSizeBetween(2, before.size() + 1);
        assertThat(shop.run("models", "reproduce", "return", "1", "--from", "raw"))
                .contains("reproduced to the last byte");
        assertThat(rows(SCORES)).as("to go back to").isEqualTo(scores);
        assertThat(shop.run("scores", "rollback", "scores.return", "--date", DAY.toString(), "--reason", "test"))
                .contains(" rows of run score-return/" + DAY + "/1 ");
        long seen = rows(SCORES, lake.version(SCORES));

        Duration years = Duration.ofDays(500);
        vacuum(years).remove(plans(years));
        assertThat(shop.run("models", "reproduce", "return", "1", "--from", "raw"))
                .as("a model is kept as long as it is not retired")
                .contains("reproduced to the last byte");
        assertThat(rows(SCORES, lake.version(SCORES)))
                .as("what readers see")
                .isEqualTo(seen)
                .isPositive();
        assertThat(plans(years)).allSatisfy(plan -> assertThat(plan.going()).isEmpty());
        aForeignVacuumIsSaid();
    }

    /** Each pinned version must be readable, and its files are those that Delta names; what goes is in none of them. */
    private void pinsAreReadAsThePlainWaySays(List<VacuumPlan> plans) {
        for (VacuumPlan plan : plans) {
            Set<String> needed = new TreeSet<>();
            plan.held().forEach(held -> {
                assertThat(held.isBroken()).as(held.toString()).isFalse();
                Set<String> files = lake
                        .filesByPartition(
                                plan.table(),
                                held.pin().version(),
                                held.pin().asOf().isPresent() ? "as_of" : "")
                        .entrySet()
                        .stream()
                        .filter(part ->
                                held.pin().asOf().map(part.getKey()::equals).orElse(true))
                        .flatMap(part -> part.getValue().stream())
                        .collect(Collectors.toSet());
                assertThat(held.files()).as(held.toString()).isEqualTo(files.size());
                needed.addAll(files);
            });
            lake.filesByPartition(plan.table(), lake.version(plan.table()), "")
                    .values()
                    .forEach(needed::addAll);
            assertThat(plan.going().keySet().stream().filter(needed::contains)).isEmpty();
        }
        assertThat(plans.stream().mapToInt(plan -> plan.going().size()).sum()).isPositive();
    }

    private void aForeignVacuumIsSaid() throws IOException {
        spark.conf().set("spark.databricks.delta.retentionDurationCheck.enabled", "false");
        spark.sql("vacuum delta.`" + lake.path(VISITS) + "` retain 0 hours");
        CommandRun pins = command("pins", "silver.visits");
        assertThat(pins.exit()).as(pins.out() + pins.err()).isEqualTo(3);
        assertThat(pins.out())
                .containsPattern(
                        "version 1 of return .*LOST: [0-9]+ of [0-9]+ files are gone; version [0-9]+ of the table,"
                                + " .*, is a VACUUM by another program");
        Files.writeString(folder.resolve("jobs/maintain.conf"), "kind = maintain, owner = shop, keep = 30 days\n");
        assertThat(shop.run("job", "maintain", "--date", DAY.toString()))
                .as("said by the job, too")
                .contains("versions of tables that are needed cannot be read any more: headrace pins names them");
    }

    @Test
    @Tag("full")
    void aKilledRunIsFinishedByTheNext() throws IOException {
        Files.writeString(folder.resolve("jobs/maintain.conf"), "kind = maintain, owner = shop, keep = 1 day\n");
        spark.sql("alter table delta.`" + lake.path(VISITS) + "` set tblproperties ('x' = 'y')");
        Vacuum much = vacuum(Duration.ofDays(500));
        List<VacuumPlan> plans = plans(Duration.ofDays(500));
        List<Long> shown = List.of(rows(VISITS, lake.version(VISITS)), rows(SCORES, lake.version(SCORES)));
        Interruptions.killedAt("removed an old file of scores.return", () -> much.remove(plans));
        much.remove(plans(Duration.ofDays(500)));
        assertThat(plans(Duration.ofDays(500)))
                .allSatisfy(plan -> assertThat(plan.going()).isEmpty());
        for (String point : List.of("compacting silver.visits", "compacted silver.visits")) {
            Interruptions.killedAt(point, () -> lake.compact(VISITS, 2));
            assertThat(rows(VISITS, lake.version(VISITS))).isEqualTo(shown.get(0));
        }
        Interruptions.killedAt(
                "maintenance planned",
                () -> Main.run("job", "maintain", "--date", DAY.toString(), "--project", folder.toString()));
        shop.run("job", "maintain", "--date", DAY.toString());
        assertThat(List.of(rows(VISITS, lake.version(VISITS)), rows(SCORES, lake.version(SCORES))))
                .isEqualTo(shown);
        assertThat(shop.run("models", "reproduce", "return", "1", "--from", "raw"))
                .contains("reproduced to the last byte");
    }

    private CommandRun command(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--project", folder.toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }
}
