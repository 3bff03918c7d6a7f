package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeExtension;
import io.headrace.trust.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A version is trained in one lake, and scores in another one as it does in the first. */
@Tag("full")
@ExtendWith(LakeExtension.class)
class BundledScoresSparkIT {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 20);
    private static final int CUSTOMERS = 120;

    @TempDir
    private static Path folder;

    private static Path head;
    private static Path branch;
    private static Path bundle;

    @BeforeAll
    static void trainAndExport() throws IOException {
        head = folder.resolve("head");
        branch = folder.resolve("branch");
        bundle = folder.resolve("out/return-1.bundle");
        SigningKey.create(folder.resolve("eve"));
        Path keys = Files.createDirectory(folder.resolve("keys"));
        Files.copy(folder.resolve("eve.pub"), keys.resolve("eve.pub"));
        write("conf/local.conf", Files.readString(Path.of("conf/ci.conf")) + "\ntrust { keys = \"" + keys + "\" }\n");
        write("jobs/ingest-visits.conf", """
                kind = ingest, owner = shop, files.paths = ["visits.csv"]
                columns { customer_id = long, at = timestamp }
                """);
        write("features/activity.conf", """
                entity = customer_id
                inputs.visits { table = silver.visits, time = at, lookback = 8 days }
                columns { visits = integer, days_away { type = integer, personal = true } }
                """);
        write("features/activity.sql", """
                select customer_id, as_of, cast(count(*) as int) as visits, datediff(as_of, max(at)) as days_away
                from visits group by customer_id, as_of
                """);
        write("jobs/train-return.conf", """
                kind = train, owner = shop, schedule = "@manual", view = activity, features = [visits, days_away]
                label.event { table = silver.visits, time = at, horizon = 2 days }
                as-ofs { every = 2 days, at-most = 3 }
                test.latest = 1
                learner.logistic-regression {}
                """);
        write("jobs/activity.conf", "kind = features, owner = shop, view = activity\n");
        write("jobs/score-return.conf", "kind = score, owner = shop, model = return, population.view = activity\n");
        write("target/landing/visits.csv", visits());
        for (String job : List.of("ingest-visits", "activity", "train-return", "score-return")) {
            ok(head, "job", job, "--date", DAY.toString());
        }
        copied();
        ok(head, "models", "sign", "return", "1", "--key", folder.resolve("eve").toString());
        assertThat(refused(2, head, "models", "export", "return", "1", "--out", bundle.toString()))
                .contains("HEAD-REGISTRY-030", "(days_away)", "--purpose TEXT");
        assertThat(bundle).doesNotExist();
        assertThat(exported(head, bundle)).contains("personal columns: days_away");
    }

    private static String exported(Path project, Path file) {
        return ok(
                project,
                "models",
                "export",
                "return",
                "1",
                "--out",
                file.toString(),
                "--purpose",
                "the branch scores with it");
    }

    /** The branch has specs and files of the head office, and a lake of its own. */
    private static void copied() throws IOException {
        try (Stream<Path> files = Files.walk(head)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(head.resolve("target/lake")))
                    .toList()) {
                Path to = branch.resolve(head.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }

    private static String visits() {
        SplittableRandom dice = new SplittableRandom(5);
        StringBuilder rows = new StringBuilder("customer_id,at\n");
        for (LocalDate day = LocalDate.of(2026, 1, 8); !day.isAfter(DAY); day = day.plusDays(1)) {
            for (int customer = 0; customer < CUSTOMERS; customer++) {
                if (dice.nextDouble() < 0.1 + 0.6 * (customer % 10) / 10) {
                    rows.append(customer).append(',').append(day).append(" 10:00:00\n");
                }
            }
        }
        return rows.toString();
    }

    @Test
    void aBranchScoresByTheModelOfTheHeadOfficeToTheLastBit() throws IOException {
        assertThat(exported(head, folder.resolve("again.bundle"))).contains("SHA-256 ");
        assertThat(folder.resolve("again.bundle")).hasSameBinaryContentAs(bundle);
        ok(branch, "job", "ingest-visits", "--date", DAY.toString());
        ok(branch, "job", "activity", "--date", DAY.toString());
        assertThat(ok(branch, "models", "import", bundle.toString()))
                .contains("version 1 of return in the lake \"lake\" of the project head is version 1 of return here")
                .containsPattern("signed by +eve")
                .containsPattern("scored +\\d+ rows as in its own lake, to the last bit")
                .containsPattern("view +activity, as here")
                .containsPattern("features +visits, days_away")
                .containsPattern("score jobs +score-return")
                .contains("headrace models promote return 1 --reason TEXT");
        assertThat(refused(2, branch, "job", "score-return", "--date", DAY.toString()))
                .contains("HEAD-REGISTRY-001", "Promote one");
        ok(branch, "models", "promote", "return", "1", "--reason", "as good as there");
        ok(branch, "job", "score-return", "--date", DAY.toString());
        assertThat(scores(branch)).isEqualTo(scores(head)).isNotEmpty();
        assertThat(ok(
                        branch,
                        "trace",
                        "scores.return",
                        "--entity",
                        "9",
                        "--as-of",
                        DAY.plusDays(1).toString()))
                .contains("import-");
        ok(branch, "audit", "verify");
        ok(head, "audit", "verify");
    }

    private static List<String> scores(Path project) {
        return LakeExtension.session()
                .read()
                .format("delta")
                .load(project.resolve("target/lake/scores/return").toString())
                .selectExpr("customer_id", "as_of", "score", "probability", "decision", "model_digest")
                .orderBy("customer_id")
                .collectAsList()
                .stream()
                .map(Row::toString)
                .toList();
    }

    private static void write(String file, String text) throws IOException {
        write(head, file, text);
    }

    private static void write(Path project, String file, String text) throws IOException {
        Path path = project.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String refused(int exit, Path project, String... command) {
        CommandRun run = run(project, command);
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(exit);
        return run.err();
    }

    private static String ok(Path project, String... command) {
        CommandRun run = run(project, command);
        assertThat(run.exit())
                .as(String.join(" ", command) + "\n" + run.out() + run.err())
                .isZero();
        return run.out();
    }

    private static CommandRun run(Path project, String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--project", project.toString()));
        return CommandRun.of(words.toArray(String[]::new));
    }
}
