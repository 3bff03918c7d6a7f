package io.headrace.spec.hocon;

import io.headrace.spec.ColumnType;
import io.headrace.spec.DataCheck;
import io.headrace.spec.DataCheck.Bounds;
import io.headrace.spec.DataCheck.Change;
import io.headrace.spec.DataCheck.Control;
import io.headrace.spec.DataCheck.Direction;
import io.headrace.spec.DataCheck.Fixed;
import io.headrace.spec.DataCheck.Measure;
import io.headrace.spec.DataCheck.Usual;
import io.headrace.spec.LandingPath;
import io.headrace.spec.NearestName;
import io.headrace.spec.RowCheck.Severity;
import io.headrace.spec.RuleSql;
import io.headrace.spec.SqlText;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the rules on all rows of a run together. */
final class DataCheckReader {
    /** The keys that tell such a rule. */
    static final List<String> KEYS =
            List.of("rows", "completeness", "distinctness", "age", "quantile", "measure", "change");

    private final Collection<String> columns;
    private final Map<String, ColumnType> types;
    private final Rows rows;
    private final Catalog catalog;

    /** @param types of the columns that declare one */
    DataCheckReader(Collection<String> columns, Map<String, ColumnType> types, Rows rows, Catalog catalog) {
        this.columns = columns;
        this.types = types;
        this.rows = rows;
        this.catalog = catalog;
    }

    DataCheck read(String name, Section section) {
        Measure measure = measure(section);
        if (!measure.sql().isEmpty()) {
            String key = section.has("measure") ? "measure" : measure.kind();
            catalog.check(new SqlText(measure.sql(), section.place(key), rows, Result.MEASURE));
        }
        Bounds bounds = bounds(section);
        Severity severity = section.value("severity", ValueType.choice(Severity.class), Severity.REFUSE);
        if (severity == Severity.QUARANTINE) {
            section.problem("severity", "expected warn or refuse: a rule on all rows cannot quarantine any");
            severity = Severity.REFUSE;
        }
        return new DataCheck(
                name,
                measure,
                catalog.condition(section, "where", rows),
                bounds,
                severity,
                section.value("message", ValueType.TEXT, measure.kind() + " of " + subject(measure)));
    }

    private static String subject(Measure measure) {
        return measure.column().isEmpty() ? "the run" : measure.column();
    }

    private Measure measure(Section section) {
        Map<String, Supplier<Measure>> kinds = Map.of(
                "rows", () -> rows(section),
                "completeness", () -> ofColumn(section, "completeness", "count(%1$s) / count(*)", false),
                "distinctness", () -> ofColumn(section, "distinctness", "count(distinct %1$s) / count(%1$s)", true),
                "age",
                        () -> ofColumn(
                                section,
                                "age",
                                "(unix_micros(as_of) - unix_micros(cast(max(%1$s) as timestamp))) / 3600000000",
                                false),
                "quantile", () -> quantile(section.section("quantile")),
                "measure", () -> new Measure("measure", "", section.required("measure", ValueType.TEXT), false),
                "change", () -> new Measure("change", column(section, "change"), "", false));
        return section.oneOf(kinds, () -> rows(section));
    }

    private static Measure rows(Section section) {
        if (!section.value("rows", ValueType.TRUTH, true)) {
            section.problem("rows", "expected true, or to be left out");
        }
        return new Measure("rows", "", "count(*)", false);
    }

    /** The value of a column; NaN is none. */
    private String value(String column) {
        boolean mayBeNan = types.containsKey(column) && types.get(column).kind() == ColumnType.Kind.DOUBLE;
        return mayBeNan ? RuleSql.unlessNan(column) : RuleSql.name(column);
    }

    private Measure ofColumn(Section section, String kind, String sql, boolean heavy) {
        String column = column(section, kind);
        return new Measure(kind, column, String.format(java.util.Locale.ROOT, sql, value(column)), heavy);
    }

    private Measure quantile(Section section) {
        String column = column(section, "column");
        double at = section.required("at", ValueType.numberBetween(0, 1));
        return new Measure("quantile", column, "percentile(" + value(column) + ", " + at + ")", true);
    }

    private String column(Section section, String key) {
        String column = section.required(key, ValueType.TEXT);
        if (section.has(key) && !columns.contains(column)) {
            section.problem(key, "there is no column \"" + column + "\"" + NearestName.hint(column, columns));
        }
        return column;
    }

    private static Bounds bounds(Section section) {
        List<Bounds> declared = new ArrayList<>();
        if (section.has("usual")) {
            declared.add(usual(section.section("usual")));
        }
        if (section.has("control")) {
            declared.add(control(section.section("control")));
        }
        Optional<Fixed> fixed = fixed(section);
        fixed.ifPresent(declared::add);
        if (declared.size() != 1) {
            section.missing("only one of between, at-least or at-most, usual, control as bounds");
        }
        int last = section.value("last", ValueType.wholeNumberFrom(1), 1);
        if (!section.has("change")) {
            return declared.isEmpty() ? new Fixed(Optional.empty(), Optional.empty()) : declared.get(0);
        }
        Optional<BigDecimal> most = fixed.flatMap(Fixed::most);
        if (most.isEmpty() || fixed.flatMap(Fixed::least).isPresent()) {
            section.problem("change", "expected at-most beside it and no other bound");
        }
        return new Change(last, most.orElse(BigDecimal.ZERO).doubleValue());
    }

    private static Optional<Fixed> fixed(Section section) {
        Optional<List<BigDecimal>> between = CheckReader.pair(section, "between", ValueType.DECIMAL);
        Optional<BigDecimal> least = section.find("at-least", ValueType.DECIMAL);
        Optional<BigDecimal> most = section.find("at-most", ValueType.DECIMAL);
        if (between.isPresent()) {
            return Optional.of(new Fixed(
                    Optional.of(between.get().get(0)), Optional.of(between.get().get(1))));
        }
        return least.isPresent() || most.isPresent() ? Optional.of(new Fixed(least, most)) : Optional.empty();
    }

    private static Usual usual(Section section) {
        return new Usual(
                section.value("last", ValueType.wholeNumberFrom(2), 28),
                section.value("at-least", ValueType.wholeNumberFrom(2), 7),
                section.value("season", ValueType.wholeNumberFrom(1), 1),
                section.value("deviations", ValueType.numberFrom(0), 4.0),
                section.value("direction", ValueType.choice(Direction.class), Direction.BOTH));
    }

    private static Control control(Section section) {
        String file = section.required("file", ValueType.TEXT);
        LandingPath.misfit(file).ifPresent(misfit -> section.problem("file", misfit));
        return new Control(
                file,
                section.required("column", ValueType.TEXT),
                section.value("tolerance", ValueType.DECIMAL, BigDecimal.ZERO));
    }
}
