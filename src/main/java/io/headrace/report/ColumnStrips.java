package io.headrace.report;

import io.headrace.report.MonitoredModel.ColumnName;
import io.headrace.report.MonitoredModel.ColumnVerdict;
import io.headrace.report.MonitoredModel.Run;
import io.headrace.report.MonitoredModel.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The verdicts of each column, run by run, the columns that matter most first: by importance times effect in the last run. */
final class ColumnStrips {
    /** Columns that are shown; the others are counted. */
    static final int MOST = 40;

    private static final double CELL = 10;

    /** The beginning of a path that may have no more. */
    private static final String NOTHING = "M0 0";

    private final String against;
    private final SiteAddress addresses;
    private final List<Run> runs;
    private final List<Column> columns;
    private final List<Strip> strips;

    ColumnStrips(MonitoredModel model, SiteAddress addresses) {
        this.against = model.against().orElse("");
        this.addresses = addresses;
        List<ColumnVerdict> rows = chosen(model);
        Set<String> judged = rows.stream().map(ColumnVerdict::run).collect(Collectors.toSet());
        this.runs =
                model.runs().stream().filter(run -> judged.contains(run.id())).toList();
        Map<ColumnName, List<ColumnVerdict>> byColumn = rows.stream()
                .collect(Collectors.groupingBy(ColumnVerdict::column, LinkedHashMap::new, Collectors.toList()));
        this.columns = byColumn.entrySet().stream()
                .map(column -> column(column.getKey(), column.getValue()))
                .sorted(Comparator.comparingDouble((Column column) -> -column.rank)
                        .thenComparing(column -> column.name.of() + " " + column.name.name()))
                .toList();
        this.strips = columns.stream().limit(MOST).map(this::strip).toList();
    }

    /** Of each column and statistic the rows against the first of what it is compared with. */
    private static List<ColumnVerdict> chosen(MonitoredModel model) {
        List<String> order = model.compared();
        Map<List<Object>, Integer> first = new HashMap<>();
        model.drift().forEach(row -> {
            int place = order.indexOf(row.against());
            if (place >= 0) {
                first.merge(List.of(row.column(), row.statistic()), place, Math::min);
            }
        });
        return model.drift().stream()
                .filter(row ->
                        Objects.equals(first.get(List.of(row.column(), row.statistic())), order.indexOf(row.against())))
                .toList();
    }

    /**
     * A column in all runs.
     *
     * @param cells the rows of each run
     * @param rank importance times effect in the last run that judged it
     */
    private record Column(ColumnName name, Map<String, List<ColumnVerdict>> cells, double rank) {
        Optional<Verdict> at(Run run) {
            return cells.getOrDefault(run.id(), List.of()).stream()
                    .map(ColumnVerdict::verdict)
                    .reduce(Health::graver);
        }
    }

    private Column column(ColumnName name, List<ColumnVerdict> rows) {
        Map<String, List<ColumnVerdict>> cells = new HashMap<>();
        rows.forEach(row ->
                cells.computeIfAbsent(row.run(), run -> new ArrayList<>()).add(row));
        double rank = runs.isEmpty()
                ? 0
                : cells.getOrDefault(runs.get(runs.size() - 1).id(), List.of()).stream()
                        .mapToDouble(row -> row.importance() * row.effect().orElse(0))
                        .max()
                        .orElse(0);
        return new Column(name, cells, rank);
    }

    /** Columns in the order of their rank. */
    List<ColumnName> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** How many columns there are beyond those that are shown. */
    int others() {
        return Math.max(0, columns.size() - MOST);
    }

    /** A strip, ready to be shown. */
    record Strip(String name, String svg, String mark, String counts, List<Line> lines) {}

    /** A deciding row of the last run. */
    record Line(String words, String row, String mark, Optional<String> address) {}

    List<Strip> shown() {
        return strips;
    }

    private Strip strip(Column column) {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        runs.forEach(run -> column.at(run).ifPresent(verdict -> counts.merge(verdict, 1, Integer::sum)));
        String words = counts(counts);
        Verdict now = runs.isEmpty()
                ? Verdict.UNKNOWN
                : column.at(runs.get(runs.size() - 1)).orElse(Verdict.UNKNOWN);
        return new Strip(column.name().words(), drawn(column), now.word(), words, lines(column));
    }

    private static String counts(Map<Verdict, Integer> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey().word() + " in " + DisplayFormat.counted(count.getValue(), "run"))
                .collect(Collectors.joining(", "));
    }

    private String drawn(Column column) {
        Drawing drawing = Drawing.stretched("strip", CELL * Math.max(runs.size(), 31), 24);
        StringBuilder fine = new StringBuilder(NOTHING);
        StringBuilder unknown = new StringBuilder(NOTHING);
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            Optional<Verdict> verdict = column.at(run);
            String title = run.date() + ": " + verdict.map(Verdict::word).orElse("not judged") + ", " + run.id();
            double x = i * CELL;
            if (verdict.filter(Verdict.DRIFT::equals).isPresent()) {
                drawing.leading(address(column, run), into -> into.box("drift", x + 0.5, 0, CELL - 1, 24, title));
            } else if (verdict.filter(Verdict.UNKNOWN::equals).isPresent()) {
                unknown.append(cell(x, 19, 5));
            } else if (verdict.isPresent()) {
                fine.append(cell(x, 8, 8));
            }
        }
        return drawing.path("ok", fine.toString())
                .path("unknown", unknown.toString())
                .markup();
    }

    private static String cell(double x, int top, int height) {
        return "M" + Drawing.number(x + 0.5) + " " + top + "h" + (int) (CELL - 1) + "v" + height + "h-"
                + (int) (CELL - 1) + "z";
    }

    /** The gravest row of a column in a run, or at least the run. */
    private Optional<String> address(Column column, Run run) {
        Verdict gravest = column.at(run).orElse(Verdict.OK);
        return column.cells().getOrDefault(run.id(), List.of()).stream()
                .filter(row -> row.verdict() == gravest)
                .flatMap(row -> addresses.of(row.row()).stream())
                .findFirst()
                .or(() -> addresses.of(run));
    }

    private List<Line> lines(Column column) {
        if (runs.isEmpty()) {
            return List.of();
        }
        return column.cells().getOrDefault(runs.get(runs.size() - 1).id(), List.of()).stream()
                .sorted(Comparator.comparing(ColumnVerdict::statistic))
                .map(row ->
                        new Line(words(row), row.row().words(), row.verdict().word(), addresses.of(row.row())))
                .toList();
    }

    private String words(ColumnVerdict row) {
        String levels = row.levels().isEmpty() ? "" : "; " + row.levels();
        String statistic = row.statistic() + (row.against().equals(against) ? "" : " against " + row.against());
        if (row.verdict() == Verdict.UNKNOWN) {
            return statistic + ": unknown, " + row.reason() + levels;
        }
        return statistic + ": " + row.verdict().word() + ", effect "
                + DisplayFormat.score(row.effect().orElse(Double.NaN)) + ", tolerated "
                + DisplayFormat.score(row.tolerance()) + levels;
    }

    /** What the cells are of, in words. */
    String span() {
        return runs.isEmpty()
                ? ""
                : DisplayFormat.counted(runs.size(), "run") + ", " + runs.get(0).date() + " (left) to "
                        + runs.get(runs.size() - 1).date() + " (right)";
    }

    /** The run whose figures are shown. */
    String source() {
        return runs.isEmpty() ? "" : runs.get(runs.size() - 1).id();
    }

    String against() {
        return against;
    }
}
