package io.headrace.stats.estimate;

import io.headrace.stats.Interval;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The figures of a window, and what they rest on.
 *
 * @param method where they come from
 * @param rows rows with a score, and with a label where figures are realised
 * @param missing rows without a score, which no figure counts
 * @param unseenShare share of the rows in regions of which the reference knows nothing, 0 where the method asks
 *     none. Calibration takes them at the nearest rate, all else leaves them out
 * @param aucBinError how far the AUC, where rows of a score bin are ties, may be from that of the scores themselves
 * @param figures one for each measure, in the order of {@link Measure}
 */
public record Performance(
        Method method, long rows, long missing, double unseenShare, double aucBinError, List<Figure> figures) {
    /** The confidence of a band of three standard errors to both sides. */
    public static final double THREE_STANDARD_ERRORS = 0.9973002039367398;

    public Performance {
        Objects.requireNonNull(method, "method");
        figures = List.copyOf(figures);
    }

    /** Where figures come from. */
    public enum Method {
        /** From labels. */
        REALISED("Only rows whose labels are known count; those that are still open may differ."),
        /** Confidence-based: each score is taken as the probability of its row. */
        CBPE("The estimate takes the scores as calibrated on these rows. It cannot see that the same features now"
                + " lead to other outcomes (concept drift), nor errors on rows unlike those on which the scores"
                + " were calibrated."),
        /** As CBPE, with the rates that a labelled reference had at each score. */
        CALIBRATED_CBPE(
                "The estimate takes outcomes at equal scores to be as in the reference. It cannot see that the same"
                        + " features now lead to other outcomes (concept drift), nor rows with scores that the reference"
                        + " has not."),
        /** Labelled reference rows, weighted so that they lie as the window's rows do. */
        IMPORTANCE_WEIGHTED(
                "The estimate takes outcomes at equal scores or regions to be as in the reference. It cannot see that"
                        + " the same features now lead to other outcomes (concept drift), nor rows in regions without"
                        + " reference rows."),
        /** For regression: the reference's errors at the predictions that the window has. */
        DIRECT_LOSS(
                "The estimate takes errors at equal predictions to be as in the reference. It cannot see that the same"
                        + " features now lead to other outcomes (concept drift), nor rows with predictions that the"
                        + " reference has not.");

        private final String blindTo;

        Method(String blindTo) {
            this.blindTo = blindTo;
        }

        /** What figures of this kind cannot see, in a sentence for readers. */
        public String blindTo() {
            return blindTo;
        }
    }

    /**
     * Where a figure of another window should lie if nothing has changed: this one's value with its own doubt and that of a
     * window of so many rows.
     *
     * <p>The standard error is taken to shrink with the root of the rows. Empty where this figure has no error, and for counts of
     * rows, which follow the window's size.
     *
     * @param windowRows 1 or more
     * @param confidence strictly between 0 and 1
     */
    public Optional<Interval> band(Measure measure, long windowRows, double confidence) {
        if (windowRows < 1) {
            throw new IllegalArgumentException("windowRows must be 1 or more, found " + windowRows);
        }
        Figure figure = figure(measure);
        if (figure.standardError().isEmpty() || Measure.OF_COUNTS.contains(measure)) {
            return Optional.empty();
        }
        double error = figure.standardError().getAsDouble() * Math.sqrt(1 + (double) rows / windowRows);
        return Optional.of(Figure.interval(measure, figure.value().getAsDouble(), error, confidence));
    }

    /** The figure of a measure. */
    public Figure figure(Measure measure) {
        return figures.stream()
                .filter(figure -> figure.measure() == measure)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(method + " has no figure of " + measure));
    }
}
