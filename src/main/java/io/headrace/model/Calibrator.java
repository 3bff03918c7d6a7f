package io.headrace.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** Turns the probability of a model into a calibrated one, fitted to observed outcomes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Calibrator.None.class, name = "none"),
    @JsonSubTypes.Type(value = Calibrator.Platt.class, name = "platt"),
    @JsonSubTypes.Type(value = Calibrator.Isotonic.class, name = "isotonic")
})
public sealed interface Calibrator extends Serializable {
    /** Changes nothing. */
    Calibrator NONE = new None();

    /** The least distance from 0 and 1 at which log-odds are taken. */
    double EDGE = 1e-12;

    /** The word in a model file. */
    String word();

    /** The calibrated probability of a score, 0 to 1; rises with it. */
    double calibrated(double score);

    /** Log-odds of a probability, kept off 0 and 1 by {@link #EDGE}. */
    static double logOdds(double probability) {
        double inside = Math.min(1 - EDGE, Math.max(EDGE, probability));
        return StrictMath.log(inside / (1 - inside));
    }

    /** The score itself. */
    record None() implements Calibrator {
        @Override
        public String word() {
            return "none";
        }

        @Override
        public double calibrated(double score) {
            return score;
        }
    }

    /**
     * A line in log-odds: 1 / (1 + e^−(slope × log-odds + offset)) (J. Platt, "Probabilistic outputs for support vector machines", 1999).
     *
     * @param slope more than 0, finite
     * @param offset finite
     */
    record Platt(double slope, double offset) implements Calibrator {
        public Platt {
            if (!(slope > 0) || !Double.isFinite(slope) || !Double.isFinite(offset)) {
                throw new IllegalArgumentException(
                        "a calibrator's slope must be more than 0, both its numbers finite, found " + slope + ", "
                                + offset);
            }
        }

        @Override
        public String word() {
            return "platt";
        }

        @Override
        public double calibrated(double score) {
            return 1 / (1 + StrictMath.exp(-(slope * logOdds(score) + offset)));
        }
    }

    /**
     * A rising curve through points, straight between them and level outside (centred isotonic regression: A. P. Oron and N. Flournoy,
     * 2017).
     *
     * @param scores rising strictly
     * @param rates one for each, 0 to 1, never falling
     */
    record Isotonic(List<Double> scores, List<Double> rates) implements Calibrator {
        public Isotonic {
            scores = List.copyOf(scores);
            rates = List.copyOf(rates);
            if (scores.isEmpty() || scores.size() != rates.size()) {
                throw new IllegalArgumentException(
                        "a calibrator needs as many scores as rates, found " + scores.size() + " and " + rates.size());
            }
            for (int i = 0; i < scores.size(); i++) {
                boolean rises = i == 0 || (scores.get(i) > scores.get(i - 1) && rates.get(i) >= rates.get(i - 1));
                if (!rises || !(rates.get(i) >= 0 && rates.get(i) <= 1)) {
                    throw new IllegalArgumentException("a calibrator's points must rise within 0 to 1, point " + i
                            + " is " + scores.get(i) + ", " + rates.get(i));
                }
            }
        }

        @Override
        public String word() {
            return "isotonic";
        }

        @Override
        public double calibrated(double score) {
            int place = java.util.Collections.binarySearch(scores, score + 0.0);
            if (place >= 0) {
                return rates.get(place);
            }
            int above = -place - 1;
            if (above == 0) {
                return rates.get(0);
            }
            if (above == scores.size()) {
                return rates.get(above - 1);
            }
            double from = scores.get(above - 1);
            double share = (score - from) / (scores.get(above) - from);
            return rates.get(above - 1) + share * (rates.get(above) - rates.get(above - 1));
        }

        /** The curve through these points. */
        public static Isotonic through(double[] scores, double[] rates) {
            return new Isotonic(
                    Arrays.stream(scores).boxed().toList(),
                    Arrays.stream(rates).boxed().toList());
        }
    }
}
