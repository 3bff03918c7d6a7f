package io.headrace.trace;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.run.RunId;
import io.headrace.spec.TableName;
import java.util.Collection;

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

    private static HeadraceException user(String code, String what, String next) {
        return HeadraceException.of(code, FailureKind.USER, what, next);
    }
}
