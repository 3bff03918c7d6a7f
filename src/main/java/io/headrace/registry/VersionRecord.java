package io.headrace.registry;

import io.headrace.metric.Figure;
import io.headrace.metric.MetricId;
import io.headrace.metric.Target;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a trained version: all that its registration says.
 *
 * @param digest SHA-256 of the artifact's bytes
 * @param provenance where it comes from
 * @param purpose what people say of it
 * @param settings of the learner
 * @param figures of all test rows, and compared with rivals; {@code headrace.metrics} has these and those of slices, classes, bins and
 *     features
 */
public record VersionRecord(
        String digest, Provenance provenance, Purpose purpose, SortedMap<String, Double> settings, List<Figure> figures)
        implements EventDetail {
    public VersionRecord {
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(purpose, "purpose");
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        figures = List.copyOf(figures);
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
     * @param seed of all draws
     * @param trainRows rows learnt from, those for the calibrator included
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
            long seed,
            long trainRows,
            long testRows) {
        public Provenance {
            features = List.copyOf(features);
            idleFeatures = List.copyOf(idleFeatures);
        }
    }

    /**
     * What people say of a version; empty where they say nothing.
     *
     * @param intendedUse what it may be used for
     * @param limits what it must not be used for, and where it is weak
     */
    public record Purpose(String intendedUse, String limits) {}
}
