package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** E10, E11: plays the section of docs/features.md on rows of events: its files are written, its commands are run. */
@Tag("full")
class RowsOfEventsSparkIT {
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FILE_NAME = Pattern.compile("# (\\S+)\n");
    private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);
    private static final int DAYS = 40;
    private static final int OF_A_DAY = 50;

    @TempDir
    private Path folder;

    private final SparkSession spark = LakeExtension.session();

    private Path played() throws IOException {
        Path project = folder.resolve("fraud");
        headrace("init", project.toString());
        for (String sample : List.of("landing", "jobs", "features")) {
            try (Stream<Path> files = Files.list(project.resolve(sample))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.writeString(project.resolve("landing/payments-2026-04-09.csv"), payments());
        Matcher block = BLOCK.matcher(section());
        while (block.find()) {
            if (block.group(1).equals("sh")) {
                block.group(2).lines().forEach(line -> {
                    List<String> words = new ArrayList<>(List.of(line.split(" ")));
                    assertThat(words.remove(0)).isEqualTo("headrace");
                    words.addAll(List.of("--project", project.toString()));
                    headrace(words.toArray(String[]::new));
                });
            } else {
                Matcher name = FILE_NAME.matcher(block.group(2));
                assertThat(name.lookingAt()).isTrue();
                Files.createDirectories(project.resolve(name.group(1)).getParent());
                Files.writeString(project.resolve(name.group(1)), block.group(2));
            }
        }
        return project;
    }

    @Test
    void aModelOfPaymentsLearnsFromCardsAndTerminals() throws IOException {
        Path project = played();
        assertThat(table(project, "scores/fraud").count()).isEqualTo(OF_A_DAY);
        assertThat(table(project, "scores/fraud")
                        .select("payment_id")
                        .distinct()
                        .count())
                .isEqualTo(OF_A_DAY);
        assertThat(table(project, "headrace/metrics")
                        .where("metric = 'auc' and of = 'all'")
                        .first()
                        .<Double>getAs("value"))
                .isGreaterThan(0.75);
        Dataset<Row> scored = table(project, "features/payment").where("payments_1d >= 1");
        assertThat(scored.count()).as("each payment sees itself").isEqualTo(OF_A_DAY);
    }

    /** E1: the champion is given what it learnt from, also when a view that is looked up has changed. */
    @Test
    @Tag("full")
    void theChampionKeepsTheDefinitionOfLookups() throws IOException {
        Path project = played();
        List<Row> before = scores(project);
        Path card = project.resolve("features/card.conf");
        Files.writeString(
                card, Files.readString(card).replace("time = paid_at\n", "time = paid_at, where = \"amount > 60\"\n"));
        for (String job : List.of("features-payment", "score-fraud")) {
            headrace("job", job, "--date", "2026-04-09", "--force", "--project", project.toString());
        }
        assertThat(scores(project)).isEqualTo(before);
        assertThat(table(project, "features/payment")
                        .select("feature_version")
                        .distinct()
                        .collectAsList())
                .hasSize(1)
                .doesNotContain(RowFactory.create(before.get(0).<String>getAs("feature_version")));
    }

    private List<Row> scores(Path project) {
        return table(project, "scores/fraud")
                .select("payment_id", "score", "raw_score", "feature_version")
                .orderBy("payment_id")
                .collectAsList();
    }

    private Dataset<Row> table(Path project, String name) {
        return spark.read()
                .format("delta")
                .load(project.resolve("lake").resolve(name).toString());
    }

    private static String section() throws IOException {
        String page = Files.readString(Path.of("docs/features.md"));
        int start = page.indexOf("\n## Rows of events");
        return page.substring(start, page.indexOf("\n## ", start + 1));
    }

    private static void headrace(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exit())
                .as(List.of(arguments) + "\n" + run.out() + run.err())
                .isZero();
    }

    /** Some terminals are copied from the second day on; times are whole minutes, so that payments of a card may share one. */
    private static String payments() {
        Random random = new Random(5);
        StringBuilder csv = new StringBuilder("payment_id,card_id,terminal_id,paid_at,amount,fraud\n");
        for (int i = 0; i < DAYS * OF_A_DAY; i++) {
            LocalDateTime at = FIRST.atStartOfDay().plusDays(i / OF_A_DAY).plusMinutes(random.nextInt(24 * 60));
            int terminal = random.nextInt(20);
            boolean fraud = random.nextInt(100) < (terminal < 3 ? 60 : 4);
            csv.append(String.format(
                    Locale.ROOT,
                    "p%05d,%d,%d,%s:00,%d.%02d,%d%n",
                    i,
                    random.nextInt(30),
                    terminal,
                    at.toString().replace('T', ' '),
                    5 + random.nextInt(fraud ? 200 : 100),
                    random.nextInt(100),
                    fraud ? 1 : 0));
        }
        return csv.toString();
    }
}
