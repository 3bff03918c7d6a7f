package io.headrace.cli;

import io.headrace.ingest.sniff.FoundColumn;
import io.headrace.run.Json;
import io.headrace.spec.ColumnType.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the values of a label are read: known from them, or asked.
 *
 * @param column the label
 * @param key the key of a train job: known, class or number
 * @param positive the answer that is predicted, of a label of two
 */
record LabelChoice(FoundColumn column, String key, Optional<String> positive) {
    private static final Set<String> YES = Set.of("yes", "y", "true", "t", "1");
    private static final Set<String> NO = Set.of("no", "n", "false", "f", "0");
    private static final int MOST_CLASSES = 20;
    private static final int SHOWN = 8;

    /** What a person says of the label. */
    enum As {
        CLASS,
        NUMBER;

        static As of(String word) {
            return Stream.of(values())
                    .filter(as -> as.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> CliErrors.question(
                            "--label-is: expected class or number, found " + word,
                            "A label of two answers needs --positive VALUE instead."));
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The choice; a question where neither the values nor the options make it. */
    static LabelChoice of(FoundColumn column, Optional<String> positive, Optional<As> as) {
        if (positive.isPresent()) {
            return positive(column, positive.get());
        }
        if (as.isPresent()) {
            requireNumbers(column, as.get());
            return new LabelChoice(column, as.get().word(), Optional.empty());
        }
        int values = column.counts().size();
        boolean isNumber = isNumber(column);
        if (values == 0) {
            throw CliErrors.question(
                    "how is " + column.name() + " read? Its values were not looked at",
                    "Say --positive VALUE for the one answer that is predicted, --label-is class or --label-is number.");
        }
        if (values == 1 || column.type().kind() == Kind.DATE || column.type().kind() == Kind.TIMESTAMP) {
            throw CliErrors.noLabel(
                    column.name(), values == 1 ? "all its values are " + shown(column) : "it is a " + column.type());
        }
        if (values == 2) {
            return ofTwo(column);
        }
        if (!isNumber && values > MOST_CLASSES) {
            throw CliErrors.noLabel(column.name(), "it has " + values + " different texts");
        }
        boolean isWhole = column.type().kind() == Kind.INTEGER || column.type().kind() == Kind.LONG;
        if (isWhole && values <= MOST_CLASSES) {
            throw CliErrors.question(
                    "is " + column.name() + " a number, or one of " + values + " classes? It holds " + shown(column),
                    "Say --label-is number or --label-is class.");
        }
        return new LabelChoice(column, isNumber ? "number" : "class", Optional.empty());
    }

    private static LabelChoice positive(FoundColumn column, String positive) {
        if (!column.counts().isEmpty() && !column.counts().containsKey(positive)) {
            throw CliErrors.question(
                    "--positive: " + column.name() + " is never \"" + positive + "\"; it holds " + shown(column),
                    "Name one of its values, exactly as written.");
        }
        return new LabelChoice(column, "known", Optional.of(positive));
    }

    private static void requireNumbers(FoundColumn column, As as) {
        if (as == As.NUMBER && !isNumber(column)) {
            throw CliErrors.noLabel(column.name(), "it is " + column.type() + " and no number");
        }
    }

    private static boolean isNumber(FoundColumn column) {
        return switch (column.type().kind()) {
            case INTEGER, LONG, DOUBLE, DECIMAL -> true;
            case STRING, BOOLEAN, DATE, TIMESTAMP -> false;
        };
    }

    private static LabelChoice ofTwo(FoundColumn column) {
        List<String> values = List.copyOf(column.counts().keySet());
        for (int i = 0; i < 2; i++) {
            if (YES.contains(values.get(i).toLowerCase(Locale.ROOT))
                    && NO.contains(values.get(1 - i).toLowerCase(Locale.ROOT))) {
                return new LabelChoice(column, "known", Optional.of(values.get(i)));
            }
        }
        throw CliErrors.question(
                "which answer of " + column.name() + " is to be predicted? It holds " + shown(column),
                values.stream()
                        .map(value -> "--positive " + ShellWord.of(value))
                        .collect(Collectors.joining(" or ", "Say ", ".")));
    }

    /** The most frequent values. */
    String shown() {
        return shown(column);
    }

    private static String shown(FoundColumn column) {
        String values = column.counts().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(SHOWN)
                .map(value -> Json.write(value.getKey()) + " in " + value.getValue() + " rows")
                .collect(Collectors.joining(", "));
        int more = column.counts().size() - SHOWN;
        return values + (more > 0 ? " and " + more + " other values" : "");
    }
}
