package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F1, F2: the first hour of a data scientist: edit, run, compare. */
class FirstHourSparkIT {
    private static final String DATE = "2026-01-31";
    private static final String TRAIN = "jobs/train-outcome.conf";

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path prepared;

    /** Customers and their features, without a model. */
    @BeforeAll
    static void runUpToTheFeatures() {
        prepared = shared.resolve("project");
        LakeExtension.session();
        assertThat(CommandRun.of("init", prepared.toString()).exit()).isZero();
        CommandRun run = command(prepared, "run", "--date", DATE, "+features-profile");
        assertThat(run.exit()).as(run.err()).isZero();
    }

    /** F1 */
    @Test
    void anEditedJobIsToldFromOneThatIsDoneAndTheAdviceWorks() throws IOException {
        Path project = edited(TRAIN, "auc-at-least = 0.6", "auc-at-least = 0.99");
        assertThat(command(project, "run", "--date", DATE, "train-outcome").out())
                .contains("version 1 refused");
        CommandRun score = command(project, "run", "--date", DATE, "score-outcome");
        assertThat(score.err()).contains("HEAD-REGISTRY-001: the model outcome has no champion");
        assertThat(command(project, "run", "--date", DATE, "train-outcome").out())
                .contains("done before by train-outcome/2026-01-31/1, attempt 1\n");

        edit(project, TRAIN, "auc-at-least = 0.99", "auc-at-least = 0.6");
        String edited =
                "jobs/train-outcome.conf has changed since: headrace run train-outcome --date 2026-01-31 --force";
        assertThat(command(project, "run", "--date", DATE).out())
                .contains("done before by train-outcome/2026-01-31/1, attempt 1; " + edited);
        assertThat(command(project, "plan", "--date", DATE).out())
                .contains("skip: done by train-outcome/2026-01-31/1; " + edited);
        assertThat(advised(project, score.err()).out()).contains("version 2 promoted");
        assertThat(command(project, "run", "--date", DATE, "score-outcome").out())
                .contains("240 scored by version 2");
    }

    /** F1, by the view. */
    @Test
    void anEditedViewIsTold() throws IOException {
        Path project = edited("features/profile.sql", "coalesce(complaints, 0)", "coalesce(complaints, 1)");
        assertThat(command(project, "run", "--date", DATE, "features-profile").out())
                .contains("done before by features-profile/2026-01-31/1, attempt 1; its view has changed since:"
                        + " headrace run features-profile --date 2026-01-31 --force runs it as it is now");
    }

    /** F2 */
    @Test
    void aValueThatTheTypeNeverHoldsIsRefusedByCheckAndByTheRun() throws IOException {
        Path project = edited(TRAIN, "column = left, positive = \"yes\"", "column = complaints, positive = \"yes\"");
        String problem = ": expected a whole number, found \"yes\": complaints of silver.customers is integer";
        CommandRun check = command(project, "check");
        assertThat(check.err()).contains("label.known.positive" + problem);
        assertThat(check.exit()).isEqualTo(2);
        CommandRun run = command(project, "run", "--date", DATE, "train-outcome");
        assertThat(run.err()).startsWith("HEAD-TRAIN-014: train-outcome: label.positive" + problem);
        assertThat(run.exit()).isEqualTo(2);
    }

    /** F13: what the tables that are there lack is known from the lake. */
    @Test
    void checkNotesHowTheTablesDifferFromTheSpecs() throws IOException {
        assertThat(command(prepared, "check").out()).isEqualTo("no problems: 4 jobs, 1 feature view\n");
        Path project = edited("jobs/ingest-customers.conf", "checks {", "derived { lots = \"visits > 5\" }\nchecks {");
        assertThat(command(project, "check").out())
                .isEqualTo(
                        "note: ingest-customers: lots is new: null in what is there, headrace backfill --stale fills it\n"
                                + "no problems: 4 jobs, 1 feature view\n");
    }

    /** F13 */
    @Test
    void aNumberThatIsATextIsRefusedByCheckAndByTheRun() throws IOException {
        Path project = edited(
                TRAIN,
                "known { table = silver.customers, column = left, positive = \"yes\" }",
                "number { table = silver.customers, column = plan }");
        edit(project, TRAIN, "auc-at-least = 0.6", "");
        String problem = ": expected a column of numbers";
        assertThat(command(project, "check").err())
                .contains("label.number.column" + problem + ", plan of silver.customers is string");
        assertThat(command(project, "run", "--date", DATE, "train-outcome").err())
                .startsWith("HEAD-TRAIN-014: train-outcome: label.number" + problem
                        + ": plan of silver.customers is string");
    }

    /** F2: a value that no row has is answered by those that are there. */
    @Test
    void aValueThatIsNotThereIsAnsweredByThoseThatAre() throws IOException {
        Path project = edited(TRAIN, "positive = \"yes\"", "positive = \"Yes\"");
        assertThat(command(project, "check").out()).startsWith("no problems");
        CommandRun run = command(project, "run", "--date", DATE, "train-outcome");
        assertThat(run.err())
                .startsWith("HEAD-TRAIN-002: train-outcome: the train rows do not hold both classes: 0 positives of ")
                .containsPattern(" rows; left of silver.customers holds \"no\" in \\d+ rows, \"yes\" in \\d+ rows")
                .doesNotContain("\tat ");
        assertThat(run.exit()).isEqualTo(2);
    }

    /** Runs the last command of a message, for the date. */
    private static CommandRun advised(Path project, String message) {
        Matcher command =
                Pattern.compile("headrace (run \\S+ --date D --force)").matcher(message);
        assertThat(command.find()).as(message).isTrue();
        return command(
                project, command.group(1).replace("--date D", "--date " + DATE).split(" "));
    }

    private Path edited(String file, String before, String after) throws IOException {
        Path project = folder.resolve("project");
        try (Stream<Path> files = Files.walk(prepared)) {
            for (Path original : files.toList()) {
                Files.copy(
                        original, project.resolve(prepared.relativize(original).toString()));
            }
        }
        edit(project, file, before, after);
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
