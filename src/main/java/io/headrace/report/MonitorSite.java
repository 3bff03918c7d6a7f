package io.headrace.report;

import io.headrace.report.MonitoredModel.Decided;
import io.headrace.report.MonitoredModel.Figure;
import io.headrace.report.MonitoredModel.InForce;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The pages of monitoring: an index, and one page for each model. They run no script and need nothing but themselves; charts are SVG
 * in the page, so they follow light and dark, and are there for those who forbid scripts.
 *
 * @param project its name
 * @param models that are watched
 */
public record MonitorSite(String project, List<MonitoredModel> models) {
    private static final String STYLE = "monitor.css";

    public MonitorSite {
        models = models.stream()
                .sorted(Comparator.comparing(MonitoredModel::model).thenComparing(MonitoredModel::job))
                .toList();
    }

    /** Name of the file to its text, to be stored as UTF-8. */
    public SortedMap<String, String> pages() {
        SortedMap<String, String> pages = new TreeMap<>();
        List<Summary> summaries = models.stream().map(Summary::new).toList();
        pages.put(
                "index.html",
                SelfContained.still(MonitorSite.class, "monitor-index.mustache", STYLE, new Index(project, summaries)));
        models.forEach(model -> pages.put(
                file(model),
                SelfContained.still(
                        MonitorSite.class, "monitor-model.mustache", STYLE, new ModelPage(project, model))));
        return pages;
    }

    private static String file(MonitoredModel model) {
        return "by-" + model.job().replaceAll("[^A-Za-z0-9_-]", "-") + ".html";
    }

    /** What the index shows. */
    record Index(String project, List<Summary> models) {
        boolean isEmpty() {
            return models.isEmpty();
        }

        String sentence() {
            return models.isEmpty()
                    ? "No model is watched yet."
                    : DisplayFormat.counted(models.size(), "model") + " watched: " + byHealth() + ".";
        }

        private String byHealth() {
            SortedMap<String, Long> words = new TreeMap<>();
            models.forEach(model -> words.merge(model.health().word(), 1L, Long::sum));
            return String.join(
                    ", ",
                    words.entrySet().stream()
                            .map(word -> DisplayFormat.count(word.getValue()) + " " + word.getKey())
                            .toList());
        }
    }

    /** A model at a glance. */
    record Summary(MonitoredModel of) {
        String model() {
            return of.model();
        }

        String job() {
            return of.job();
        }

        String owner() {
            return of.owner();
        }

        String file() {
            return MonitorSite.file(of);
        }

        Health health() {
            return Health.of(of);
        }

        String run() {
            return of.last()
                    .map(run -> "By " + run.id() + ": headrace.drift, headrace.performance, headrace.decisions")
                    .orElse("");
        }

        String version() {
            return of.versions().isEmpty()
                    ? "none"
                    : Integer.toString(
                            of.versions().get(of.versions().size() - 1).version());
        }

        String decision() {
            return of.decision()
                    .map(row -> row.action().replace('_', ' ') + ": " + row.text())
                    .orElse("nothing yet");
        }

        String alerts() {
            return of.alerts().isEmpty()
                    ? "none in the last run"
                    : String.join("; ", of.alerts().stream().map(Decided::text).toList());
        }
    }

    /** What the page of a model shows. */
    record ModelPage(String project, Summary summary, ColumnStrips columns, AreaLine areas, Timetable times) {
        ModelPage(String project, MonitoredModel model) {
            this(
                    project,
                    new Summary(model),
                    new ColumnStrips(model),
                    new AreaLine(model.areas()),
                    new Timetable(model));
        }

        private MonitoredModel of() {
            return summary.of();
        }

        boolean hasRun() {
            return of().last().isPresent();
        }

        List<ColumnStrips.Strip> strips() {
            return columns.shown();
        }

        boolean hasStrips() {
            return !strips().isEmpty();
        }

        List<String> compared() {
            return Health.others(of());
        }

        String others() {
            return columns.others() == 0
                    ? ""
                    : DisplayFormat.counted(columns.others(), "more column") + " of less weight: see headrace.drift.";
        }

        List<DistributionView> distributions() {
            List<MonitoredModel.ColumnName> order = columns.names();
            return of().distributions().stream()
                    .sorted(Comparator.comparingInt(distribution -> rank(order.indexOf(distribution.column()))))
                    .map(DistributionView::of)
                    .toList();
        }

        private static int rank(int index) {
            return index < 0 ? Integer.MAX_VALUE : index;
        }

        boolean hasDistributions() {
            return !of().distributions().isEmpty();
        }

        List<FigureLine> figures() {
            return of().areas().stream()
                    .sorted(Comparator.comparing(Figure::lastAsOf).reversed().thenComparing(Figure::method))
                    .map(FigureLine::of)
                    .toList();
        }

        boolean hasFigures() {
            return !of().areas().isEmpty();
        }

        List<String> blind() {
            return of().areas().stream()
                    .map(figure -> (figure.isRealised() ? "Realised" : "Estimated (" + figure.method() + ")")
                            + " figures cannot see: " + figure.blindTo())
                    .distinct()
                    .sorted()
                    .toList();
        }

        boolean hasLabels() {
            return of().areas().stream().anyMatch(Figure::isRealised);
        }

        List<Timetable.Entry> entries() {
            return times.shown();
        }

        boolean hasEntries() {
            return !times.shown().isEmpty();
        }

        String moreEntries() {
            return times.others() == 0 ? "" : DisplayFormat.count(times.others()) + " older: see headrace.decisions.";
        }

        List<InForce> versions() {
            return of().versions().stream()
                    .sorted(Comparator.comparingLong(InForce::seq).reversed())
                    .toList();
        }

        boolean hasVersions() {
            return !of().versions().isEmpty();
        }
    }

    /** A figure as a line of a table. */
    record FigureLine(
            String day,
            String method,
            int version,
            String value,
            String interval,
            String reference,
            String verdict,
            String mark,
            String rows,
            String run,
            String row) {
        static FigureLine of(Figure figure) {
            String interval = figure.lower().isPresent() && figure.upper().isPresent()
                    ? score(figure.lower()) + " to " + score(figure.upper())
                    : "";
            return new FigureLine(
                    figure.day().toString(),
                    figure.isRealised() ? "realised" : "estimated",
                    figure.version(),
                    score(figure.value()),
                    interval,
                    score(figure.reference()),
                    figure.verdict() + (figure.reason().isEmpty() ? "" : ": " + figure.reason()),
                    figure.isWorse() ? "bad" : figure.verdict().equals("ok") ? "good" : "",
                    DisplayFormat.count(figure.rows()),
                    figure.run(),
                    figure.row().words());
        }

        private static String score(OptionalDouble value) {
            return value.isPresent() ? DisplayFormat.score(value.getAsDouble()) : "not known";
        }
    }
}
