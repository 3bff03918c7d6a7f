package io.headrace.table;

import static io.headrace.spec.EngineColumn.AS_OF;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;

/** How partition values are spelled in records and commands. */
public final class Partitions {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Partitions() {}

    /** The value of an {@code as_of} partition, in UTC. */
    public static String text(Instant asOf) {
        return TIMESTAMP.format(asOf);
    }

    /** The moment that {@link #text} spells. */
    public static Instant instant(String text) {
        return TIMESTAMP.parse(text, Instant::from);
    }

    /** One spelling for all: Delta writes moments in the ISO form, or with a blank, depending on its settings. */
    static String canonical(String value) {
        if (value == null || !value.endsWith("Z")) {
            return value;
        }
        try {
            return text(Instant.parse(value));
        } catch (DateTimeParseException notAMoment) {
            return value;
        }
    }

    /** The {@code as_of} partition. */
    public static Map<String, String> asOf(Instant asOf) {
        return Map.of(AS_OF, text(asOf));
    }
}
