package io.headrace.report;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What monitoring has recorded of a model, ready to be shown.
 *
 * @param model its name
 * @param job the monitor job
 * @param owner of the job
 * @param runs the finished runs, one for each date, oldest first
 * @param drift the rows that decide whether a column has drifted, of the runs that are shown
 * @param distributions what was counted by bins, of the columns that matter most
 * @param figures of performance, of all runs
 * @param decided alerts and decisions of all runs
 * @param versions what was in force
 * @param calibration of the version whose labels came last; empty where none are known, or it predicts no probabilities
 * @param lineage the runs that what the last run judged goes back to, in order
 * @param days all that runs recorded, of those that have a page, oldest first
 */
public record MonitoredModel(
        String model,
        String job,
        String owner,
        List<Run> runs,
        List<ColumnVerdict> drift,
        List<Distribution> distributions,
        List<Figure> figures,
        List<Decided> decided,
        List<InForce> versions,
        Optional<Calibration> calibration,
        List<LineageStep> lineage,
        List<Day> days) {
    public MonitoredModel {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(owner, "owner");
        runs = List.copyOf(runs);
        drift = List.copyOf(drift);
        distributions = List.copyOf(distributions);
        figures = List.copyOf(figures);
        decided = List.copyOf(decided);
        versions = List.copyOf(versions);
        Objects.requireNonNull(calibration, "calibration");
        lineage = List.copyOf(lineage);
        days = List.copyOf(days);
    }

    private static final String AREA = "auc";

    /** A finished run of the monitor job. */
    public record Run(String id, LocalDate date) {
        public Run {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(date, "date");
        }
    }

    /** All that a run recorded. */
    public record Day(Run run, List<RecordedRows> tables) {
        public Day {
            Objects.requireNonNull(run, "run");
            tables = List.copyOf(tables);
        }
    }

    /** The words of a verdict. */
    public enum Verdict {
        /** Neither chance nor tolerated. */
        DRIFT,
        /** Within what chance explains or the tolerance allows. */
        OK,
        /** Nothing can be said. */
        UNKNOWN;

        /** As tables spell it. */
        public static Verdict of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A column or score.
     *
     * @param of population or scores
     */
    public record ColumnName(String of, String name) {
        public ColumnName {
            Objects.requireNonNull(of, "of");
            Objects.requireNonNull(name, "name");
        }

        /** For readers. */
        String words() {
            return of.equals("scores") ? "score" : name;
        }
    }

    /**
     * A row of {@code headrace.drift} that decides.
     *
     * @param against what the window is compared with
     * @param effect what the tolerance bounds; empty where it is not known
     * @param reason why it is unknown; empty where it is not
     * @param levels that came and went, in words
     */
    public record ColumnVerdict(
            String run,
            String against,
            ColumnName column,
            String statistic,
            Verdict verdict,
            OptionalDouble effect,
            double tolerance,
            double importance,
            String reason,
            String levels,
            RowReference row) {
        public ColumnVerdict {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(against, "against");
            Objects.requireNonNull(column, "column");
            Objects.requireNonNull(verdict, "verdict");
            Objects.requireNonNull(row, "row");
        }
    }

    /**
     * Rows of a column by coarse bin, of the reference and now.
     *
     * @param reference the training run that fixed the bins
     * @param now the scoring runs, put together
     * @param bins those with a value
     * @param missing rows without a value
     * @param isHidden whether values may not be kept, so that one bin holds them all
     */
    public record Distribution(
            ColumnName column, String reference, List<String> now, List<Bin> bins, Bin missing, boolean isHidden) {
        public Distribution {
            Objects.requireNonNull(column, "column");
            now = List.copyOf(now);
            bins = List.copyOf(bins);
            Objects.requireNonNull(missing, "missing");
        }
    }

    /** A bin with its rows. */
    public record Bin(String words, long reference, long now) {}

    /**
     * A row of {@code headrace.performance}.
     *
     * @param method realised, or how it was estimated
     * @param verdict ok, worse or unknown
     * @param slice the rows of one value of a feature, in words; empty for all rows
     */
    public record Figure(
            String run,
            int version,
            String firstAsOf,
            String lastAsOf,
            String method,
            String measure,
            OptionalDouble value,
            OptionalDouble lower,
            OptionalDouble upper,
            OptionalDouble reference,
            OptionalDouble tolerated,
            String verdict,
            String reason,
            long rows,
            String blindTo,
            String slice,
            RowReference row) {
        boolean isOfAllRows() {
            return slice.isEmpty();
        }

        boolean isRealised() {
            return method.equals("realised");
        }

        boolean isWorse() {
            return verdict.equals("worse");
        }

        LocalDate day() {
            return LocalDate.parse(lastAsOf.substring(0, "yyyy-MM-dd".length()));
        }
    }

    /**
     * A row of {@code headrace.decisions}.
     *
     * @param isAlert else it decides about the model
     * @param severity of an alert: ticket or page
     * @param target of a rollback
     */
    public record Decided(
            String run,
            LocalDate date,
            boolean isAlert,
            String id,
            String action,
            String severity,
            String version,
            String target,
            List<String> subjects,
            String text,
            List<String> causes,
            List<String> evidence,
            RowReference row) {
        public Decided {
            subjects = List.copyOf(subjects);
            causes = List.copyOf(causes);
            evidence = List.copyOf(evidence);
        }
    }

    /** An event that put a version in force. */
    public record InForce(long seq, int version, String at, String event, String actor, String reason) {}

    /** The last run. */
    Optional<Run> last() {
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(runs.size() - 1));
    }

    /** What the page compares with: the same season before training, and training before the windows before. */
    Optional<String> against() {
        return compared().stream().findFirst();
    }

    /** What the last run compared with, in that order; where it compared nothing, what earlier runs did. */
    List<String> compared() {
        List<String> ofLast = ordered(ofLast().stream());
        return ofLast.isEmpty() ? ordered(drift.stream()) : ofLast;
    }

    private static List<String> ordered(Stream<ColumnVerdict> rows) {
        return rows.map(ColumnVerdict::against)
                .distinct()
                .sorted(Comparator.comparing((String word) -> !word.startsWith("season"))
                        .thenComparing(word -> !word.startsWith("training"))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** The rows that decide, of the last run. */
    List<ColumnVerdict> ofLast() {
        return last().map(run ->
                        drift.stream().filter(row -> row.run().equals(run.id())).toList())
                .orElse(List.of());
    }

    /** The areas under the curve, by as-of; of each the newest row. */
    List<Figure> areas() {
        return newest(AREA);
    }

    /** The measures that there are figures of: the area under the curve, those that could be judged, others; each by name. */
    List<String> measures() {
        Set<String> judged = figures.stream()
                .filter(figure -> !figure.verdict().equals("unknown"))
                .map(Figure::measure)
                .collect(Collectors.toSet());
        return figures.stream()
                .filter(Figure::isOfAllRows)
                .map(Figure::measure)
                .distinct()
                .sorted(Comparator.comparing((String measure) -> !measure.equals(AREA))
                        .thenComparing(measure -> !judged.contains(measure))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** Figures of a measure, by as-of; of each the newest row. */
    List<Figure> newest(String measure) {
        return List.copyOf(figures.stream()
                .filter(figure -> figure.isOfAllRows() && figure.measure().equals(measure))
                .collect(Collectors.toMap(
                        figure -> figure.lastAsOf() + " " + figure.method() + " " + figure.version(),
                        figure -> figure,
                        BinaryOperator.maxBy(byRun()),
                        TreeMap::new))
                .values());
    }

    private Comparator<Figure> byRun() {
        Map<String, Integer> order = new HashMap<>();
        runs.forEach(run -> order.put(run.id(), order.size()));
        return Comparator.comparing(figure -> order.getOrDefault(figure.run(), -1));
    }

    /** Of each slice, and way in which figures come about, the newest; worse ones first. */
    List<Figure> slices() {
        return figures.stream()
                .filter(figure -> !figure.isOfAllRows())
                .collect(Collectors.toMap(
                        figure -> figure.slice() + " " + figure.method() + " " + figure.measure(),
                        figure -> figure,
                        BinaryOperator.maxBy(
                                Comparator.comparing(Figure::lastAsOf).thenComparing(byRun())),
                        TreeMap::new))
                .values()
                .stream()
                .sorted(Comparator.comparing((Figure figure) -> !figure.isWorse()))
                .toList();
    }

    /** The version that scored last; empty where there is no figure. */
    OptionalInt scoring() {
        return areas().stream().mapToInt(Figure::version).reduce((first, second) -> second);
    }

    /** The newest area of the version that scored last, estimated or realised. */
    Optional<Figure> area(Method method) {
        int version = scoring().orElse(0);
        return areas().stream()
                .filter(figure -> figure.isRealised() == (method == Method.REALISED)
                        && figure.version() == version
                        && figure.value().isPresent())
                .reduce((first, second) -> second);
    }

    /** How a figure came about. */
    enum Method {
        /** From the scores alone. */
        ESTIMATED,
        /** From labels. */
        REALISED
    }

    /** What was decided last. */
    Optional<Decided> decision() {
        return last().flatMap(run -> decided.stream()
                .filter(row -> !row.isAlert() && row.run().equals(run.id()))
                .findFirst());
    }

    /** Alerts of the last run. */
    List<Decided> alerts() {
        return last().map(run -> decided.stream()
                        .filter(row -> row.isAlert() && row.run().equals(run.id()))
                        .toList())
                .orElse(List.of());
    }
}
