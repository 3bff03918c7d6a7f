package io.headrace.train;

import static org.apache.spark.sql.functions.lit;

import io.headrace.ingest.values.ValueReader;
import io.headrace.ingest.values.WallClock;
import io.headrace.spec.ColumnType;
import io.headrace.spec.SourceClock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;

/**
 * The positive value of a label, compared by the type of its column: the value is read as ingest reads it, so that 1 is found among doubles
 * and yes among booleans. Texts, dates and times are compared as texts.
 */
public final class PositiveColumns {
    private PositiveColumns() {}

    /** Why a column of the type never holds the value; empty where it may. */
    public static Optional<String> misfit(DataType type, String value) {
        return read(type)
                .filter(column -> reader(column).read(value) == null)
                .map(column -> "expected " + words(column) + ", found \"" + value + "\"");
    }

    /** Whether a value of a column is the positive one; null where it is null. */
    static Column isPositive(Column column, DataType type, String value) {
        return read(type)
                .map(known -> column.equalTo(lit(reader(known).read(value))))
                .orElseGet(() -> column.cast("string").equalTo(value));
    }

    /** The type as ingest reads it, where its values are not compared as texts. */
    private static Optional<ColumnType> read(DataType type) {
        return ColumnType.parse(type.typeName()).filter(column -> switch (column.kind()) {
            case BOOLEAN, INTEGER, LONG, DOUBLE, DECIMAL -> true;
            case STRING, DATE, TIMESTAMP -> false;
        });
    }

    private static ValueReader reader(ColumnType type) {
        return ValueReader.of(type, List.of(), WallClock.of(SourceClock.OF_PROJECT, ZoneOffset.UTC));
    }

    private static String words(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "true or false";
            case INTEGER, LONG -> "a whole number";
            default -> "a number";
        };
    }
}
