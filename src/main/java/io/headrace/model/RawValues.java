package io.headrace.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** Raw rows in JSON: dates and timestamps are ISO texts, numbers that are not finite are missing. */
public final class RawValues {
    private RawValues() {}

    /** The values of a row as they are written. */
    public static List<Object> written(List<?> row) {
        List<Object> values = new ArrayList<>();
        for (Object value : row) {
            values.add(written(value));
        }
        return values;
    }

    private static Object written(Object value) {
        boolean isTime = value instanceof LocalDate
                || value instanceof LocalDateTime
                || value instanceof Instant
                || value instanceof java.sql.Date;
        if (value instanceof java.sql.Timestamp timestamp) {
            return timestamp.toInstant().toString();
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return null;
        }
        return isTime ? value.toString() : value;
    }

    /**
     * The values of a row in the types of the model.
     *
     * @param row values from JSON: numbers, texts, booleans and null, in the order of the model's features
     */
    static Object[] read(List<?> row, FeatureEncoder encoder) {
        List<Encoding> encodings = encoder.encodings();
        if (row.size() != encodings.size()) {
            throw ModelErrors.wrongCount("feature values", encodings.size(), row.size());
        }
        Object[] values = new Object[row.size()];
        for (int feature = 0; feature < values.length; feature++) {
            values[feature] = isTime(encodings.get(feature)) && row.get(feature) != null
                    ? moment(row.get(feature).toString())
                    : row.get(feature);
        }
        return values;
    }

    private static boolean isTime(Encoding encoding) {
        return encoding instanceof CalendarParts || encoding instanceof LocalCalendarParts;
    }

    private static Object moment(String text) {
        if (text.endsWith("Z")) {
            return Instant.parse(text);
        }
        return text.contains("T") ? LocalDateTime.parse(text) : LocalDate.parse(text);
    }
}
