package io.headrace.spec;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The declared type of a column; {@code sql} is its spelling in Spark SQL. */
public record ColumnType(Kind kind, String sql) {
    /** The kinds of types. */
    public enum Kind {
        STRING,
        INTEGER,
        LONG,
        DOUBLE,
        DECIMAL,
        BOOLEAN,
        DATE,
        TIMESTAMP;

        /** Those that count or measure. */
        public static final Set<Kind> NUMBERS = Set.of(INTEGER, LONG, DOUBLE, DECIMAL);
    }

    /** What a user may write, for messages. */
    public static final String EXPECTED =
            "one of string, integer, long, double, decimal(p,s), boolean, date, timestamp";

    private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d{1,2}),\\s*(\\d{1,2})\\)");

    /** Parses a type as users write it; empty when it is not one of them. */
    public static Optional<ColumnType> parse(String text) {
        String name = text.trim().toLowerCase(Locale.ROOT);
        Matcher decimal = DECIMAL.matcher(name);
        if (decimal.matches()) {
            return decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        }
        return switch (name) {
            case "string" -> Optional.of(new ColumnType(Kind.STRING, "string"));
            case "integer" -> Optional.of(new ColumnType(Kind.INTEGER, "int"));
            case "long" -> Optional.of(new ColumnType(Kind.LONG, "bigint"));
            case "double" -> Optional.of(new ColumnType(Kind.DOUBLE, "double"));
            case "boolean" -> Optional.of(new ColumnType(Kind.BOOLEAN, "boolean"));
            case "date" -> Optional.of(new ColumnType(Kind.DATE, "date"));
            case "timestamp" -> Optional.of(new ColumnType(Kind.TIMESTAMP, "timestamp"));
            default -> Optional.empty();
        };
    }

    private static Optional<ColumnType> decimal(int precision, int scale) {
        boolean fits = precision >= 1 && precision <= 38 && scale <= precision;
        return fits
                ? Optional.of(new ColumnType(Kind.DECIMAL, "decimal(" + precision + "," + scale + ")"))
                : Optional.empty();
    }

    /** The type as users write it. */
    public String word() {
        return switch (kind) {
            case INTEGER -> "integer";
            case LONG -> "long";
            case STRING, DOUBLE, DECIMAL, BOOLEAN, DATE, TIMESTAMP -> sql;
        };
    }

    /** How many digits a decimal has in all. */
    public int precision() {
        return Integer.parseInt(decimal().group(1));
    }

    /** How many of them stand behind the point. */
    public int scale() {
        return Integer.parseInt(decimal().group(2));
    }

    private Matcher decimal() {
        Matcher matcher = DECIMAL.matcher(sql);
        if (!matcher.matches()) {
            throw new IllegalStateException(sql + " is no decimal");
        }
        return matcher;
    }

    @Override
    public String toString() {
        return sql;
    }
}
