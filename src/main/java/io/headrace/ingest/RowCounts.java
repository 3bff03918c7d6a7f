package io.headrace.ingest;

import io.headrace.spec.IngestSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How many rows had which outcome, and the declared totals of each outcome.
 *
 * @param rows outcome to rows
 * @param totals {@code total.outcome} to sum, as text
 * @param cleaned {@code column.step} to the number of values that a step of cleaning changed, in rows that went to silver
 *     or quarantine
 */
record RowCounts(Map<RowOutcome, Long> rows, Map<String, String> totals, Map<String, Long> cleaned) {
    RowCounts {
        rows = Map.copyOf(rows);
        totals = Map.copyOf(totals);
        cleaned = Map.copyOf(cleaned);
    }

    /** Rows of an outcome. */
    long of(RowOutcome outcome) {
        return Objects.requireNonNullElse(rows.get(outcome), 0L);
    }

    long input() {
        return Stream.of(RowOutcome.values()).mapToLong(this::of).sum();
    }

    /** For the run's record. */
    Map<String, String> byName(int files) {
        Map<String, String> counts = new TreeMap<>(totals);
        cleaned.forEach((step, values) -> {
            if (values > 0) {
                counts.put("clean." + step, Long.toString(values));
            }
        });
        for (RowOutcome outcome : RowOutcome.values()) {
            if (outcome != RowOutcome.ERASED || of(outcome) > 0) {
                counts.put(outcome.word(), Long.toString(of(outcome)));
            }
        }
        counts.put("input", Long.toString(input()));
        counts.put("files", Integer.toString(files));
        return counts;
    }

    /** Why the run may not publish. */
    List<String> refusals(IngestSpec spec) {
        long input = input() - of(RowOutcome.ERASED);
        if (input == 0 || of(RowOutcome.SILVER) >= spec.rowsAtLeast() * input) {
            return List.of();
        }
        return List.of(String.format(
                Locale.ROOT,
                "%d of %d rows would reach silver; audit.silver-at-least requires a share of %s",
                of(RowOutcome.SILVER),
                input,
                spec.rowsAtLeast()));
    }

    /** One sentence for people. */
    String message(int files) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%,d %s from %,d %s",
                input(),
                input() == 1 ? "row" : "rows",
                files,
                files == 1 ? "file" : "files"));
        String separator = ": ";
        for (RowOutcome outcome : RowOutcome.values()) {
            if (of(outcome) > 0) {
                text.append(separator).append(String.format(Locale.ROOT, "%,d %s", of(outcome), outcome.word()));
                separator = ", ";
            }
        }
        return text.toString();
    }
}
