package io.headrace.table;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** How Delta spells partition values. */
public final class Partitions {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Partitions() {}

    /** The value of an {@code as_of} partition, in UTC. */
    public static String text(Instant asOf) {
        return TIMESTAMP.format(asOf);
    }

    /** The {@code as_of} partition. */
    public static Map<String, String> asOf(Instant asOf) {
        return Map.of("as_of", text(asOf));
    }
}
