package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The jobs that train, score and export are edited between two days; what the second day does, and what is then there of both. */
class EditedJobsSparkIT {
    private static final String EXPORT = """
            kind = export
            owner = me
            schedule = "@daily"
            table = scores.outcome
            columns = [customer_id, score, decision]
            mode = changes
            key = [customer_id]
            files { format = csv }
            """;
    private static final String TRAIN_FILE = "jobs/train-outcome.conf";
    private static final String SCORE_FILE = "jobs/score-outcome.conf";
    private static final String EXPORT_FILE = "jobs/export-outcome.conf";

    private static final List<String> LEARN_AND_SCORE = List.of("features-profile", "train-outcome", "score-outcome");
    private static final String SCORED = "select model_version, count(*) from {scores.outcome} group by 1 order by 1";

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path prepared;

    @BeforeAll
    static void runTheFirstDay() throws IOException {
        prepared = shared.resolve("project");
        LakeExtension.session();
        assertThat(CommandRun.of("init", prepared.toString()).exit()).isZero();
        Files.writeString(prepared.resolve(EXPORT_FILE), EXPORT);
        CommandRun run = command(prepared, "run", "--date", "2026-01-01");
        assertThat(run.exit()).as(run.err() + run.out()).isZero();
    }

    /**
     * One edit and what becomes of it.
     *
     * @param edits file, text before and text after, three of each
     * @param jobs that run on the second day; all that are due where there are none
     * @param said what the run says
     * @param query SQL over tables of the lake, as {@code {name}}
     * @param rows what it then gives
     */
    private record Edit(
            String what, List<String> edits, List<String> jobs, String said, String query, List<String> rows) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Edit> edits() {
        return Stream.of(
                new Edit(
                        "train: a feature taken out of the model",
                        List.of(
                                TRAIN_FILE,
                                "[age, plan, months, visits, complaints]",
                                "[age, plan, visits, complaints]",
                                TRAIN_FILE,
                                "gain-over-champion-at-least = -0.02",
                                "gain-over-champion-at-least = -1"),
                        LEARN_AND_SCORE,
                        "240 scored by version 2",
                        SCORED,
                        List.of("[1,240]", "[2,240]")),
                new Edit(
                        "train: another name of the model",
                        List.of(
                                TRAIN_FILE,
                                "kind = train",
                                "kind = train\nmodel = churn",
                                SCORE_FILE,
                                "kind = score",
                                "kind = score\nmodel = churn\npublish { table = scores.outcome }"),
                        LEARN_AND_SCORE,
                        "240 scored by version 1",
                        "select model, count(*) from {headrace.models} where event = 'registered' group by 1 order by 1",
                        List.of("[churn,1]", "[outcome,1]")),
                new Edit(
                        "train: the other answer is predicted",
                        List.of(TRAIN_FILE, "positive = \"yes\"", "positive = \"no\""),
                        LEARN_AND_SCORE,
                        "version 2 promoted",
                        "select model_version, count_if(label) > count(*) / 2 from {training.outcome} group by 1 order by 1",
                        List.of("[1,false]", "[2,true]")),
                new Edit(
                        "train: another learner",
                        List.of(
                                TRAIN_FILE,
                                "seed = 42",
                                "seed = 42\nlearner { decision-tree {} }",
                                TRAIN_FILE,
                                "gain-over-champion-at-least = -0.02",
                                "gain-over-champion-at-least = -1"),
                        LEARN_AND_SCORE,
                        "240 scored by version 2",
                        SCORED,
                        List.of("[1,240]", "[2,240]")),
                new Edit(
                        "score: reasons taken out",
                        List.of(SCORE_FILE, "reasons { top = 3 }", ""),
                        List.of(),
                        "240 scored by version 1",
                        "select as_of, max(size(reasons)) from {scores.outcome} group by 1 order by 1",
                        List.of("[2026-01-02 00:00:00.0,3]", "[2026-01-03 00:00:00.0,0]")),
                new Edit(
                        "score: another decision",
                        List.of(SCORE_FILE, "top-share = 0.1", "top-share = 0.2"),
                        List.of(),
                        "240 scored by version 1",
                        "select as_of, count_if(decision) from {scores.outcome} group by 1 order by 1",
                        List.of("[2026-01-02 00:00:00.0,24]", "[2026-01-03 00:00:00.0,48]")),
                new Edit(
                        "score: fewer rows",
                        List.of(SCORE_FILE, "where = \"true\"", "where = \"age < 40\""),
                        List.of("features-profile", "score-outcome", "export-outcome"),
                        " withdrawn of scores.outcome",
                        "select as_of, count(*) = 240 from {scores.outcome} group by 1 order by 1",
                        List.of("[2026-01-02 00:00:00.0,true]", "[2026-01-03 00:00:00.0,false]")),
                new Edit(
                        "export: a column put in",
                        List.of(EXPORT_FILE, "score, decision]", "score, decision, model_version]"),
                        List.of(),
                        "0 inserted, 240 changed, 0 withdrawn",
                        "select count(*) from {scores.outcome}",
                        List.of("[480]")),
                new Edit(
                        "export: a column taken out",
                        List.of(EXPORT_FILE, "score, decision]", "score]"),
                        List.of(),
                        "0 inserted, 240 changed, 0 withdrawn",
                        "select count(*) from {scores.outcome}",
                        List.of("[480]")),
                new Edit(
                        "export: fewer rows",
                        List.of(EXPORT_FILE, "mode =", "where = \"decision\"\nmode ="),
                        List.of(),
                        "0 inserted, 24 changed, 216 withdrawn",
                        "select count(*) from {scores.outcome}",
                        List.of("[480]")),
                new Edit(
                        "export: all rows each time",
                        List.of(EXPORT_FILE, "mode = changes", "mode = replace"),
                        List.of(),
                        "240 rows",
                        "select count(*) from {scores.outcome}",
                        List.of("[480]")));
    }

    @ParameterizedTest
    @MethodSource("edits")
    @Tag("full")
    void anEditIsANormalDay(Edit edit) throws IOException {
        Path project = edited(edit.edits());
        CommandRun run = command(
                project,
                Stream.of(Stream.of("run"), edit.jobs().stream(), Stream.of("--date", "2026-01-02"))
                        .flatMap(words -> words)
                        .toArray(String[]::new));
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains(edit.said());
        assertThat(rows(project, edit.query())).containsExactlyElementsOf(edit.rows());
    }

    private Path edited(List<String> edits) throws IOException {
        Path project = folder.resolve("project");
        try (Stream<Path> files = Files.walk(prepared)) {
            for (Path file : files.toList()) {
                Files.copy(file, project.resolve(prepared.relativize(file).toString()));
            }
        }
        for (int i = 0; i < edits.size(); i += 3) {
            Path file = project.resolve(edits.get(i));
            String text = Files.readString(file);
            assertThat(text).contains(edits.get(i + 1));
            Files.writeString(file, text.replace(edits.get(i + 1), edits.get(i + 2)));
        }
        return project;
    }

    /** Tables of the lake stand in braces. */
    private static List<String> rows(Path project, String query) {
        Lake.forgetTables();
        String sql = java.util.regex.Pattern.compile("\\{([a-z_]+)\\.([a-z_]+)\\}")
                .matcher(query)
                .replaceAll(table ->
                        "delta.`" + project.resolve("lake") + "/" + table.group(1) + "/" + table.group(2) + "`");
        return LakeExtension.session().sql(sql).collectAsList().stream()
                .map(Object::toString)
                .toList();
    }

    private static CommandRun command(Path project, String... words) {
        return CommandRun.of(Stream.concat(Stream.of(words), Stream.of("--project", project.toString()))
                .toArray(String[]::new));
    }
}
