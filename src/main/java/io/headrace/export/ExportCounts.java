package io.headrace.export;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many rows an export sends.
 *
 * @param rows all of them
 * @param changes the same by what changed; empty where the rows of an as-of are sent
 * @param formulaCells texts in CSV that a spreadsheet takes for formulas
 */
record ExportCounts(long rows, Optional<Changes> changes, long formulaCells) {
    /** The name of the count of texts that look like formulas. */
    static final String FORMULAS = "formula-cells";

    ExportCounts {
        if (rows < 0) {
            throw new IllegalArgumentException("rows must be 0 or more, found " + rows);
        }
        Objects.requireNonNull(changes, "changes");
    }

    /** All rows of an as-of. */
    static ExportCounts ofRows(long rows) {
        return new ExportCounts(rows, Optional.empty(), 0);
    }

    /** Changes, by their word. */
    static ExportCounts ofChanges(Map<String, Long> byWord) {
        Changes changes = new Changes(
                byWord.getOrDefault(Changes.INSERTED, 0L),
                byWord.getOrDefault(Changes.CHANGED, 0L),
                byWord.getOrDefault(Changes.WITHDRAWN, 0L));
        return new ExportCounts(changes.inserted() + changes.changed() + changes.withdrawn(), Optional.of(changes), 0);
    }

    /** The same with the number of texts in CSV that look like formulas. */
    ExportCounts withFormulaCells(long cells) {
        return new ExportCounts(rows, changes, cells);
    }

    /** How many of the rows are there afterwards. */
    long present() {
        return rows - changes.map(Changes::withdrawn).orElse(0L);
    }

    /** The counts by name. */
    Map<String, Long> byName() {
        Map<String, Long> names = new TreeMap<>(Map.of("rows", rows));
        changes.ifPresent(found -> {
            names.put(Changes.INSERTED, found.inserted());
            names.put(Changes.CHANGED, found.changed());
            names.put(Changes.WITHDRAWN, found.withdrawn());
        });
        if (formulaCells > 0) {
            names.put(FORMULAS, formulaCells);
        }
        return names;
    }

    /** For people. */
    String inWords() {
        return rowsInWords()
                + (formulaCells == 0
                        ? ""
                        : String.format(
                                Locale.ROOT, " (%,d texts that a spreadsheet takes for formulas)", formulaCells));
    }

    private String rowsInWords() {
        return changes.map(found -> String.format(
                        Locale.ROOT,
                        "%,d inserted, %,d changed, %,d withdrawn",
                        found.inserted(),
                        found.changed(),
                        found.withdrawn()))
                .orElseGet(() -> String.format(Locale.ROOT, "%,d rows", rows));
    }

    /** Rows by what changed since the previous export. */
    record Changes(long inserted, long changed, long withdrawn) {
        /** The key is new. */
        static final String INSERTED = "inserted";

        /** The key was there with other values. */
        static final String CHANGED = "changed";

        /** The key is no longer there; the values are those it had. */
        static final String WITHDRAWN = "withdrawn";
    }
}
