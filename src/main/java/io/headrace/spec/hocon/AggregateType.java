package io.headrace.spec.hocon;

import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.ColumnType;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.Windows.Feature;
import java.util.Map;
import java.util.Optional;

/** The type that a view gives to an aggregate where its file says none. */
final class AggregateType {
    private static final ColumnType LONG = ColumnType.parse("long").orElseThrow();
    private static final ColumnType DOUBLE = ColumnType.parse("double").orElseThrow();
    private static final int MOST_DIGITS = 38;

    private AggregateType() {}

    /**
     * The type; empty where it is that of an expression, which the file does not tell.
     *
     * @param columns those of the table, by name
     */
    static Optional<ColumnType> of(Feature feature, Map<String, FeatureColumn> columns) {
        Function function = feature.aggregate().function();
        Optional<ColumnType> value =
                Optional.ofNullable(columns.get(feature.of())).map(FeatureColumn::type);
        return switch (function) {
            case COUNT, DISTINCT, APPROX_DISTINCT -> Optional.of(LONG);
            case MEAN, VARIANCE, DEVIATION, SINCE -> Optional.of(DOUBLE);
            case SUM -> value.flatMap(AggregateType::sum);
            case MIN, MAX, FIRST, LAST, QUANTILE, TOP -> value;
        };
    }

    private static Optional<ColumnType> sum(ColumnType value) {
        return switch (value.kind()) {
            case INTEGER, LONG -> Optional.of(LONG);
            case DOUBLE -> Optional.of(DOUBLE);
            case DECIMAL -> ColumnType.parse("decimal(" + MOST_DIGITS + "," + value.scale() + ")");
            case STRING, BOOLEAN, DATE, TIMESTAMP -> Optional.empty();
        };
    }
}
