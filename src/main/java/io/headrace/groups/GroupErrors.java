package io.headrace.groups;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.spec.TableName;
import java.util.List;

/** What may go wrong where people are put into groups. */
final class GroupErrors {
    private GroupErrors() {}

    static HeadraceException severalRows(String job, TableName table, String entity) {
        return HeadraceException.of(
                "HEAD-FAIRNESS-002",
                FailureKind.USER,
                table + " has several rows of one " + entity + ", so it does not say to which group it belongs",
                "name the column of their time as protected.time in jobs/" + job
                        + ".conf, or have the table keep one.");
    }

    static HeadraceException tooManyGroups(String job, List<String> columns, int most) {
        return HeadraceException.of(
                "HEAD-FAIRNESS-003",
                FailureKind.USER,
                String.join(", ", columns) + " together make more than " + most + " groups",
                "cut columns of many values into ranges under protected.columns in jobs/" + job
                        + ".conf, or have fewer of them.");
    }
}
