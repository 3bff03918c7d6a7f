package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A version is trained, then all that it was made of is edited: job, view, files of tables, and in the end rows. */
@ExtendWith(LakeExtension.class)
class ReproduceSparkIT {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 20);
    private static final int CUSTOMERS = 300;
    private static final TableName VISITS = TableName.parse("silver.visits");
    private static final TableName TRAINING = TableName.parse("training.return");
    private static final String JOB = """
            kind = train, owner = shop, schedule = "@manual", view = activity, features = [visits, days_away]
            label.event { table = silver.visits, time = at, horizon = 2 days }
            as-ofs { every = 2 days, at-most = 4 }
            test.latest = 1
            """;
    private static final String LEARNT = JOB + "learner.boosted-trees { max-iter = 5, max-depth = 2 }\n";

    @TempDir
    private static Path folder;

    private static Lake lake;

    @BeforeAll
    static void train() throws IOException {
        write("conf/local.conf", Files.readString(Path.of("conf/ci.conf")));
        write("jobs/ingest-visits.conf", """
                kind = ingest, owner = shop, files.paths = ["visits.csv"]
                columns { customer_id = long, at = timestamp }
                """);
        write("features/activity.conf", """
                entity = customer_id
                inputs.visits { table = silver.visits, time = at, lookback = 8 days }
                columns { visits = integer, days_away = integer }
                """);
        write("features/activity.sql", """
                select customer_id, as_of, cast(count(*) as int) as visits, datediff(as_of, max(at)) as days_away
                from visits group by customer_id, as_of
                """);
        write("jobs/train-return.conf", LEARNT);
        write("target/landing/visits.csv", visits());
        ok("job", "ingest-visits", "--date", DAY.toString());
        ok("job", "train-return", "--date", DAY.toString());
        lake = Lake.open(LakeExtension.session(), folder.resolve("target/lake").toString());
    }

    private static String visits() {
        SplittableRandom dice = new SplittableRandom(5);
        StringBuilder rows = new StringBuilder("customer_id,at\n");
        for (LocalDate day = LocalDate.of(2026, 1, 1); !day.isAfter(DAY); day = day.plusDays(1)) {
            for (int customer = 0; customer < CUSTOMERS; customer++) {
                if (dice.nextDouble() < 0.1 + 0.6 * (customer % 10) / 10) {
                    rows.append(customer).append(',').append(day).append(" 10:00:00\n");
                }
            }
        }
        return rows.toString();
    }

    @Test
    void aVersionIsBuiltAgainToTheLastByteWhateverWasEditedSince() throws IOException {
        assertThat(ok("models", "reproduce", "return", "1")).contains("reproduced to the last byte");
        write("features/activity.conf", """
                entity = customer_id
                inputs.visits { table = silver.visits, time = at, lookback = 3 days }
                columns { visits = integer, weekends = integer }
                """);
        write("features/activity.sql", """
                select customer_id, as_of, cast(count(*) as int) as visits, cast(count_if(weekday(at) > 4) as int) as weekends
                from visits group by customer_id, as_of
                """);
        write("jobs/train-return.conf", JOB.replace("days_away", "weekends") + "learner.logistic-regression {}\n");
        rewritten(TRAINING);
        rewritten(VISITS);
        lake.spark()
                .sql("insert into delta.`" + lake.path(VISITS) + "` select * from delta.`" + lake.path(VISITS)
                        + "` where customer_id = 7");
        JsonNode found = json(ok("models", "reproduce", "return", "1", "--from", "raw", "--json"));
        assertThat(found.path("reproduced").booleanValue()).isTrue();
        assertThat(found.path("found")).isEqualTo(found.path("digest"));
        assertThat(found.path("steps"))
                .hasSize(5)
                .allMatch(step -> step.path("same").booleanValue());
        assertThat(ok("models", "reproduce", "return", "1")).contains("as stored", "reproduced to the last byte");
    }

    @Test
    void whatDiffersFirstIsNamed() {
        long before = lake.version(TRAINING);
        try {
            sql("update delta.`%s` set visits = visits + 5 where customer_id = 9 and split = 'train'");
            assertThat(refused("models", "reproduce", "return", "1"))
                    .containsPattern("fit +differs")
                    .contains("not reproduced: what differs first is the ")
                    .contains(
                            " of 100 stored rows score the same to the last bit, the greatest difference of raw scores is ");
            assertThat(refused("models", "reproduce", "return", "1", "--from", "raw"))
                    .containsPattern(
                            "training set +differs +3 of [0-9,]+ rows are not those stored, the first of customer_id 9 as of")
                    .contains("what differs first is the training set of train-return/2026-01-20/1")
                    .doesNotContain("fit");
            sql("delete from delta.`%s` where customer_id = 9");
            assertThat(refused("models", "reproduce", "return", "1"))
                    .containsPattern("training set +differs +[0-9,]+ rows, there were [0-9,]+");
        } finally {
            lake.spark().sql("restore table delta.`" + lake.path(TRAINING) + "` to version as of " + before);
        }
    }

    @Test
    @Tag("full")
    void withoutItsDefinitionAVersionIsBuiltByAnUnchangedJobAlone() throws IOException {
        Path kept;
        try (var files = Files.list(Path.of(lake.root(), "models", "return"))) {
            kept = files.filter(file -> file.toString().endsWith(".job.json"))
                    .findFirst()
                    .orElseThrow();
        }
        String definition = Files.readString(kept);
        String now = Files.readString(folder.resolve("jobs/train-return.conf"));
        Files.delete(kept);
        try {
            write("jobs/train-return.conf", JOB.replace(", days_away", "") + "learner.logistic-regression {}\n");
            CommandRun run = run("models", "reproduce", "return", "1");
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.err())
                    .contains("HEAD-CLI-038", "jobs/train-return.conf", "Check the project out as it was then");
        } finally {
            write("jobs/train-return.conf", now);
            Files.writeString(kept, definition);
        }
    }

    /** The same rows in other files and another order. */
    private static void rewritten(TableName table) {
        SparkSession spark = lake.spark();
        spark.read()
                .format("delta")
                .load(lake.path(table))
                .orderBy(org.apache.spark.sql.functions.rand(3))
                .repartition(3)
                .write()
                .format("delta")
                .mode("overwrite")
                .save(lake.path(table));
    }

    private static void sql(String statement) {
        lake.spark().sql(statement.formatted(lake.path(TRAINING)));
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private static void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String refused(String... command) {
        CommandRun run = run(command);
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(3);
        return run.out();
    }

    private static String ok(String... command) {
        CommandRun run = run(command);
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        return run.out();
    }

    private static CommandRun run(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--project", folder.toString()));
        return CommandRun.of(words.toArray(String[]::new));
    }
}
