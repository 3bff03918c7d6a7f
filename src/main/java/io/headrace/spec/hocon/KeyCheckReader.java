package io.headrace.spec.hocon;

import io.headrace.spec.KeyCheck;
import io.headrace.spec.KeyCheck.Agreement;
import io.headrace.spec.KeyCheck.ExistsIn;
import io.headrace.spec.KeyCheck.Keep;
import io.headrace.spec.KeyCheck.Same;
import io.headrace.spec.KeyCheck.Unique;
import io.headrace.spec.NearestName;
import io.headrace.spec.RowCheck.Severity;
import io.headrace.spec.SqlText.Rows;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads the rules on keys. */
final class KeyCheckReader {
    /** The keys that tell such a rule. */
    static final List<String> KEYS = List.of("unique", "exists-in", "same");

    private final Collection<String> columns;
    private final Rows rows;
    private final Catalog catalog;

    KeyCheckReader(Collection<String> columns, Rows rows, Catalog catalog) {
        this.columns = columns;
        this.rows = rows;
        this.catalog = catalog;
    }

    KeyCheck read(String name, Section section) {
        KeyCheck.Rule rule = section.<KeyCheck.Rule>oneOf(
                Map.of(
                        "unique", () -> unique(section),
                        "exists-in", () -> existsIn(section.section("exists-in")),
                        "same", () -> same(section.section("same"))),
                () -> new Unique(List.of("missing"), Keep.FIRST));
        return new KeyCheck(
                name,
                rule,
                catalog.condition(section, "where", rows),
                section.value("severity", ValueType.choice(Severity.class), Severity.QUARANTINE),
                section.value("message", ValueType.TEXT, rule.words()));
    }

    private Unique unique(Section section) {
        return new Unique(columns(section, "unique"), section.value("keep", ValueType.choice(Keep.class), Keep.FIRST));
    }

    private ExistsIn existsIn(Section section) {
        List<String> here = columns(section, "columns");
        List<String> there = section.has("key") ? section.list("key", ValueType.TEXT) : here;
        if (here.size() != there.size()) {
            section.problem(
                    "key", "expected as many columns as in columns, " + here.size() + ", found " + there.size());
        }
        return new ExistsIn(here, section.required("table", ValueType.TABLE), there);
    }

    private Same same(Section section) {
        return new Same(
                columns(section, "of"),
                columns(section, "by"),
                section.value("keep", ValueType.choice(Agreement.class), Agreement.NONE));
    }

    private List<String> columns(Section section, String key) {
        return section.list(key, ValueType.TEXT, (column, place) -> {
            if (!columns.contains(column)) {
                section.problem(place, "there is no column \"" + column + "\"" + NearestName.hint(column, columns));
            }
        });
    }
}
