package io.headrace.export;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which types of PostgreSQL hold every value of a type of Spark SQL; types as either catalog spells them. */
final class PostgresqlTypes {
    private static final Pattern DECIMAL = Pattern.compile("(?:decimal|numeric)\\((\\d+),(-?\\d+)\\)");
    private static final Pattern LIMITED_TEXT = Pattern.compile("character varying(\\(\\d+\\))?");
    private static final String ANY_NUMBER = "numeric";

    private PostgresqlTypes() {}

    /** The type that fits best. */
    static String of(String sparkType) {
        return DECIMAL.matcher(sparkType).matches()
                ? sparkType.replace("decimal", ANY_NUMBER)
                : fitting(sparkType).get(0);
    }

    /** Types that hold every value, the best first. */
    private static List<String> fitting(String sparkType) {
        return switch (sparkType) {
            case "string" -> List.of("text");
            case "boolean" -> List.of("boolean");
            case "tinyint", "smallint" -> List.of("smallint", "integer", "bigint", ANY_NUMBER);
            case "int" -> List.of("integer", "bigint", ANY_NUMBER);
            case "bigint" -> List.of("bigint", ANY_NUMBER);
            case "float" -> List.of("real", "double precision");
            case "double" -> List.of("double precision");
            case "date" -> List.of("date");
            case "timestamp" -> List.of("timestamp with time zone", "timestamp(6) with time zone");
            default -> List.of("jsonb", "json", "text");
        };
    }

    /** Refuses a table that lacks a column, or would round or cut its values; a text too long is refused when it comes. */
    static void requireRoom(String target, Map<String, String> there, Map<String, String> sent) {
        sent.forEach((column, type) -> {
            String found = there.get(column);
            if (found == null) {
                throw ExportErrors.noTargetColumn(target, column, there.keySet());
            }
            if (!holds(found, type)) {
                throw ExportErrors.lossyColumn(target, column, found, type, of(type));
            }
        });
    }

    /** Whether the type of PostgreSQL holds every value of the type of Spark. */
    static boolean holds(String type, String sparkType) {
        Matcher sent = DECIMAL.matcher(sparkType);
        if (!sent.matches()) {
            return fitting(sparkType).contains(type)
                    || (sparkType.equals("string") && LIMITED_TEXT.matcher(type).matches());
        }
        Matcher there = DECIMAL.matcher(type);
        return type.equals(ANY_NUMBER)
                || (there.matches() && scale(there) >= scale(sent) && whole(there) >= whole(sent));
    }

    private static int scale(Matcher decimal) {
        return Integer.parseInt(decimal.group(2));
    }

    private static int whole(Matcher decimal) {
        return Integer.parseInt(decimal.group(1)) - scale(decimal);
    }
}
