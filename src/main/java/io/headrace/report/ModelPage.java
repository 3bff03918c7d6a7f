package io.headrace.report;

import io.headrace.report.MonitorSite.Summary;
import io.headrace.report.MonitoredModel.Figure;
import io.headrace.report.MonitoredModel.InForce;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the page of a model shows. */
record ModelPage(
        String project,
        Summary summary,
        List<FindingsPage> findings,
        ColumnStrips columns,
        MeasureLine line,
        Timetable times) {
    private static final int MOST_SLICES = 60;

    ModelPage(String project, Summary summary, List<FindingsPage> findings) {
        this(
                project,
                summary,
                findings,
                new ColumnStrips(summary.of(), summary.addresses()),
                MeasureLine.large(main(summary.of()), summary.addresses()),
                new Timetable(summary.of(), summary.addresses()));
    }

    boolean hasFindings() {
        return !findings.isEmpty();
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
