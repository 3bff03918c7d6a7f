package io.headrace.spec.hocon;

import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.RowCheck;
import io.headrace.spec.RuleSql;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import io.headrace.spec.TableName;
import io.headrace.spec.Window;
import io.headrace.spec.Windows;
import io.headrace.spec.Windows.Feature;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads the aggregates of an input of a view. */
final class WindowsReader {
    private final Rows rows;
    private final Catalog catalog;

    WindowsReader(TableName table, Catalog catalog) {
        this.rows = Rows.of(table);
        this.catalog = catalog;
    }

    Windows read(Section input) {
        String where = CanonicalSql.of(catalog.condition(input, "where", rows));
        Duration delay = input.value("delay", ValueType.DELAY, Duration.ZERO);
        Section section = input.section("aggregates");
        List<Feature> features = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String name : section.names(ValueType.NAME_TEXT)) {
            for (Feature feature : features(name, section.section(name))) {
                if (!names.add(feature.name())) {
                    section.problem(name, "gives the column " + feature.name() + ", which is there already");
                }
                features.add(feature);
            }
        }
        section.requireSome(section.names(ValueType.NAME_TEXT), "at least one aggregate");
        return new Windows(where, delay, features);
    }

    private List<Feature> features(String name, Section section) {
        Map<String, Supplier<Optional<Measure>>> readers = new LinkedHashMap<>();
        for (Function function : Function.values()) {
            String key = function.name().toLowerCase(Locale.ROOT).replace('_', '-');
            readers.put(key, () -> Optional.of(measure(function, key, section)));
        }
        Optional<Measure> measure = section.oneOf(readers, Optional::empty);
        if (measure.isEmpty()) {
            section.missing("one of " + String.join(", ", readers.keySet()));
        }
        String where = CanonicalSql.of(catalog.condition(section, "where", rows));
        List<Window> windows = section.list("windows", ValueType.WINDOW);
        List<Category> categories = categories(section);
        List<Feature> features = new ArrayList<>();
        for (Window window : windows) {
            for (Aggregate aggregate : measure.map(Measure::aggregates).orElse(List.of())) {
                for (Category category : categories) {
                    String latest = aggregate.parameter() > 1 ? "_" + (int) aggregate.parameter() : "";
                    features.add(new Feature(
                            name + "_" + window.suffix() + latest + category.suffix(),
                            aggregate,
                            measure.orElseThrow().of(),
                            category.where(where),
                            window));
                }
            }
        }
        return features;
    }

    private record Measure(List<Aggregate> aggregates, String of) {}

    private Measure measure(Function function, String key, Section section) {
        String of = CanonicalSql.of(section.required(key, ValueType.TEXT));
        if (!of.equals(Windows.ROW)) {
            catalog.sql(section, key, rows, Result.VALUE);
        }
        if (of.equals(Windows.ROW) && function != Function.COUNT && function != Function.SINCE) {
            section.problem(key, "expected a column or an expression; only count and since know rows as *");
        }
        List<Aggregate> aggregates = new ArrayList<>();
        if (function == Function.LAST) {
            int latest = section.value("latest", ValueType.wholeNumberFrom(1), 1);
            for (int which = 1; which <= latest; which++) {
                aggregates.add(new Aggregate(function, which));
            }
        } else if (function == Function.QUANTILE) {
            aggregates.add(new Aggregate(function, section.required("share", ValueType.numberBetween(0, 1))));
        } else {
            aggregates.add(new Aggregate(function));
        }
        return new Measure(aggregates, of);
    }

    /** A value of a column, one feature for each. */
    private record Category(String column, String literal, String suffix) {
        private static final Category NONE = new Category("", "", "");

        String where(String where) {
            if (column.isEmpty()) {
                return where;
            }
            String is = RuleSql.name(column) + " = " + literal;
            return where.equals(RowCheck.EVERY_ROW) ? is : "(" + where + ") and " + is;
        }
    }

    private List<Category> categories(Section section) {
        if (!section.has("by")) {
            return List.of(Category.NONE);
        }
        Section by = section.section("by");
        String column = by.required("column", ValueType.NAME_TEXT);
        catalog.needsColumnOf(rows, column, by.place("column"));
        return by.list("values", ValueType.LITERAL).stream()
                .map(literal -> new Category(column, literal, "_" + plain(literal)))
                .toList();
    }

    private static String plain(String literal) {
        return Normalizer.normalize(literal, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
    }
}
