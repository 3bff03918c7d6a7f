package io.headrace.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import io.headrace.model.CalendarParts.Part;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/**
 * As {@link CalendarParts}, but an instant is split as the clock of a zone shows it.
 *
 * @param parts one or more
 * @param indexed whether one slot holds the number of a part's value
 */
public record LocalCalendarParts(
        String name,
        List<Part> parts,
        boolean indexed,

        @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(converter = ZoneOfId.class)
        ZoneId zone)
        implements Encoding {
    /** A zone by its ID. */
    static final class ZoneOfId extends StdConverter<String, ZoneId> {
        @Override
        public ZoneId convert(String id) {
            return ZoneId.of(id);
        }
    }

    public LocalCalendarParts {
        parts = new CalendarParts(name, parts, indexed).parts();
        Objects.requireNonNull(zone, "zone");
    }

    @Override
    public List<String> slotNames() {
        return shown().slotNames();
    }

    @Override
    public int width() {
        return shown().width();
    }

    @Override
    public int[] levelCounts() {
        return shown().levelCounts();
    }

    @Override
    public void write(Object raw, double[] into, int first) {
        Object moment = raw instanceof java.sql.Timestamp timestamp ? timestamp.toInstant() : raw;
        shown().write(moment instanceof Instant at ? LocalDateTime.ofInstant(at, zone) : moment, into, first);
    }

    /** The same of what a clock shows. */
    private CalendarParts shown() {
        return new CalendarParts(name, parts, indexed);
    }
}
