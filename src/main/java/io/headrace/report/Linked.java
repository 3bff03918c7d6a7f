package io.headrace.report;

import java.util.Optional;

/**
 * A text that a table holds, with the row it comes from.
 *
 * @param row the row on one line
 * @param address where the row stands, if it does
 */
record Linked(String text, String row, Optional<String> address) {
    static Linked of(String text, RowReference row, SiteAddress addresses) {
        return new Linked(text, row.words(), addresses.of(row));
    }
}
