package io.headrace.ingest;

import io.headrace.ingest.text.ColumnChange;
import io.headrace.ingest.text.LineAudit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was counted about one file.
 *
 * @param account of its lines; null where none were read
 * @param outcomes outcome to rows, from the staged files of bronze
 * @param replaced rows of its earlier content
 * @param changes differences of its columns that only its rows show
 */
record FileTally(LineAudit.Account account, Map<RowOutcome, Long> outcomes, long replaced, List<ColumnChange> changes) {
    /** Of a file that was not read. */
    static final FileTally NONE = new FileTally(null, Map.of(), 0, List.of());

    FileTally {
        outcomes = Map.copyOf(outcomes);
        changes = List.copyOf(changes);
    }

    /** What of the file is not accounted for, empty when all is. */
    Optional<String> lost() {
        if (account == null || account.problem() != null) {
            return Optional.of(account == null ? "was not counted" : account.problem());
        }
        long rows = rows();
        return rows == account.rows()
                ? Optional.empty()
                : Optional.of("its lines make " + account.rows() + " rows, " + rows + " have an outcome");
    }

    private long rows() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Lines, lines passed over, rows, rows by outcome, rows replaced, rows erased; null where nothing was read. */
    List<Object> numbers() {
        List<Object> numbers = new ArrayList<>();
        numbers.add(account == null ? null : account.lines());
        numbers.add(account == null ? null : account.passedOver());
        numbers.add(rows());
        Stream.of(RowOutcome.values())
                .filter(outcome -> outcome != RowOutcome.ERASED)
                .forEach(outcome -> numbers.add(rows(outcome)));
        numbers.add(replaced);
        numbers.add(rows(RowOutcome.ERASED));
        return numbers;
    }

    private long rows(RowOutcome outcome) {
        return Objects.requireNonNullElse(outcomes.get(outcome), 0L);
    }
}
