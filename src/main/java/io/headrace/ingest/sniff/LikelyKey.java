package io.headrace.ingest.sniff;

import io.headrace.spec.ColumnType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the column that most likely tells the rows of a file apart. */
final class LikelyKey {
    private static final Pattern KEY_NAME = Pattern.compile("(^|.*_)(id|key|no|nr|number|code|uuid|guid)$");
    private static final int LEAST_ROWS = 2;

    private LikelyKey() {}

    /**
     * The place of a column in which every row has a value of its own: one whose name says so, or else the first of the file.
     *
     * @param values of each column, row by row
     */
    static Optional<Integer> among(List<SniffedColumn> columns, List<List<String>> values) {
        Optional<Integer> first = Optional.empty();
        for (int i = 0; i < columns.size(); i++) {
            if (isKind(columns.get(i)) && isDistinct(values.get(i))) {
                if (KEY_NAME.matcher(columns.get(i).name()).matches()) {
                    return Optional.of(i);
                }
                first = i == 0 ? Optional.of(i) : first;
            }
        }
        return first;
    }

    private static boolean isKind(SniffedColumn column) {
        return ColumnType.parse(column.type().type())
                .filter(type -> switch (type.kind()) {
                    case STRING, INTEGER, LONG -> true;
                    case DOUBLE, DECIMAL, BOOLEAN, DATE, TIMESTAMP -> false;
                })
                .isPresent();
    }

    private static boolean isDistinct(List<String> values) {
        Set<String> seen = new HashSet<>();
        return values.size() >= LEAST_ROWS
                && values.stream().allMatch(value -> value != null && !value.isBlank() && seen.add(value.strip()));
    }
}
