package io.headrace.ingest.values;

import io.headrace.spec.ColumnType;
import java.io.Serializable;
import java.util.List;

/**
 * Reads texts as values of one type. A value is exactly what the text says, or there is none: nothing is rounded, cut off
 * or filled in.
 *
 * <p>Blanks and control characters of ASCII around the text have no meaning, but for strings.
 */
public interface ValueReader extends Serializable {
    /**
     * The value, null where the text holds none of the type.
     *
     * @return String, Integer, Long, Double, BigDecimal (of the declared scale) or Boolean; a date is an Integer, its days
     *     since 1970-01-01, a timestamp a Long, its microseconds since then
     */
    Object read(String text);

    /** Why the text holds no value of the type, beyond that it is not written as one; empty where there is no more to say. */
    String reason(String text);

    /**
     * The reader of a type.
     *
     * @param formats how dates and times are written; as ISO 8601 has them where empty
     * @param clock by which times without an offset were written
     */
    static ValueReader of(ColumnType type, List<String> formats, WallClock clock) {
        return switch (type.kind()) {
            case STRING -> new StringReader();
            case INTEGER -> new WholeNumberReader(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> new WholeNumberReader(Long.MIN_VALUE, Long.MAX_VALUE);
            case DOUBLE -> new DoubleReader();
            case DECIMAL -> new DecimalReader(type.precision(), type.scale());
            case BOOLEAN -> new BooleanReader();
            case DATE -> formats.isEmpty() ? new DateReader() : new FormattedTimeReader(formats, clock, true);
            case TIMESTAMP ->
                formats.isEmpty() ? new TimestampReader(clock) : new FormattedTimeReader(formats, clock, false);
        };
    }
}
