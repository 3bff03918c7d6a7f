package io.headrace.features;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.spec.EventRows;
import io.headrace.spec.FeatureView;
import io.headrace.table.query.SqlFault;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The failures of feature views, worded in one place. */
final class FeatureErrors {
    private FeatureErrors() {}

    static HeadraceException badSql(String view, Throwable cause) {
        return HeadraceException.of(
                        "HEAD-FEATURES-001",
                        FailureKind.USER,
                        "features/" + view + ".sql cannot be resolved: " + oneLine(cause),
                        "Correct the SQL or the inputs in features/" + view
                                + ".conf; headrace check verifies them, and names"
                                + " columns that the tables of the lake lack as they were written before an edit.")
                .causedBy(cause);
    }

    static HeadraceException wrongColumns(String view, String found, String wanted) {
        return HeadraceException.of(
                "HEAD-FEATURES-002",
                FailureKind.USER,
                "features/" + view + ".sql returns the columns " + found + ", features/" + view + ".conf declares "
                        + wanted,
                "Make them agree: the SQL returns the entity, as_of and every declared feature.");
    }

    static HeadraceException entityChanged(String view, String entity) {
        return HeadraceException.of(
                "HEAD-FEATURES-012",
                FailureKind.USER,
                "features." + view + " is keyed by another column than the entity " + entity + " that features/" + view
                        + ".conf now has",
                "Give the view a new name, or keep the entity's name: its rows would lose their key.");
    }

    static HeadraceException noInputs(String view, EventRows rows) {
        return HeadraceException.of(
                "HEAD-FEATURES-010",
                FailureKind.USER,
                "view " + view + " describes rows, each as of its own time, and has no inputs of its own",
                "Name a view that it looks up: "
                        + rows.lookups().stream()
                                .map(lookup -> lookup.view().name())
                                .distinct()
                                .collect(Collectors.joining(", ")));
    }

    static HeadraceException notByRow(FeatureView view, Throwable cause) {
        return HeadraceException.of(
                "HEAD-FEATURES-011",
                FailureKind.USER,
                "view " + view.name() + " cannot be looked up, as its SQL computes with the value of " + view.entity()
                        + ": " + oneLine(cause),
                "Group and join by " + view.entity()
                        + " only: the SQL of a view that is looked up gets the key of a row in its place.");
    }

    static HeadraceException notUnique(FeatureView view, String example, long rows) {
        String entity = view.entity();
        return HeadraceException.of(
                "HEAD-FEATURES-003",
                FailureKind.USER,
                source(view) + " returns " + rows + " rows for " + entity + " = " + example + " at one as_of",
                view.rows()
                        .map(of -> "Each row of " + of.table() + " needs its own " + entity
                                + ": take a column that tells rows apart, or refuse or drop repeated rows at ingest. A view that is"
                                + " looked up gives one row for its entity and as_of.")
                        .orElse((view.hasSqlFile()
                                        ? "Group by " + entity + " and as_of, so that there is one row for each"
                                        : "An input has several rows for one " + entity)
                                + "; where rows are what was known of the same " + entity
                                + " at different times, latest = " + entity
                                + " shows the latest of each. A key derived from _row alone begins anew in each file:"
                                + " concat_ws(':', _file, _row) does not."));
    }

    static HeadraceException noEntity(FeatureView view, long rows) {
        return HeadraceException.of(
                "HEAD-FEATURES-004",
                FailureKind.USER,
                source(view) + " returns " + rows + " rows without a value in " + view.entity(),
                view.rows()
                        .map(of -> "Exclude such rows of " + of.table() + " by rows.where.")
                        .orElse(
                                view.hasSqlFile()
                                        ? "Exclude such rows in the SQL: where " + view.entity() + " is not null."
                                        : "Make " + view.entity()
                                                + " required at ingest, or exclude such rows by SQL: features/"
                                                + view.name() + ".sql, where " + view.entity() + " is not null."));
    }

    private static String source(FeatureView view) {
        return "features/" + view.name() + (view.hasSqlFile() ? ".sql" : ".conf");
    }

    static HeadraceException badData(String view, String fault, Throwable cause) {
        return HeadraceException.of(
                        "HEAD-FEATURES-005",
                        FailureKind.USER,
                        "features/" + view + ".sql failed on the data: " + fault,
                        "Guard the expression (try_cast, nullif, try_divide) or refuse such rows at ingest.")
                .causedBy(cause);
    }

    static HeadraceException badAggregates(String view, String alias, Throwable cause) {
        return HeadraceException.of(
                        "HEAD-FEATURES-006",
                        FailureKind.USER,
                        "features/" + view + ".conf: inputs." + alias + " cannot be computed: " + oneLine(cause),
                        "Correct its columns and expressions; headrace check verifies them against the table.")
                .causedBy(cause);
    }

    static HeadraceException notYetCommitted(String view, String table, Instant asOf) {
        return HeadraceException.of(
                "HEAD-FEATURES-007",
                FailureKind.USER,
                "view " + view + " reads only data committed before the as-of (known-by = commit), and " + table
                        + " has no version before " + asOf,
                "Choose later as-ofs, or known-by = time in features/" + view
                        + ".conf; headrace features audit-leakage shows the difference.");
    }

    static HeadraceException refusedSql(String view, List<SqlFault> faults) {
        return HeadraceException.of(
                "HEAD-FEATURES-008",
                FailureKind.USER,
                faults.stream()
                        .map(fault -> "features/" + view + ".sql:" + fault.line() + ": " + fault.message())
                        .collect(Collectors.joining("; ")),
                "Correct the SQL; headrace check shows each place.");
    }

    static HeadraceException noPurpose(String view) {
        return HeadraceException.of(
                "HEAD-PRIVACY-015",
                FailureKind.USER,
                "features/" + view + " uses columns that rest encrypted, and the job says no purpose",
                "Write purpose = \"...\" in the job's file: what the personal data are read for. It is recorded with each run.");
    }

    static HeadraceException inClear(String view, List<String> columns) {
        return HeadraceException.of(
                "HEAD-PRIVACY-016",
                FailureKind.USER,
                "features/" + view + ".conf: " + String.join(", ", columns)
                        + " would rest in clear, and comes from columns that rest encrypted: a destroyed key would not reach it",
                "Leave it out, or write in-clear = true at the column where that is meant.");
    }

    static HeadraceException refusedAggregates(String view, String alias, List<String> faults) {
        return HeadraceException.of(
                "HEAD-FEATURES-013",
                FailureKind.USER,
                "features/" + view + ".conf: inputs." + alias + ": " + String.join("; ", faults),
                "Correct the aggregates; headrace check shows each place.");
    }

    static HeadraceException ownAsOf(String view, String table) {
        return HeadraceException.of(
                "HEAD-FEATURES-009",
                FailureKind.USER,
                "features/" + view + ".conf: " + table
                        + " has a column as_of of its own, which the as_of of an input would hide",
                "Aggregate the input, or read the tables that it comes from; headrace check shows the place.");
    }

    private static String oneLine(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return message.lines()
                .limit(3)
                .map(String::trim)
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }
}
