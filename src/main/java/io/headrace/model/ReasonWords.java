package io.headrace.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The texts of reasons: labels of features, themes that join features into one reason, and the background.
 *
 * @param features by feature; the default label is its name
 * @param themes groups of related features; no feature is in two
 * @param background the rows that reasons compare with, see {@link Background}, each with the values of a model's features in their order, as
 *     {@link RawValues} are written; none for the average training row
 */
public record ReasonWords(Map<String, ReasonText.Wording> features, List<Theme> themes, List<List<Object>> background)
        implements Serializable {
    /** Features by their names, each a reason of its own. */
    public static final ReasonWords NONE = new ReasonWords(Map.of(), List.of(), List.of());

    public ReasonWords {
        features = features == null ? Map.of() : Map.copyOf(features);
        themes = themes == null ? List.of() : List.copyOf(themes);
        background = background == null ? List.of() : List.copyOf(background);
        Set<String> seen = new HashSet<>();
        for (Theme theme : themes) {
            for (String feature : theme.features()) {
                if (!seen.add(feature)) {
                    throw new IllegalArgumentException("the feature " + feature + " is in two themes");
                }
            }
        }
    }

    /**
     * Features that form one reason by the sum of their contributions.
     *
     * @param features one or more
     * @param text the text of the reason; {@code {value}} stands for the value of the feature that contributes most
     */
    public record Theme(List<String> features, String text) implements Serializable {
        public Theme {
            features = List.copyOf(features);
            Objects.requireNonNull(text, "text");
            if (features.isEmpty() || text.isBlank()) {
                throw new IllegalArgumentException("a theme must have features and a text");
            }
        }
    }

    /** A scorer that compares with the background, or where there is none with the average training row. */
    public Scorer scorer(CompiledModel model) {
        return background.isEmpty()
                ? model.scorer()
                : model.scorer(Background.of(
                        model,
                        background.stream()
                                .map(row -> RawValues.read(row, model.encoder()))
                                .toList()));
    }

    /** The themes of the features of a model, by place. */
    public Topics topics(List<String> names) {
        int[] topics = new int[names.size()];
        for (int feature = 0; feature < topics.length; feature++) {
            String name = names.get(feature);
            topics[feature] = themes.stream()
                    .filter(theme -> theme.features().contains(name))
                    .mapToInt(theme -> firstOf(theme, names))
                    .findFirst()
                    .orElse(feature);
        }
        return new Topics(topics);
    }

    private static int firstOf(Theme theme, List<String> names) {
        return theme.features().stream()
                .mapToInt(names::indexOf)
                .filter(place -> place >= 0)
                .min()
                .orElseThrow();
    }

    /** Contributions of features summed by theme. For one thread. */
    public static final class Topics {
        private final int[] topics;
        private final double[] sums;

        private Topics(int[] topics) {
            this.topics = topics;
            this.sums = new double[topics.length];
        }

        /**
         * The strongest reasons, each by the feature that contributes most to it; see {@link ReasonOrder#strongest}.
         *
         * @param contributions one for each feature
         */
        public int[] strongest(double[] contributions, int atMost, ReasonOrder order) {
            Arrays.fill(sums, 0);
            for (int feature = 0; feature < topics.length; feature++) {
                sums[topics[feature]] += contributions[feature];
            }
            int[] strongest = order.strongest(sums, atMost);
            for (int i = 0; i < strongest.length; i++) {
                strongest[i] = spokesman(strongest[i], contributions);
            }
            return strongest;
        }

        /** The feature of a topic that contributes most in the direction of its sum. */
        private int spokesman(int topic, double[] contributions) {
            int most = topic;
            double sign = Math.signum(sums[topic]);
            for (int feature = 0; feature < topics.length; feature++) {
                if (topics[feature] == topic && sign * contributions[feature] > sign * contributions[most]) {
                    most = feature;
                }
            }
            return most;
        }

        /** The sum of the contributions of a feature's theme in the last row. */
        public double amount(int feature) {
            return sums[topics[feature]];
        }
    }
}
