package io.headrace.table;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The earliest time in a data file, by the statistics in a Delta log. */
final class FileTimes {
    private FileTimes() {}

    /** No row of the file is earlier, whatever the time zone of a date is; empty where the statistics do not tell. */
    static Optional<Instant> earliest(String stats, String column) {
        if (stats == null) {
            return Optional.empty();
        }
        Matcher least = Pattern.compile("\"minValues\":\\{[^}]*\"" + Pattern.quote(column) + "\":\"([^\"]+)\"")
                .matcher(stats);
        return least.find() ? moment(least.group(1)) : Optional.empty();
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(
                    text.length() == "2024-01-01".length()
                            ? LocalDate.parse(text).minusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC)
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
