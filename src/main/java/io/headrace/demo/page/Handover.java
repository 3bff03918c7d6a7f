package io.headrace.demo.page;

import java.time.LocalDate;
import java.util.Objects;

/**
 * What one run sent to another system.
 *
 * @param date its logical date
 * @param inserted rows whose key is new there
 * @param changed rows whose key was there with other values
 * @param withdrawn rows whose key is no longer to be there
 */
public record Handover(LocalDate date, long inserted, long changed, long withdrawn) {
    public Handover {
        Objects.requireNonNull(date, "date");
        Checked.count(inserted, "inserted");
        Checked.count(changed, "changed");
        Checked.count(withdrawn, "withdrawn");
    }

    /** All rows sent. */
    public long rows() {
        return inserted + changed + withdrawn;
    }
}
