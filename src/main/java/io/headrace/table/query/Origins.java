package io.headrace.table.query;

import org.apache.spark.sql.catalyst.trees.TreeNode;

/** Where the parts of a plan stand in the text that they come from. */
final class Origins {
    private Origins() {}

    /** The line, from 1; 1 where it is not known. */
    static int line(TreeNode<?> node) {
        return node.origin().line().isDefined() ? ((Number) node.origin().line().get()).intValue() : 1;
    }

    /** The text of the part as written; empty where it is not known. */
    static String text(TreeNode<?> node) {
        var origin = node.origin();
        if (origin.sqlText().isEmpty()
                || origin.startIndex().isEmpty()
                || origin.stopIndex().isEmpty()) {
            return "";
        }
        String text = origin.sqlText().get();
        int from = ((Number) origin.startIndex().get()).intValue();
        int to = ((Number) origin.stopIndex().get()).intValue() + 1;
        return from >= 0 && from <= to && to <= text.length() ? text.substring(from, to) : "";
    }
}
