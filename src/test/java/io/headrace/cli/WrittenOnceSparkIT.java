package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F7: a project in which each column is written once, from file to score. */
class WrittenOnceSparkIT {
    private static final String INGEST = "jobs/ingest-customers.conf";
    private static final String VIEW = "features/profile.conf";
    private static final String VIEW_OF_ALL = """
            entity = customer_id
            inputs { customers { table = silver.customers } }
            columns = all
            """;

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path prepared;
    private static CommandRun first;

    @BeforeAll
    static void runToTheScores() throws IOException {
        prepared = shared.resolve("project");
        LakeExtension.session();
        assertThat(CommandRun.of("init", prepared.toString()).exit()).isZero();
        Files.delete(prepared.resolve("features/profile.sql"));
        Files.writeString(prepared.resolve(VIEW), VIEW_OF_ALL);
        edit(prepared, "jobs/train-outcome.conf", "[age, plan, months, visits, complaints]", "all");
        assertThat(command(prepared, "check").out()).isEqualTo("no problems: 4 jobs, 1 feature view\n");
        first = command(prepared, "run", "--date", "2026-01-31");
        assertThat(first.exit()).as(first.err()).isZero();
    }

    @Test
    void allOfTheViewButTheAnswerEntersTheModelAndItsRecord() {
        assertThat(first.out()).contains("version 1 promoted").contains("240 scored by version 1");
        assertThat(command(prepared, "models", "show", "outcome", "--json").out())
                .contains("\"features\" : [ \"age\", \"plan\", \"months\", \"visits\", \"complaints\" ]");
    }

    /** The version keeps its features, whatever all means now. */
    @Test
    void aVersionKeepsItsFeaturesWhenAllBecomesAnother() throws IOException {
        Path project = copy();
        edit(
                project,
                INGEST,
                "plan { from = plan, type = string,",
                "plan { from = plan, type = string, personal = true,");
        assertThat(command(project, "plan", "--date", "2026-01-31").out())
                .contains("plan is taken out: it stays, null from now on")
                .contains("its view has changed since: headrace run train-outcome --date 2026-01-31 --force");
        CommandRun next = command(
                project, "run", "--date", "2026-02-01", "ingest-customers", "features-profile", "score-outcome");
        assertThat(next.exit()).as(next.err()).isZero();
        assertThat(next.out())
                .contains("240 scored by version 1")
                .contains("features by the definition that the model was trained with");
    }

    /** What comes from personal data enters by its name only, however the SQL hides it. */
    @Test
    void allTakesInNothingThatComesFromPersonalData() throws IOException {
        Path project = copy();
        edit(
                project,
                INGEST,
                "plan { from = plan, type = string,",
                "plan { from = plan, type = string, personal = true,");
        edit(project, VIEW, "columns = all", "columns { age {}, initial = string, complaints {} }");
        Files.writeString(
                project.resolve("features/profile.sql"),
                "select customer_id, as_of, age, substr(plan, 1, 1) as initial, complaints from customers");
        assertThat(command(project, "check").err())
                .contains(
                        "jobs/train-outcome.conf:9: features: initial of features.profile comes from personal data, which all"
                                + " does not take in");
        assertThat(command(project, "run", "--date", "2026-01-31", "--force", "ingest-customers", "train-outcome")
                        .err())
                .startsWith(
                        "HEAD-TRAIN-017: train-outcome: features = all would take in what comes from personal data: initial");
        edit(project, "jobs/train-outcome.conf", "features = all", "features = all, except = [initial]");
        assertThat(command(project, "check").out()).contains("no problems");
    }

    private Path copy() throws IOException {
        Path project = folder.resolve("project");
        try (Stream<Path> files = Files.walk(prepared)) {
            for (Path original : files.toList()) {
                Files.copy(
                        original, project.resolve(prepared.relativize(original).toString()));
            }
        }
        return project;
    }

    private static void edit(Path project, String file, String before, String after) throws IOException {
        Path edited = project.resolve(file);
        String text = Files.readString(edited);
        assertThat(text).contains(before);
        Files.writeString(edited, text.replace(before, after));
    }

    private static CommandRun command(Path project, String... words) {
        return CommandRun.of(Stream.concat(Stream.of(words), Stream.of("--project", project.toString()))
                .toArray(String[]::new));
    }
}
