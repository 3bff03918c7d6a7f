package io.headrace.spec.hocon;

import static io.headrace.spec.EngineColumn.AS_OF;

import io.headrace.spec.FairnessSpec;
import io.headrace.spec.FairnessSpec.Protected;
import io.headrace.spec.FairnessSpec.Remedies;
import io.headrace.spec.JobHeader;
import io.headrace.spec.Layer;
import io.headrace.spec.NearestName;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.JobReader.Declared;
import io.headrace.stats.estimate.Side;
import io.headrace.stats.fairness.FairnessPolicy;
import io.headrace.stats.fairness.FairnessPolicy.Form;
import io.headrace.stats.fairness.FairnessRules;
import io.headrace.stats.fairness.GroupMetric;
import io.headrace.stats.fairness.Reference;
import io.headrace.stats.value.CostMatrix;
import io.headrace.stats.value.ValidDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads a fairness job. */
public final class FairnessReader {
    private static final int MOST_COLUMNS = 6;
    private static final int PAIRS = 2;
    private static final int LEAST_ROWS = 2;
    private static final int ROWS = 100;
    private static final double CONFIDENCE = 0.95;
    private static final int MONTH = 30;

    private final Section section;
    private final JobHeader header;
    private final Catalog catalog;

    private FairnessReader(Section section, JobHeader header, Catalog catalog) {
        this.section = section;
        this.header = header;
        this.catalog = catalog;
    }

    /** Reads the keys of the job. */
    public static Declared read(Section section, JobHeader header, Catalog catalog) {
        return new FairnessReader(section, header, catalog).read();
    }

    private Declared read() {
        String model = JobReader.nameAfterKind(section, "model", header, FairnessSpec.KIND);
        TableName scores = section.value("scores", ValueType.TABLE, Layer.SCORES.table(model));
        catalog.needsPublished(scores, section.place("scores"));
        catalog.needsBinary(model, section.place("model"));
        Protected groups = groups(model);
        FairnessRules rules = rules(groups.names());
        FairnessSpec job = new FairnessSpec(
                header,
                model,
                scores,
                groups,
                section.section("window").value("days", ValueType.wholeNumberFrom(1), MONTH),
                rules,
                policies(groups.names(), rules),
                section.has("remedies")
                        ? remedies(section.section("remedies"), groups.names(), rules.depth())
                        : Optional.empty());
        catalog.declareGroups(job);
        return new Declared(job, section.place("model"));
    }

    private Protected groups(String model) {
        Section found = section.requiredSection("protected", "the table and columns that make groups in { }");
        TableName table = found.required("table", ValueType.TABLE);
        catalog.needsTable(table, found.place("table"));
        catalog.needsEntityOf(model, table, found.place("table"));
        Optional<String> time = found.find("time", ValueType.TEXT);
        time.ifPresent(column -> catalog.needsTimeColumn(table, column, found.place("time")));
        Section columns = found.section("columns");
        Map<String, String> sql = new LinkedHashMap<>();
        for (String name : columns.names(ValueType.NAME_TEXT)) {
            sql.put(name, catalog.sql(columns, name, Rows.of(table).with(Map.of(AS_OF, "timestamp")), Result.VALUE));
        }
        columns.requireSome(sql.keySet(), "columns that make groups, such as gender = gender");
        if (sql.size() > MOST_COLUMNS) {
            found.problem("columns", "expected " + MOST_COLUMNS + " columns at most, found " + sql.size());
        }
        return new Protected(table, time, sql);
    }

    private FairnessRules rules(List<String> columns) {
        return new FairnessRules(
                section.value("depth", ValueType.wholeNumberBetween(1, MOST_COLUMNS), PAIRS),
                section.value("rows-at-least", ValueType.wholeNumberFrom(LEAST_ROWS), ROWS),
                section.value("confidence", ValueType.properShare(), CONFIDENCE),
                section.value("favourable", ValueType.choice(Side.class), Side.POSITIVE),
                reference(section.section("reference"), columns, columns, Reference.mostSelected()));
    }

    /**
     * The group that others are compared with.
     *
     * @param needed columns of which it names a value
     */
    private static Reference reference(
            Section section, List<String> columns, List<String> needed, Reference otherwise) {
        Map<String, String> values = new TreeMap<>();
        for (String name : section.names(ValueType.TEXT)) {
            if (isKnown(section, name, columns)) {
                values.put(name, section.required(name, ValueType.SCALAR));
            }
        }
        List<String> missing = needed.stream()
                .filter(column -> !values.isEmpty() && !values.containsKey(column))
                .toList();
        if (!missing.isEmpty()) {
            section.missing("a value of " + String.join(", ", missing));
        }
        return values.isEmpty() || !missing.isEmpty() ? otherwise : Reference.declared(values);
    }

    private static boolean isKnown(Section section, String name, List<String> columns) {
        if (!columns.contains(name) && !columns.isEmpty()) {
            section.problem(section.place(name), noColumn(name, columns));
        }
        return columns.contains(name);
    }

    private static String noColumn(String name, List<String> columns) {
        return "there is no protected column \"" + name + "\"" + NearestName.hint(name, columns);
    }

    private List<FairnessPolicy> policies(List<String> columns, FairnessRules rules) {
        Section all = section.section("policies");
        List<FairnessPolicy> policies = new ArrayList<>();
        for (String name : all.names(ValueType.KEBAB_NAME)) {
            policy(name, all.section(name), columns, rules).ifPresent(policies::add);
        }
        return policies;
    }

    /** Empty where it cannot be used. */
    private Optional<FairnessPolicy> policy(String name, Section own, List<String> columns, FairnessRules rules) {
        GroupMetric metric = own.required("metric", ValueType.choice(GroupMetric.class));
        Bound bound = bound(own, metric);
        List<String> groups = groups(own, columns, rules.depth());
        Reference reference = reference(own.section("reference"), columns, groups, rules.reference());
        String basis = own.required("basis", ValueType.TEXT);
        LocalDate from = own.required("from", ValueType.DATE);
        Optional<LocalDate> until = own.find("until", ValueType.DATE);
        String owner = own.value("owner", ValueType.TEXT, header.owner());
        if (until.isPresent() && !until.get().isAfter(from)) {
            own.problem("until", "expected a day after " + from + ", found " + until.get());
            return Optional.empty();
        }
        boolean fits = !groups.isEmpty() && (bound.form() == Form.DIFFERENCE_AT_MOST || metric.hasRatio());
        return fits
                ? Optional.of(new FairnessPolicy(
                        name,
                        metric,
                        bound.form(),
                        bound.value(),
                        groups,
                        new FairnessRules(
                                rules.depth(), rules.minimumRows(), rules.confidence(), rules.favourable(), reference),
                        basis,
                        new ValidDays(from, until),
                        owner))
                : Optional.empty();
    }

    /** Empty where it cannot be used. */
    private static Optional<Remedies> remedies(Section own, List<String> columns, int depth) {
        List<String> groups = groups(own, columns, depth);
        Section value = own.section("value");
        CostMatrix matrix = new CostMatrix(
                value.value("hit", ValueType.NUMBER, 1.0),
                value.value("false-alarm", ValueType.NUMBER, 0.0),
                value.value("miss", ValueType.NUMBER, 0.0),
                value.value("rest", ValueType.NUMBER, 1.0),
                value.value("currency", ValueType.TEXT, "right decisions"));
        if (!(matrix.gainOnPositive() > matrix.gainOnNegative())) {
            own.problem(
                    "value",
                    "acting must be worth more on a positive row (hit - miss) than on a negative one (false-alarm - rest), found "
                            + matrix.gainOnPositive() + " and " + matrix.gainOnNegative());
            return Optional.empty();
        }
        return groups.isEmpty() ? Optional.empty() : Optional.of(new Remedies(groups, matrix));
    }

    private record Bound(Form form, double value) {}

    private static Bound bound(Section own, GroupMetric metric) {
        Bound bound = own.oneOf(
                Map.of(
                        "ratio-at-least",
                        () -> new Bound(Form.RATIO_AT_LEAST, own.required("ratio-at-least", ValueType.positiveShare())),
                        "difference-at-most",
                        () -> new Bound(
                                Form.DIFFERENCE_AT_MOST,
                                own.required("difference-at-most", ValueType.numberBetween(0, 1)))),
                () -> {
                    own.missing("ratio-at-least or difference-at-most");
                    return new Bound(Form.DIFFERENCE_AT_MOST, 1);
                });
        if (bound.form() == Form.RATIO_AT_LEAST && !metric.hasRatio()) {
            own.problem("ratio-at-least", "a ratio of this metric means nothing: bound the difference");
        }
        return bound;
    }

    private static List<String> groups(Section own, List<String> columns, int depth) {
        Set<String> groups = new LinkedHashSet<>();
        own.list("groups", ValueType.NAME_TEXT, (name, place) -> {
            if (name.equals(ValueType.NO_NAME) || columns.isEmpty()) {
                return;
            }
            if (!columns.contains(name)) {
                own.problem(place, noColumn(name, columns));
            } else if (!groups.add(name)) {
                own.problem(place, "\"" + name + "\" is listed twice");
            }
        });
        if (groups.size() > depth) {
            own.problem("groups", "expected " + depth + " at most, the depth, found " + groups.size());
        }
        return columns.stream().filter(groups::contains).toList();
    }
}
