package io.headrace.spec.hocon;

import io.headrace.spec.Check;
import io.headrace.spec.ColumnRule;
import io.headrace.spec.ColumnType;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.NearestName;
import io.headrace.spec.RowCheck;
import io.headrace.spec.RowCheck.NullPolicy;
import io.headrace.spec.RowCheck.Severity;
import io.headrace.spec.RuleSql;
import io.headrace.spec.SqlText;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import io.headrace.spec.StandardRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the rules on rows: SQL, or kinds declared for columns. */
final class CheckReader {
    private final Collection<String> columns;
    private final Map<String, ColumnType> types;
    private final Rows rows;
    private final Catalog catalog;

    /**
     * A reader of rules on the columns of the rows.
     *
     * @param types of the columns that declare one
     */
    CheckReader(Collection<String> columns, Map<String, ColumnType> types, Rows rows, Catalog catalog) {
        this.columns = new TreeSet<>(columns);
        this.types = Map.copyOf(types);
        this.rows = rows;
        this.catalog = catalog;
    }

    List<Check> read(Section section) {
        List<Check> checks = new ArrayList<>();
        for (String name : section.names(ValueType.KEBAB_NAME)) {
            checks.add(
                    section.isSection(name)
                            ? check(name, section.section(name))
                            : plain(name, catalog.sql(section, name, rows, Result.CONDITION)));
        }
        return checks;
    }

    private static RowCheck plain(String name, String rule) {
        return new RowCheck(name, rule, Severity.QUARANTINE, messageFor(rule));
    }

    private Check check(String name, Section section) {
        if (section.shows(KeyCheckReader.KEYS)) {
            return new KeyCheckReader(columns, rows, catalog).read(name, section);
        }
        if (section.shows(DataCheckReader.KEYS)) {
            return new DataCheckReader(columns, types, rows, catalog).read(name, section);
        }
        return rowCheck(name, section);
    }

    private RowCheck rowCheck(String name, Section section) {
        Optional<Condition> onColumn = onColumn(section);
        Optional<Condition> inOrder = inOrder(section);
        Optional<Condition> declared = onColumn.or(() -> inOrder);
        if (section.has("rule") ? declared.isPresent() : onColumn.isPresent() && inOrder.isPresent()) {
            section.problem(section.has("rule") ? "rule" : "in-order", "expected only one of rule, column, in-order");
        }
        declared.ifPresent(
                condition -> catalog.check(new SqlText(condition.sql(), section.place(), rows, Result.CONDITION)));
        Condition rule =
                declared.orElseGet(() -> Condition.asWritten(catalog.sql(section, "rule", rows, Result.CONDITION)));
        return new RowCheck(
                name,
                rule.sql(),
                catalog.condition(section, "where", rows),
                section.value(
                        "null-policy",
                        ValueType.choice(NullPolicy.class),
                        declared.isPresent() ? NullPolicy.PASS : NullPolicy.FAIL),
                section.value("severity", ValueType.choice(Severity.class), Severity.QUARANTINE),
                section.value("message", ValueType.TEXT, messageFor(rule.words())));
    }

    /** What good rows fulfil, for Spark and for people. */
    private record Condition(String sql, String words) {
        static Condition asWritten(String sql) {
            return new Condition(sql, sql);
        }
    }

    private Optional<Condition> onColumn(Section section) {
        String column = section.find("column", ValueType.TEXT).orElse("");
        List<Condition> conditions = conditions(section, column);
        if (section.has("column")) {
            if (conditions.isEmpty()) {
                section.problem("column", "expected one or more of " + kinds() + " beside it");
            }
            refuseUnknown(column, section.place("column"), section);
        } else if (!conditions.isEmpty()) {
            section.problem("column", "missing, expected the column that the check is about");
        }
        return conditions.isEmpty() && !section.has("column")
                ? Optional.empty()
                : Optional.of(new Condition(
                        joined(conditions, Condition::sql), column + " " + joined(conditions, Condition::words)));
    }

    private static String joined(List<Condition> conditions, Function<Condition, String> part) {
        return conditions.stream().map(part).collect(Collectors.joining(" and "));
    }

    private List<Condition> conditions(Section section, String column) {
        List<Condition> conditions = new ArrayList<>();
        for (ColumnRule rule : ColumnRule.kinds()) {
            values(section, rule, column)
                    .ifPresent(values -> conditions.add(new Condition(sql(rule, column, values), rule.words(values))));
        }
        return conditions;
    }

    /** NaN is no number of any size, though it comes after all others. */
    private String sql(ColumnRule rule, String column, List<String> values) {
        String sql = rule.sql(column, values);
        boolean mayBeNan = !types.containsKey(column) || isOf(column, ColumnType.Kind.DOUBLE);
        return rule == StandardRule.AT_LEAST && mayBeNan ? sql + " and " + RuleSql.notNan(column) : sql;
    }

    private boolean isOf(String column, ColumnType.Kind kind) {
        return types.containsKey(column) && types.get(column).kind() == kind;
    }

    /** What stands behind the key of a rule, empty where it is not declared. */
    private Optional<List<String>> values(Section section, ColumnRule rule, String column) {
        String key = rule.word();
        // Texts are compared as texts, also those that look like numbers.
        ValueType<String> literal = isOf(column, ColumnType.Kind.STRING) ? ValueType.TEXT_LITERAL : ValueType.LITERAL;
        return switch (rule.argument()) {
            case TRUE -> section.value(key, ValueType.TRUTH, false) ? Optional.of(List.<String>of()) : Optional.empty();
            case VALUE -> section.find(key, literal).map(List::of);
            case ENDS -> pair(section, key, literal);
            case VALUES -> section.has(key) ? Optional.of(section.list(key, literal)) : Optional.empty();
            case PATTERN -> section.find(key, ValueType.REGEX).map(List::of);
            case SIZES ->
                pair(section, key, ValueType.wholeNumber())
                        .map(ends -> ends.stream().map(String::valueOf).toList());
        };
    }

    private static String kinds() {
        List<String> words = ColumnRule.kinds().stream().map(ColumnRule::word).toList();
        int last = words.size() - 1;
        return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    /** Two ends as a list, where the key is there. */
    static <T> Optional<List<T>> pair(Section section, String key, ValueType<T> type) {
        if (!section.has(key)) {
            return Optional.empty();
        }
        List<T> ends = section.list(key, type);
        if (ends.size() == 2) {
            return Optional.of(ends);
        }
        if (!ends.isEmpty()) {
            section.problem(key, "expected the two ends as [LEAST, MOST], found " + ends.size());
        }
        return Optional.of(List.of(type.standIn(), type.standIn()));
    }

    private Optional<Condition> inOrder(Section section) {
        if (!section.has("in-order")) {
            return Optional.empty();
        }
        List<String> ordered =
                section.list("in-order", ValueType.TEXT, (column, place) -> refuseUnknown(column, place, section));
        if (ordered.size() == 1) {
            section.problem("in-order", "expected two columns or more");
        }
        return Optional.of(new Condition(RuleSql.inOrder(ordered), String.join(", ", ordered) + " in ascending order"));
    }

    private void refuseUnknown(String column, KeyPlace place, Section section) {
        if (!column.isEmpty() && !columns.contains(column)) {
            section.problem(place, "there is no column \"" + column + "\"" + NearestName.hint(column, columns));
        }
    }

    private static String messageFor(String rule) {
        return "expected " + rule;
    }
}
