package io.headrace.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A date or timestamp by calendar parts, in UTC.
 *
 * <p>One slot for each value but the first of each part, and a last one for missing values; or, for trees, one slot for each part with
 * the index of its value, missing last.
 *
 * @param parts one or more
 * @param indexed whether one slot holds the number of a part's value
 */
public record CalendarParts(String name, List<Part> parts, boolean indexed) implements Encoding {
    /** A part of a date or timestamp. */
    public enum Part {
        MONTH(12),
        DAY_OF_MONTH(31),
        WEEKDAY(7),
        HOUR(24);

        private final int count;

        Part(int count) {
            this.count = count;
        }

        /** The value's number from 0; Monday is the first weekday. */
        int of(LocalDateTime moment) {
            return switch (this) {
                case MONTH -> moment.getMonthValue() - 1;
                case DAY_OF_MONTH -> moment.getDayOfMonth() - 1;
                case WEEKDAY -> moment.getDayOfWeek().getValue() - 1;
                case HOUR -> moment.getHour();
            };
        }

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public CalendarParts {
        Encoding.requireName(name);
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("feature %s: expected one part of the calendar or more".formatted(name));
        }
    }

    @Override
    public List<String> slotNames() {
        List<String> names = new ArrayList<>();
        for (Part part : parts) {
            if (indexed) {
                names.add(name + ":" + part.word());
            } else {
                for (int value = 1; value < part.count; value++) {
                    names.add(name + ":" + part.word() + "=" + value);
                }
            }
        }
        if (!indexed) {
            names.add(name + ":missing");
        }
        return List.copyOf(names);
    }

    @Override
    public int width() {
        return indexed
                ? parts.size()
                : 1 + parts.stream().mapToInt(part -> part.count - 1).sum();
    }

    @Override
    public int[] levelCounts() {
        return indexed ? parts.stream().mapToInt(part -> part.count + 1).toArray() : new int[width()];
    }

    @Override
    public void write(Object raw, double[] into, int first) {
        LocalDateTime moment = raw == null ? null : moment(raw);
        int slot = first;
        for (Part part : parts) {
            int value = moment == null ? part.count : part.of(moment);
            if (indexed) {
                into[slot++] = value;
            } else {
                if (value > 0 && value < part.count) {
                    into[slot + value - 1] = 1;
                }
                slot += part.count - 1;
            }
        }
        if (!indexed && moment == null) {
            into[slot] = 1;
        }
    }

    private LocalDateTime moment(Object raw) {
        try {
            if (raw instanceof LocalDate day) {
                return day.atStartOfDay();
            }
            if (raw instanceof LocalDateTime moment) {
                return moment;
            }
            if (raw instanceof Instant instant) {
                return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            }
            if (raw instanceof java.sql.Timestamp timestamp) {
                return LocalDateTime.ofInstant(timestamp.toInstant(), ZoneOffset.UTC);
            }
            if (raw instanceof java.sql.Date day) {
                return day.toLocalDate().atStartOfDay();
            }
        } catch (DateTimeException e) {
            throw ModelErrors.wrongType(name, "a day or moment of the calendar", raw);
        }
        throw ModelErrors.wrongType(name, "a day or moment", raw);
    }
}
