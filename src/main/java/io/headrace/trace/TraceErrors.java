package io.headrace.trace;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.run.RunId;
import io.headrace.spec.TableName;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Locale;

/** What a trace cannot tell, and what to do. */
final class TraceErrors {
    private TraceErrors() {}

    static HeadraceException nothingPublished(TableName table, String asOf, Collection<String> known) {
        return user(
                "HEAD-TRACE-001",
                "readers see nothing in " + table + (asOf.isEmpty() ? "" : " as of " + asOf),
                known.isEmpty()
                        ? "Nothing was published there; headrace scores list " + table + " shows what was withdrawn."
                        : "As-ofs that readers see: " + String.join(", ", known) + ".");
    }

    static HeadraceException noEntity(TableName table, String asOf, String column, String entity) {
        return user(
                "HEAD-TRACE-002",
                table + " has no row of " + column + " = " + entity + " as of " + asOf,
                "It was not in the population, or could not be scored: see score_errors and headrace scores list.");
    }

    static HeadraceException noIntent(RunId run) {
        return user(
                "HEAD-TRACE-003",
                "there is no record of what the run " + run + " read",
                "Its row in headrace.intents is missing; headrace audit verify says whether it was removed.");
    }

    static HeadraceException unknownFile(String path) {
        return user(
                "HEAD-TRACE-004",
                "no table has rows of the file " + path,
                "Paths are those below the landing folder, as headrace quarantine list and headrace.files have them.");
    }

    static HeadraceException otherDefinition(String view, String digest) {
        return user(
                "HEAD-TRACE-005",
                "the definition " + digest + " of the view " + view + " is not kept",
                "The view was changed, and its former definition is in no views/" + view + " of the lake.");
    }

    static HeadraceException severalDefinitions(TableName table, Collection<String> digests) {
        return user(
                "HEAD-TRACE-006",
                "rows of one as-of of " + table + " have features by several definitions: "
                        + String.join(", ", digests),
                "Such scores cannot be compared; run features and scores of that day again with --force.");
    }

    static HeadraceException notRead(String view, String digest, TableName table, String run) {
        return user(
                "HEAD-TRACE-007",
                "by the definition " + digest + " the view " + view + " reads " + table + ", which " + run + " did not",
                "What it would have said then cannot be told; compare two days with features by the same definition.");
    }

    static HeadraceException incomparable(String model, int before, int after, IllegalArgumentException cause) {
        return user(
                        "HEAD-TRACE-008",
                        "versions " + before + " and " + after + " of " + model + " cannot be compared: "
                                + cause.getMessage(),
                        "Compare two days on which versions that give the same kind of score decided.")
                .causedBy(cause);
    }

    static HeadraceException otherScore(TableName table, String column, String entity, String difference) {
        return user(
                "HEAD-TRACE-009",
                table + " has of " + column + " = " + entity + " a " + difference,
                "The tables that were read then, or the scores, were changed since: headrace scores reproduce says where.");
    }

    static HeadraceException noSuchRun(String job, LocalDate date, Collection<LocalDate> known) {
        return user(
                "HEAD-TRACE-010",
                "no run of " + job + " for " + date + " has ended well or was refused",
                known.isEmpty()
                        ? "headrace runs list shows what became of its runs."
                        : "The first such run is for " + known.iterator().next() + "; headrace runs list shows all.");
    }

    static HeadraceException notBefore(LocalDate good, LocalDate bad) {
        return user(
                "HEAD-TRACE-011",
                "the good day " + good + " is not before the bad day " + bad,
                "Give the day on which all was well as --good, and a later one as --bad.");
    }

    static HeadraceException wrongEnd(JudgedRun run, boolean isGoodEnd, String criterion) {
        return user(
                "HEAD-TRACE-012",
                "the run " + run.run() + " was said to be " + (isGoodEnd ? "good" : "bad") + ", but is "
                        + run.verdict().name().toLowerCase(Locale.ROOT) + " by " + criterion + ": " + run.words(),
                "Choose another day as --" + (isGoodEnd ? "good" : "bad") + ", or another criterion.");
    }

    static HeadraceException notOfKind(String criterion, String job, String kind) {
        return user(
                "HEAD-TRACE-013",
                "runs of " + job + ", a job of the kind " + kind + ", cannot be judged by " + criterion,
                "--gate is of train jobs, --check of ingest jobs, --drift of monitor jobs, --sql of ingest, features and score"
                        + " jobs, --metric of all.");
    }

    static HeadraceException noAggregate(String sql, Exception cause) {
        return user(
                        "HEAD-TRACE-014",
                        "\"" + sql + "\" is no aggregate that gives a number: "
                                + String.valueOf(cause.getMessage())
                                        .lines()
                                        .findFirst()
                                        .orElse(""),
                        "Write one such as \"avg(score)\" or \"count_if(price < 0)\", of columns that the job's table has.")
                .causedBy(cause);
    }

    private static HeadraceException user(String code, String what, String next) {
        return HeadraceException.of(code, FailureKind.USER, what, next);
    }
}
