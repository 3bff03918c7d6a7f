package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays docs/own-data.md: its files are written, its commands are run, on the real data where it is present. */
class OwnDataSparkIT {
    private static final Path PAGE = Path.of("docs/own-data.md");
    private static final Path DATA = Path.of("../shared/data");
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FILE_NAME = Pattern.compile("(?:#|--) (\\S+)\n");

    @TempDir
    private Path folder;

    private final SparkSession spark = LakeExtension.session();

    @Test
    @Tag("full")
    void scoresTheCallsOfTheBank() throws IOException {
        Path project = play("Bank Marketing", data("bank_marketing/bank-additional-full.csv.gz"));
        assertThat(scores(project)).isEqualTo(41_188);
        assertThat(auc(project)).isBetween(0.75, 0.9);
    }

    @Test
    void scoresTheCustomersOfThePhoneCompany() throws IOException {
        Path project = play("Telco Customer Churn", data("telco_churn/Telco-Customer-Churn.csv"));
        assertThat(scores(project)).isEqualTo(7_043);
        assertThat(auc(project)).isBetween(0.8, 0.9);
    }

    private static Path data(String file) {
        Path path = DATA.resolve(file);
        Assumptions.assumeTrue(Files.exists(path), "the file " + file + " is not here");
        return path;
    }

    /** Plays the section of the page whose title begins so; the project it makes. */
    private Path play(String title, Path data) throws IOException {
        Matcher block = BLOCK.matcher(section(title));
        Path project = null;
        while (block.find()) {
            if (block.group(1).equals("sh")) {
                for (String line : block.group(2).lines().toList()) {
                    project = line.startsWith("headrace init ")
                            ? folder.resolve(line.substring("headrace init ".length()))
                            : project;
                    command(project, line, data);
                }
            } else {
                Matcher name = FILE_NAME.matcher(block.group(2));
                assertThat(name.lookingAt())
                        .as("the block begins with its file's name: " + block.group(2))
                        .isTrue();
                Files.writeString(project.resolve(name.group(1)), block.group(2));
            }
        }
        return project;
    }

    private static String section(String title) throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("\n## " + title);
        assertThat(start).as("the page has a section " + title).isPositive();
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end);
    }

    private static void command(Path project, String line, Path data) throws IOException {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        String program = words.remove(0);
        switch (program) {
            case "cd" -> assertThat(project).endsWith(Path.of(words.get(0)));
            case "rm" -> {
                for (String file : words) {
                    Files.delete(project.resolve(file));
                }
            }
            case "cp" ->
                copy(
                        data,
                        project.resolve(words.get(1))
                                .resolve(Path.of(words.get(0)).getFileName()));
            case "headrace" -> headrace(project, words);
            default -> throw new AssertionError("the page has a command that this test does not know: " + line);
        }
    }

    private static void copy(Path data, Path target) throws IOException {
        try (InputStream bytes = Files.newInputStream(data);
                InputStream text = data.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes) {
            Files.copy(text, target);
        }
    }

    private static void headrace(Path project, List<String> words) {
        List<String> arguments = new ArrayList<>(words);
        if (words.get(0).equals("init")) {
            arguments.set(1, project.toString());
        } else {
            arguments.addAll(List.of("--project", project.toString()));
        }
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.exit()).as(words + "\n" + run.out() + run.err()).isZero();
        assertThat(run.err()).isEmpty();
    }

    private long scores(Path project) {
        return spark.read()
                .format("delta")
                .load(project.resolve("lake/scores/outcome").toString())
                .where("score > 0 and score < 1 and size(reasons) <= 3")
                .count();
    }

    private double auc(Path project) {
        List<Row> auc = spark.read()
                .format("delta")
                .load(project.resolve("lake/headrace/metrics").toString())
                .where("metric = 'auc' and of = 'all'")
                .select("value")
                .collectAsList();
        assertThat(auc).hasSize(1);
        return auc.get(0).getDouble(0);
    }
}
