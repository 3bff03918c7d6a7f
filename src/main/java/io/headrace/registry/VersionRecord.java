package io.headrace.registry;

import io.headrace.metric.Figure;
import io.headrace.metric.MetricId;
import io.headrace.metric.Target;
import io.headrace.spec.Assessment;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is known of a trained version: all that its registration says.
 *
 * @param digest SHA-256 of the artifact's bytes
 * @param provenance where it comes from
 * @param purpose what people say of it
 * @param settings of the learner
 * @param figures of all test rows, and compared with rivals; {@code headrace.metrics} has these and those of slices, classes, bins and
 *     features
 * @param terms what the figures were computed by; of versions before there were any {@link Terms#NONE}
 */
public record VersionRecord(
        String digest,
        Provenance provenance,
        Purpose purpose,
        SortedMap<String, Double> settings,
        List<Figure> figures,
        Terms terms)
        implements EventDetail {
    public VersionRecord {
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(purpose, "purpose");
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        figures = List.copyOf(figures);
        terms = terms == null ? Terms.NONE : terms;
    }

    /** The figure of an id. */
    public Optional<Figure> figure(MetricId id) {
        return figures.stream().filter(figure -> figure.id().equals(id)).findFirst();
    }

    /**
     * Where a version comes from.
     *
     * @param owner who answers for the job
     * @param date logical date of the run, as ISO text
     * @param target what kind of label is predicted
     * @param label the label in words
     * @param population SQL condition: whom the model is for
     * @param view the feature view
     * @param featureVersion digest of the view's definition
     * @param features that enter the model, in order
     * @param idleFeatures features without information, each with why
     * @param learner the learner's word
     * @param calibrator the calibrator's word
     * @param calibration why it is this one, in words; empty where none was asked for, and of versions that do not say
     * @param interval its prediction interval and how it was made, in words; empty where none was asked for, and of versions that do not say
     * @param weights what rows counted in training, in words; empty where each counted 1, and of versions that do not say
     * @param seed of all draws
     * @param trainRows rows learnt from; of versions that do not say why they have their calibrator those kept for it included
     * @param testRows rows held out
     */
    public record Provenance(
            String owner,
            String date,
            Target target,
            String label,
            String population,
            String view,
            String featureVersion,
            List<String> features,
            List<String> idleFeatures,
            String learner,
            String calibrator,
            String calibration,
            String interval,
            String weights,
            long seed,
            long trainRows,
            long testRows) {
        public Provenance {
            features = List.copyOf(features);
            idleFeatures = List.copyOf(idleFeatures);
            calibration = calibration == null ? "" : calibration;
            interval = interval == null ? "" : interval;
            weights = weights == null ? "" : weights;
        }
    }

    /**
     * What people say of a version; empty where they say nothing.
     *
     * @param intendedUse what it may be used for
     * @param limits what it must not be used for, and where it is weak
     */
    public record Purpose(String intendedUse, String limits) {}

    /**
     * What the figures were computed by; empty where the job declared nothing.
     *
     * @param decision when a row is decided positive, in words
     * @param baseline SQL of the plain rule
     * @param value what decisions are worth, as declared: by {@code hit}, {@code false-alarm}, {@code miss}, {@code rest} and
     *     {@code capacity}
     * @param currency what values are in
     */
    public record Terms(String decision, String baseline, SortedMap<String, String> value, String currency) {
        /** Nothing is known. */
        public static final Terms NONE = new Terms("", "", new TreeMap<>(), "");

        public Terms {
            Objects.requireNonNull(decision, "decision");
            Objects.requireNonNull(baseline, "baseline");
            value = Collections.unmodifiableSortedMap(new TreeMap<>(value));
            Objects.requireNonNull(currency, "currency");
        }

        /** The value in words, such as {@code hit 10, false-alarm -2, miss 0, rest 0 dollars}; empty without. */
        public String valueInWords() {
            return value.isEmpty()
                    ? ""
                    : Assessment.Value.OUTCOMES.stream()
                                    .filter(outcome -> value.get(outcome) != null)
                                    .map(outcome -> outcome + " " + value.get(outcome))
                                    .collect(Collectors.joining(", "))
                            + (currency.isEmpty() ? "" : " " + currency);
        }
    }
}
