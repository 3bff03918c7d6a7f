package io.headrace.report;

import io.headrace.report.MonitoredModel.Decided;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decisions and alerts, newest first; days on which the same was decided for the same reasons, without alerts, are one entry. */
final class Timetable {
    /** Entries that are shown; the others are counted. */
    static final int MOST = 100;

    private final List<Entry> entries;

    Timetable(MonitoredModel model, SiteAddress addresses) {
        List<Decided> rows = model.decided().stream()
                .sorted(Comparator.comparing(Decided::date)
                        .reversed()
                        .thenComparing(row -> !row.isAlert())
                        .thenComparing(Decided::id))
                .toList();
        List<Entry> all = new ArrayList<>();
        for (Decided row : rows) {
            Entry before = all.isEmpty() ? null : all.get(all.size() - 1);
            if (before != null && before.isSame(row)) {
                all.set(all.size() - 1, before.with(row));
            } else {
                all.add(new Entry(row, row, 1, addresses.of(row.row())));
            }
        }
        this.entries = List.copyOf(all);
    }

    /** Entries that are shown. */
    List<Entry> shown() {
        return entries.stream().limit(MOST).toList();
    }

    int others() {
        return Math.max(0, entries.size() - MOST);
    }

    /**
     * An alert, or what was decided on one day or several.
     *
     * @param newest the row of the last day
     * @param oldest that of the first
     * @param days how many
     * @param address of the row of the last day, if it stands on a page
     */
    record Entry(Decided newest, Decided oldest, int days, Optional<String> address) {
        boolean isSame(Decided row) {
            return !newest.isAlert()
                    && !row.isAlert()
                    && newest.action().equals(row.action())
                    && newest.text().equals(row.text())
                    && newest.version().equals(row.version())
                    && newest.evidence().equals(row.evidence());
        }

        Entry with(Decided older) {
            return new Entry(newest, older, days + 1, address);
        }

        String when() {
            return days == 1
                    ? newest.date().toString()
                    : oldest.date() + " to " + newest.date() + ", " + DisplayFormat.counted(days, "run");
        }

        String what() {
            return newest.isAlert()
                    ? "Alert, " + newest.severity() + ": " + newest.action()
                    : "Decision: " + newest.action().replace('_', ' ') + target();
        }

        private String target() {
            return newest.target().isEmpty() ? "" : " to version " + newest.target();
        }

        String mark() {
            if (newest.isAlert()) {
                return newest.severity().equals("page") ? "bad" : "warn";
            }
            return newest.action().equals("hold") ? "none" : "deed";
        }

        String text() {
            return newest.text();
        }

        String version() {
            return newest.version().isEmpty() ? "" : "Version " + newest.version() + " in force.";
        }

        boolean hasCauses() {
            return !newest.causes().isEmpty();
        }

        List<String> causes() {
            return newest.causes();
        }

        boolean hasEvidence() {
            return !newest.evidence().isEmpty();
        }

        List<String> evidence() {
            return newest.evidence();
        }

        String row() {
            return newest.row().words();
        }

        /** Where the rows of the other days are. */
        String others() {
            return days == 1 ? "" : ", and those of the runs back to " + oldest.run();
        }
    }
}
