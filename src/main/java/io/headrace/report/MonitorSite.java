package io.headrace.report;

import io.headrace.report.MonitoredModel.Decided;
import io.headrace.report.MonitoredModel.Figure;
import io.headrace.report.MonitoredModel.InForce;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The pages of monitoring: an index, one page for each model, and one for each of its last runs. They run no script and need nothing but themselves; charts are SVG
 * in the page, so they follow light and dark, and are there for those who forbid scripts.
 *
 * @param project its name
 * @param models that are watched
 */
public record MonitorSite(String project, List<MonitoredModel> models) {
    /** The page to begin with. */
    public static final String INDEX = "index.html";

    private static final String STYLE = "monitor.css";
    private static final int MOST_SLICES = 60;

    public MonitorSite {
        models = models.stream()
                .sorted(Comparator.comparing(MonitoredModel::model).thenComparing(MonitoredModel::job))
                .toList();
    }

    /** Name of the file, below the folder of the pages, to its text, to be stored as UTF-8. */
    public SortedMap<String, String> pages() {
        SortedMap<String, String> pages = new TreeMap<>();
        List<Summary> summaries = models.stream().map(Summary::of).toList();
        pages.put(
                INDEX,
                SelfContained.still(MonitorSite.class, "monitor-index.mustache", STYLE, new Index(project, summaries)));
        summaries.forEach(summary -> {
            MonitoredModel model = summary.of();
            pages.put(
                    SiteAddress.ofModel(model),
                    SelfContained.still(
                            MonitorSite.class, "monitor-model.mustache", STYLE, new ModelPage(project, summary)));
            for (int i = 0; i < model.days().size(); i++) {
                pages.put(
                        SiteAddress.ofDay(model, model.days().get(i).run().date()),
                        SelfContained.still(MonitorSite.class, "monitor-day.mustache", STYLE, new DayPage(model, i)));
            }
        });
        return pages;
    }

    /**
     * Writes the pages; those that are there already are replaced.
     *
     * @param folder which need not be there
     * @return the page to begin with
     */
    public Path write(Path folder) throws IOException {
        for (Map.Entry<String, String> page : pages().entrySet()) {
            Path file = folder.resolve(page.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, page.getValue());
        }
        return folder.resolve(INDEX);
    }

    /** Each model in a few words. */
    public List<Glance> glances() {
        return models.stream()
                .map(model -> {
                    Health health = Health.of(model);
                    return new Glance(model.model(), health.word(), List.of(health.first(), health.second()));
                })
                .toList();
    }

    /**
     * A model in a few words.
     *
     * @param word such as well or drift
     * @param findings what the word rests on, first, and what else is known
     */
    public record Glance(String model, String word, List<String> findings) {}

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
    record Summary(MonitoredModel of, SiteAddress addresses, Health health) {
        static Summary of(MonitoredModel model) {
            return new Summary(model, new SiteAddress(model), Health.of(model));
        }

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
            return SiteAddress.ofModel(of);
        }

        /** The last run, with its page. */
        Optional<LastRun> run() {
            return of.last().map(run -> new LastRun(run.id(), addresses.of(run)));
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

    /** The last run, with its page if it has one. */
    record LastRun(String id, Optional<String> address) {}

    /** What the page of a model shows. */
    record ModelPage(String project, Summary summary, ColumnStrips columns, MeasureLine line, Timetable times) {
        ModelPage(String project, Summary summary) {
            this(
                    project,
                    summary,
                    new ColumnStrips(summary.of(), summary.addresses()),
                    MeasureLine.large(main(summary.of()), summary.addresses()),
                    new Timetable(summary.of(), summary.addresses()));
        }

        private SiteAddress addresses() {
            return summary.addresses();
        }

        private MonitoredModel of() {
            return summary.of();
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

        /** Figures of the measure that stands first. */
        private static List<Figure> main(MonitoredModel model) {
            return model.measures().stream().findFirst().map(model::newest).orElse(List.of());
        }

        /** The measure that stands first. */
        String measure() {
            return words(of().measures().get(0));
        }

        private static String words(String measure) {
            return measure.equals("auc") ? "AUC" : measure.replace('_', ' ');
        }

        /** The other measures, small. */
        List<SmallMeasure> otherMeasures() {
            return of().measures().stream().skip(1).map(this::small).toList();
        }

        boolean hasOtherMeasures() {
            return of().measures().size() > 1;
        }

        private SmallMeasure small(String measure) {
            List<Figure> figures = of().newest(measure);
            Figure last = figures.get(figures.size() - 1);
            return new SmallMeasure(
                    words(measure),
                    MeasureLine.small(figures, addresses()),
                    last.isRealised() ? "realised" : "estimated",
                    FigureLine.of(last, addresses().of(last.row())));
        }

        List<FigureLine> figures() {
            return main(of()).stream()
                    .sorted(Comparator.comparing(Figure::lastAsOf).reversed().thenComparing(Figure::method))
                    .map(figure -> FigureLine.of(figure, addresses().of(figure.row())))
                    .toList();
        }

        boolean hasFigures() {
            return !of().figures().isEmpty();
        }

        List<SliceLine> slices() {
            return of().slices().stream()
                    .limit(MOST_SLICES)
                    .map(figure -> new SliceLine(
                            figure.slice(),
                            words(figure.measure()),
                            FigureLine.of(figure, addresses().of(figure.row()))))
                    .toList();
        }

        boolean hasSlices() {
            return !of().slices().isEmpty();
        }

        String moreSlices() {
            int more = of().slices().size() - MOST_SLICES;
            return more <= 0 ? "" : DisplayFormat.count(more) + " more: see headrace.performance.";
        }

        List<String> blind() {
            return main(of()).stream()
                    .map(figure -> (figure.isRealised() ? "Realised" : "Estimated (" + figure.method() + ")")
                            + " figures cannot see: " + figure.blindTo())
                    .distinct()
                    .sorted()
                    .toList();
        }

        boolean hasLabels() {
            return of().figures().stream().anyMatch(Figure::isRealised);
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

        Optional<CalibrationView> calibration() {
            return of().calibration().map(CalibrationView::new);
        }

        List<LineageStep> lineage() {
            return of().lineage();
        }

        boolean hasLineage() {
            return !lineage().isEmpty();
        }

        /** The runs that have a page, newest first, by month. */
        List<Month> months() {
            return Month.of(of(), addresses());
        }

        boolean hasDays() {
            return !of().days().isEmpty();
        }

        boolean hasVersions() {
            return !of().versions().isEmpty();
        }
    }

    /** The newest figure of a slice. */
    record SliceLine(String slice, String measure, FigureLine figure) {}

    /** A measure with its last figure. */
    record SmallMeasure(String name, MeasureLine line, String how, FigureLine last) {}

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
            String row,
            Optional<String> address) {
        private static final double LARGE = 100;

        static FigureLine of(Figure figure, Optional<String> address) {
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
                    figure.row().words(),
                    address);
        }

        private static String score(OptionalDouble value) {
            if (value.isEmpty()) {
                return "not known";
            }
            double known = value.getAsDouble();
            return Math.abs(known) < LARGE ? DisplayFormat.score(known) : DisplayFormat.significant(known);
        }
    }
}
