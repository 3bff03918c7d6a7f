package io.headrace.cli;

import io.headrace.registry.NoteField;
import io.headrace.registry.Origin;
import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.run.RunId;
import io.headrace.spec.NearestName;
import io.headrace.spec.TableName;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The failures of commands, worded in one place. */
final class CliErrors {
    private CliErrors() {}

    static HeadraceException unknownJob(String name, Collection<String> jobs) {
        return user("HEAD-CLI-001", "there is no job " + name, "The jobs are: " + String.join(", ", jobs) + ".");
    }

    static HeadraceException noTraining(String name, Collection<String> trainings) {
        return user(
                "HEAD-CLI-020",
                "the job " + name + " trains no model",
                "Those that do are: " + String.join(", ", trainings) + ".");
    }

    static HeadraceException noRows(long rows) {
        return user("HEAD-CLI-026", "--rows " + rows + " is not 1 or more", "Name the rows of a window.");
    }

    static HeadraceException notAnAlias(String text) {
        return user(
                "HEAD-CLI-029",
                "no alias: \"" + text + "\"",
                "Name lower-case words joined by -, such as challenger or shadow.");
    }

    static HeadraceException nothingVisible(String table, LocalDate date) {
        return user(
                "HEAD-CLI-046",
                "readers see nothing in " + table + " of the run of " + date,
                "headrace scores list " + table + " shows what was published and withdrawn.");
    }

    static HeadraceException nothingToRecall() {
        return user(
                "HEAD-CLI-047",
                "it is not said what to recall",
                "Give one of --file PATH, --model-version MODEL/N and --feature-version VIEW/DIGEST.");
    }

    static HeadraceException notTwoParts(String option, String text, String example) {
        return user(
                "HEAD-CLI-048",
                option + " is \"" + text + "\"",
                "Write two parts with / between, such as " + example + ".");
    }

    static HeadraceException keepsNothing(int days) {
        return user(
                "HEAD-CLI-061",
                "--keep-days is " + days,
                "Give 1 or more: whoever is reading an old version must be able to end.");
    }

    static HeadraceException nothingPinned(TableName table, List<TableName> all) {
        return user(
                "HEAD-CLI-062",
                table + " is no table whose versions are kept for others",
                "Give one of " + all.stream().map(TableName::toString).collect(Collectors.joining(", ")) + ".");
    }

    static HeadraceException nothingToTrace() {
        return user(
                "HEAD-CLI-044",
                "it is not said what to trace",
                "Give a table and --entity KEY, such as trace scores.lapse --entity 12431, or --file PATH.");
    }

    static HeadraceException notAnAsOf(String text, DateTimeException cause) {
        return user(
                        "HEAD-CLI-045",
                        "no as-of: \"" + text + "\"",
                        "Write a date, such as 2025-12-31, or the time as headrace scores list shows it.")
                .causedBy(cause);
    }

    static HeadraceException emptyNote(NoteField field) {
        return user("HEAD-CLI-043", "nothing is said of " + field, "Write the text behind the field, in quotes.");
    }

    static HeadraceException notAShare(String text) {
        return user(
                "HEAD-CLI-031", "no share of entities: \"" + text + "\"", "Name a number from 0 to 1, such as 0.25.");
    }

    static HeadraceException notMonitoring(String name, Collection<String> jobs) {
        return user(
                "HEAD-CLI-025",
                "there is no monitor job " + name,
                jobs.isEmpty()
                        ? "The project has none; docs/monitoring.md shows one."
                        : "The monitor jobs are: " + String.join(", ", jobs) + ".");
    }

    static HeadraceException notValued(String name, Collection<String> jobs) {
        return user(
                "HEAD-CLI-027",
                "no value job has the name or the model " + name,
                jobs.isEmpty()
                        ? "The project has none; docs/value.md shows one."
                        : "The value jobs are: " + String.join(", ", jobs) + ".");
    }

    static HeadraceException notOfFairness(String name, Collection<String> jobs) {
        return user(
                "HEAD-CLI-028",
                "there is no fairness job " + name,
                jobs.isEmpty()
                        ? "The project has none; docs/fairness.md shows one."
                        : "The fairness jobs are: " + String.join(", ", jobs) + ".");
    }

    static HeadraceException notPublished(String table, Collection<String> tables) {
        return user(
                "HEAD-CLI-030",
                "no score job publishes " + table,
                tables.isEmpty() ? "The project has none." : "Those published are: " + String.join(", ", tables) + ".");
    }

    static HeadraceException unknownSource(String name, Collection<String> sources) {
        return user(
                "HEAD-CLI-016", "there is no source " + name, "The sources are: " + String.join(", ", sources) + ".");
    }

    static HeadraceException unknownView(String name, Collection<String> views) {
        return user("HEAD-CLI-018", "there is no view " + name, "The views are: " + String.join(", ", views) + ".");
    }

    static HeadraceException backwards(String from, String to) {
        return user("HEAD-CLI-002", "--from " + from + " is after --to " + to, "Give the earlier date first.");
    }

    static HeadraceException folderInUse(String folder) {
        return user("HEAD-CLI-003", "the folder " + folder + " is not empty", "Name a new folder, or empty this one.");
    }

    static HeadraceException cannotWrite(String what, Exception cause) {
        return user("HEAD-CLI-004", "cannot write " + what + ": " + cause.getMessage(), "Check permission and space.")
                .causedBy(cause);
    }

    static HeadraceException unknownRun(String run) {
        return user("HEAD-CLI-006", "there is no run " + run, "headrace runs list shows all runs.");
    }

    static HeadraceException badTable(String message) {
        return user("HEAD-CLI-007", message, "headrace compile lists all tables in manifest.json.");
    }

    static HeadraceException notPackaged(String where) {
        return user(
                "HEAD-CLI-008",
                "the application for clusters is not built: nothing fitting in " + where,
                "Call the headrace script, which builds it, or run mvn -DskipTests package.");
    }

    static HeadraceException noSparkSubmit(String command, Exception cause) {
        return user(
                        "HEAD-CLI-009",
                        "cannot start " + command + ": " + cause.getMessage(),
                        "Set SPARK_HOME to a Spark 4.1 installation, or put its bin folder on the PATH.")
                .causedBy(cause);
    }

    static HeadraceException noOutcome(String where) {
        return user(
                "HEAD-CLI-010",
                "there is no outcome record at " + where,
                "The call has not ended yet, was killed, or did not reach the lake; see its log.");
    }

    static HeadraceException noMaster() {
        return user("HEAD-CLI-011", "submit needs --master", "For example --master \"local[2]\" or --master yarn.");
    }

    static HeadraceException badProperty(String property) {
        return user("HEAD-CLI-012", "--conf expects KEY=VALUE, found " + property, "See headrace submit --help.");
    }

    static HeadraceException projectInside() {
        return user(
                "HEAD-CLI-014",
                "submit is to know the project, found --project after --",
                "Name it before: headrace submit --project DIR ... -- COMMAND");
    }

    static HeadraceException noSpecsThere(String master) {
        return user(
                "HEAD-CLI-015",
                "a standalone cluster (" + master + ") does not unpack the project's specs beside a driver it starts",
                "Leave --deploy-mode away: the driver then starts here. YARN can start it on the cluster.");
    }

    static HeadraceException noTrainingOn(String job, String view) {
        return user(
                "HEAD-CLI-019",
                "there is no train job \"" + job + "\" on the view " + view,
                "Name one with view = " + view + "; headrace compile lists all jobs.");
    }

    static HeadraceException question(String what, String answers) {
        return user("HEAD-CLI-021", what, answers);
    }

    static HeadraceException unknownColumn(String option, String name, Collection<String> columns) {
        return user(
                "HEAD-CLI-022",
                option + ": the file has no column \"" + name + "\"" + NearestName.hint(name, columns),
                "Its columns are: " + String.join(", ", columns) + ".");
    }

    static HeadraceException noLabel(String column, String why) {
        return user(
                "HEAD-CLI-023",
                "--label: " + column + " cannot be learnt, " + why,
                "Name a column of two or more answers, or of numbers.");
    }

    static HeadraceException noKey(String column, long rows, long values) {
        return user(
                "HEAD-CLI-024",
                "--key: " + rows + " rows have " + values + " different values in " + column,
                "Name a column in which every row has a value of its own, or leave --key away: file and line are the key then."
                        + " The same things at several times: docs/snapshots.md.");
    }

    static HeadraceException noIntent(RunId run) {
        return user(
                "HEAD-CLI-037",
                "what " + run + " made cannot be built again: the ledger has no intent of it",
                "The ledger of the lake is not whole: bring headrace.intents back from a copy of the lake.");
    }

    /** @param isKept whether the lake keeps the job's definition of then */
    static HeadraceException otherDefinition(RunId run, boolean isKept) {
        return user(
                "HEAD-CLI-038",
                "what " + run + " made cannot be built again by jobs/" + run.job()
                        + ".conf: it, its view or its fairness job was another one then, and "
                        + (isKept
                                ? "what the lake keeps of it is changed by --set, or the definition of its view is gone"
                                : "the lake keeps no definition of jobs that an older Headrace ran"),
                isKept
                        ? "Leave --set jobs." + run.job() + ".… away; definitions of views are in views/ of the lake."
                        : "Check the project out as it was then, and call it with --project.");
    }

    static HeadraceException trainedElsewhere(String model, int number, Origin trained) {
        return user(
                "HEAD-CLI-055",
                "version " + number + " of " + model
                        + " was imported: the rows that it learnt from are in another lake," + " where it is "
                        + trained.words(),
                "Reproduce it there: headrace models reproduce " + trained.model() + " " + trained.version() + ".");
    }

    static HeadraceException noReason() {
        return user("HEAD-CLI-033", "--reason is empty", "Say why: it is signed, and kept for ever.");
    }

    static HeadraceException nothingToSignWith() {
        return user(
                "HEAD-CLI-034",
                "nothing says what to do: neither --key nor --signature nor --out",
                "--key FILE signs here; --out FOLDER writes the files for another tool, whose signature --signature FILE brings"
                        + " back.");
    }

    static HeadraceException noTrustedKeys() {
        return user(
                "HEAD-CLI-035",
                "trust.keys in conf/ is not set, so that nobody's signature counts",
                "Set it to the folder of the public keys, NAME.pub, of those who sign models.");
    }

    static HeadraceException unreadableSignature(Path file, Exception cause) {
        return user("HEAD-CLI-036", file + " cannot be read: " + cause, "Check the path and its permissions.");
    }

    static HeadraceException headsWithoutKeys() {
        return user(
                "HEAD-CLI-032",
                "--heads without keys: whose signatures count is not said",
                "Set trust.keys in conf/, or add --keys FOLDER, with a file NAME.pub for each who signs.");
    }

    static HeadraceException erasureLacks(String option) {
        return user("HEAD-CLI-040", "an erasure needs " + option, "headrace erase --help lists what it takes.");
    }

    static HeadraceException noLakeToErase(String place) {
        return user("HEAD-CLI-041", "there is no lake at " + place, "Check lake in conf/, or --env.");
    }

    static HeadraceException unreadablePersons(Path file, Exception cause) {
        return user(
                        "HEAD-CLI-042",
                        "--subjects: " + file + " cannot be read as text",
                        "Write one key in a line, in UTF-8.")
                .causedBy(cause);
    }

    static HeadraceException topTooSmall(int top) {
        return user("HEAD-CLI-049", "--top: expected 1 or more, found " + top, "Leave it away for ten rows.");
    }

    static HeadraceException nothingToBisect() {
        return user(
                "HEAD-CLI-050",
                "nothing says by what a run is good: one of --metric, --sql, --gate, --check and --drift must be given",
                "--metric and --sql take --at-least X or --at-most X, a number; the others take neither.");
    }

    private static HeadraceException user(String code, String what, String next) {
        return HeadraceException.of(code, FailureKind.USER, what, next);
    }
}
