package io.headrace.quality;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.headrace.run.Json;
import io.headrace.spec.Check;
import io.headrace.spec.ColumnType;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.SourceColumn;
import io.headrace.stats.ColumnProfile;
import io.headrace.stats.ColumnProfile.Kind;
import io.headrace.stats.WilsonInterval;
import io.headrace.table.PersonalLineage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Proposes checks that all rows of a table pass today, or nearly all, each with its evidence: where some fail, how many, and what
 * they look like. Whether they are real rules is for people to decide.
 */
public final class SuggestedChecks {
    /** With fewer rows nothing is proposed. */
    private static final long FEWEST = 100;

    private static final double CONFIDENCE = 0.95;
    private static final double SELDOM_FILLED = 0.2;
    private static final int MOST_VALUES = 40;
    /** Of the values of a set at most this share may have been seen just once. */
    private static final double SEEN_ONCE = 0.1;

    private static final double NEARLY_UNIQUE = 0.92;
    private static final int LONGEST_SHAPE = 32;
    private static final int MOST_SHAPES = 5;

    /** A rule that so many rows fulfil is proposed, with what the others look like. */
    private static final double NEARLY_ALL = 0.9;

    /** Of texts that are numbers fewer will do: the others are often one word. */
    private static final double MOSTLY = 0.5;

    private static final String NUMBER = "[-+]?[0-9]+(\\.[0-9]+)?";

    private final IngestSpec spec;
    private final Dataset<Row> silver;
    private final Map<String, ColumnProfile> profiles = new TreeMap<>();
    private final List<Suggestion> suggestions = new ArrayList<>();

    /**
     * A proposed check.
     *
     * @param name its name
     * @param body its keys, as HOCON
     * @param evidence why it is proposed
     */
    public record Suggestion(String name, String body, String evidence) {}

    private SuggestedChecks(IngestSpec spec, Dataset<Row> silver) {
        this.spec = spec;
        this.silver = silver;
    }

    /** Proposals from the rows of a source's silver table. */
    public static List<Suggestion> of(IngestSpec spec, Dataset<Row> silver) {
        SuggestedChecks all = new SuggestedChecks(spec, silver);
        all.profile();
        for (SourceColumn column : spec.columns()) {
            ColumnProfile profile = all.profiles.get(column.name());
            if (profile != null && profile.rows() >= FEWEST) {
                all.values(column, profile);
                all.numbers(column, profile);
                all.shape(column, profile);
            }
        }
        all.sets();
        all.numbersAmongTexts();
        all.keys();
        all.orders();
        return List.copyOf(all.suggestions);
    }

    /** The proposals as the {@code checks} of a spec. */
    public static String conf(List<Suggestion> suggestions) {
        String lines = suggestions.stream()
                .map(one ->
                        "  # " + one.evidence() + "\n  " + one.name() + " { " + one.body() + ", severity = warn }\n")
                .collect(Collectors.joining());
        return "checks {\n" + lines + "}\n";
    }

    private void profile() {
        List<String> names = spec.columns().stream().map(SourceColumn::name).toList();
        Set<String> personal = new HashSet<>(PersonalLineage.marked(silver.schema()));
        spec.columns().stream()
                .filter(SourceColumn::personal)
                .map(SourceColumn::name)
                .forEach(personal::add);
        new ColumnProfiler(personal).of(silver, names).forEach(profile -> profiles.put(profile.column(), profile));
    }

    private void add(String column, String what, String body, String evidence) {
        String name = (column + "-" + what).replace('_', '-');
        boolean taken = spec.checks().stream().map(Check::name).anyMatch(name::equals);
        if (!taken) {
            suggestions.add(new Suggestion(name, body, evidence));
        }
    }

    private static String about(String column, String key) {
        return "column = " + column + ", " + key;
    }

    private void values(SourceColumn column, ColumnProfile profile) {
        long filled = profile.rows() - profile.nulls();
        double share = (double) filled / profile.rows();
        if (profile.nulls() == 0 && !column.required()) {
            add(
                    column.name(),
                    "not-null",
                    about(column.name(), "not-null = true"),
                    String.format(
                            Locale.ROOT,
                            "all of %d rows have a value: with 95 %% confidence fewer than %.2g of rows lack it",
                            profile.rows(),
                            3.0 / profile.rows()));
        } else if (profile.nulls() > 0 && share > SELDOM_FILLED) {
            double least = WilsonInterval.of((double) filled, profile.rows(), CONFIDENCE)
                    .lower();
            add(
                    column.name(),
                    "completeness",
                    String.format(Locale.ROOT, "completeness = %s, at-least = %.3f", column.name(), floor(least)),
                    filled + " of " + profile.rows()
                            + " rows have a value; the bound is the lower end of the 95 % interval");
        }
    }

    private static double floor(double share) {
        return Math.floor(share * 1000) / 1000;
    }

    private void numbers(SourceColumn column, ColumnProfile profile) {
        boolean hidden = column.personal() || profile.kind() != Kind.NUMBER || profile.least() == null;
        if (!hidden && !profile.least().startsWith("-") && !profile.least().equals("NaN")) {
            add(
                    column.name(),
                    "not-negative",
                    about(column.name(), "at-least = 0"),
                    "least value " + profile.least() + " of " + (profile.rows() - profile.nulls()));
        }
    }

    /** A text whose values all look alike, letters for letters and digits for digits. */
    private void shape(SourceColumn column, ColumnProfile profile) {
        boolean texts = column.type().kind() == ColumnType.Kind.STRING && !column.personal();
        long filled = profile.rows() - profile.nulls();
        boolean same = texts
                && profile.lengths().shortest() == profile.lengths().longest()
                && profile.lengths().longest() <= LONGEST_SHAPE
                && filled >= FEWEST;
        List<Map.Entry<String, Long>> shapes = same ? profile.topShapes(2) : List.of();
        if (texts && !same && filled >= FEWEST && profile.distinct() > MOST_VALUES) {
            usualShape(column, profile.topShapes(MOST_SHAPES), filled);
        }
        if (shapes.size() == 1 && profile.distinct() > MOST_VALUES) {
            add(
                    column.name(),
                    "shape",
                    about(
                            column.name(),
                            "matches = " + Json.write(pattern(shapes.get(0).getKey()))),
                    "all of " + filled + " values have the shape "
                            + shapes.get(0).getKey());
        }
    }

    /** The shape that nearly all values have; the others are worth a look. */
    private void usualShape(SourceColumn column, List<Map.Entry<String, Long>> shapes, long filled) {
        long fitting = shapes.isEmpty() ? 0 : shapes.get(0).getValue();
        if (shapes.size() < 2 || fitting < NEARLY_ALL * filled || fitting >= filled) {
            return;
        }
        String shape = shapes.get(0).getKey();
        if (shape.length() <= LONGEST_SHAPE) {
            add(
                    column.name(),
                    "shape",
                    about(column.name(), "matches = " + Json.write(pattern(shape))),
                    partly(fitting, filled, "the shape " + shapes.get(1).getKey()));
        }
    }

    private static String partly(long fitting, long of, String others) {
        return String.format(
                Locale.ROOT,
                "%.0f %% (%d of %d) fulfil this; the other %d look like %s",
                Math.floor(100.0 * fitting / of),
                fitting,
                of,
                of - fitting,
                others);
    }

    /** Columns of texts most of which are numbers: the others are words for a missing value, or faults. */
    private void numbersAmongTexts() {
        List<SourceColumn> texts = spec.columns().stream()
                .filter(column -> column.type().kind() == ColumnType.Kind.STRING && !column.personal())
                .filter(column -> profiles.containsKey(column.name()))
                .filter(column -> profiles.get(column.name()).rows() >= FEWEST)
                .toList();
        if (texts.isEmpty()) {
            return;
        }
        Column[] counts = texts.stream()
                .map(column -> count(when(isNumber(column), lit(1))).as(column.name()))
                .toArray(Column[]::new);
        Row fitting = silver.select(counts).first();
        for (SourceColumn column : texts) {
            ColumnProfile profile = profiles.get(column.name());
            long filled = profile.rows() - profile.nulls();
            long numbers = fitting.<Long>getAs(column.name());
            if (numbers >= MOSTLY * filled && numbers < filled) {
                add(
                        column.name(),
                        "number",
                        about(column.name(), "matches = " + Json.write(NUMBER)),
                        partly(numbers, filled, "`" + otherThanNumbers(column) + "`"));
            }
        }
    }

    private static Column isNumber(SourceColumn column) {
        return trim(col(column.name())).rlike("^(" + NUMBER + ")$");
    }

    private String otherThanNumbers(SourceColumn column) {
        return silver.where(col(column.name()).isNotNull().and(not(isNumber(column))))
                .groupBy(column.name())
                .agg(count(lit(1)).as("rows"))
                .orderBy(col("rows").desc(), col(column.name()))
                .first()
                .getString(0);
    }

    /** A regular expression for a shape: runs of capitals, small letters and digits, anything else as it is. */
    static String pattern(String shape) {
        StringBuilder pattern = new StringBuilder();
        for (int from = 0; from < shape.length(); ) {
            int to = from;
            while (to < shape.length() && shape.charAt(to) == shape.charAt(from)) {
                to++;
            }
            pattern.append(one(shape.charAt(from)));
            if (to - from > 1) {
                pattern.append('{').append(to - from).append('}');
            }
            from = to;
        }
        return pattern.toString();
    }

    private static String one(char c) {
        return switch (c) {
            case 'A' -> "[A-Z]";
            case 'a' -> "[a-z]";
            case '9' -> "[0-9]";
            default -> Character.isLetterOrDigit(c) || c == ' ' ? String.valueOf(c) : "\\" + c;
        };
    }

    /** Text columns with few distinct values, hardly any of which occurs only once. */
    private void sets() {
        List<SourceColumn> few = spec.columns().stream()
                .filter(column -> column.type().kind() == ColumnType.Kind.STRING && !column.personal())
                .filter(column -> profiles.containsKey(column.name()))
                .filter(column -> profiles.get(column.name()).rows() >= FEWEST)
                .filter(column -> profiles.get(column.name()).distinct() <= MOST_VALUES)
                .toList();
        if (few.isEmpty()) {
            return;
        }
        Column[] cells = few.stream()
                .map(column ->
                        struct(lit(column.name()).as("name"), col(column.name()).as("value")))
                .toArray(Column[]::new);
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        silver.select(explode(array(cells)).as("cell"))
                .where("cell.value is not null")
                .groupBy("cell.name", "cell.value")
                .agg(count(lit(1)))
                .collectAsList()
                .forEach(row -> counts.computeIfAbsent(row.getString(0), name -> new TreeMap<>())
                        .put(row.getString(1), row.getLong(2)));
        counts.forEach(this::set);
    }

    private void set(String column, Map<String, Long> counts) {
        long once = counts.values().stream().filter(rows -> rows == 1).count();
        long rows = counts.values().stream().mapToLong(Long::longValue).sum();
        if (counts.size() > MOST_VALUES || once > SEEN_ONCE * counts.size() || rows < FEWEST) {
            return;
        }
        String values = counts.keySet().stream().map(Json::write).collect(Collectors.joining(", "));
        add(
                column,
                "values",
                about(column, "in = [" + values + "]"),
                counts.size() + " distinct values among " + rows + ", the rarest "
                        + counts.values().stream()
                                .mapToLong(Long::longValue)
                                .min()
                                .orElse(0) + " times");
    }

    private void keys() {
        List<String> nearly = profiles.values().stream()
                .filter(profile -> profile.rows() - profile.nulls() >= FEWEST)
                .filter(profile -> profile.kind() != Kind.TIME)
                .filter(profile -> profile.distinct() >= NEARLY_UNIQUE * (profile.rows() - profile.nulls()))
                .map(ColumnProfile::column)
                .toList();
        for (String column : nearly) {
            Row exact =
                    silver.agg(countDistinct(col(column)), count(col(column))).first();
            if (exact.getLong(0) == exact.getLong(1)) {
                add(
                        column,
                        "unique",
                        "unique = [" + column + "]",
                        "all of " + exact.get(1) + " values differ from each other");
            }
        }
    }

    /** Pairs of dates, or of timestamps, in which one never comes after the other. */
    private void orders() {
        for (ColumnType.Kind kind : List.of(ColumnType.Kind.DATE, ColumnType.Kind.TIMESTAMP)) {
            List<String> columns = spec.columns().stream()
                    .filter(column -> column.type().kind() == kind)
                    .map(SourceColumn::name)
                    .toList();
            for (String first : columns) {
                for (String second : columns) {
                    if (!first.equals(second)) {
                        order(first, second);
                    }
                }
            }
        }
    }

    private void order(String first, String second) {
        Column both = col(first).isNotNull().and(col(second).isNotNull());
        Row found = silver.agg(
                        sum(when(both, 1).otherwise(0)),
                        max(when(both.and(col(first).gt(col(second))), 1).otherwise(0)),
                        max(when(both.and(col(first).lt(col(second))), 1).otherwise(0)))
                .first();
        boolean ordered =
                !found.isNullAt(0) && found.getLong(0) >= FEWEST && found.getInt(1) == 0 && found.getInt(2) == 1;
        if (ordered) {
            add(
                    first,
                    "before-" + second,
                    "in-order = [" + first + ", " + second + "]",
                    "in all of " + found.get(0) + " rows with both " + first + " is not after " + second);
        }
    }
}
