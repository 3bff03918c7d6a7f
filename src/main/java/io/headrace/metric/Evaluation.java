package io.headrace.metric;

import io.headrace.spec.Gates;
import java.util.List;
import java.util.OptionalDouble;

/** The figures of a model on its test rows. */
public sealed interface Evaluation permits BinaryEvaluation, RegressionEvaluation, MulticlassEvaluation {
    /** Confidence of all intervals. */
    double CONFIDENCE = 0.95;

    /** Bins of calibration and gains. */
    int BINS = 10;

    /** Test rows, 1 or more. */
    int rows();

    /** The one figure that tells most, by name and value. */
    String headline();

    /** The figures as rows for {@code headrace.metrics}. */
    List<Figure> figures();

    /** What a gate asks for; not a number where it could not be measured. */
    Measured measured(Gates.Kind kind);

    /**
     * One figure.
     *
     * @param slice {@code feature=value} of the rows it is of, empty for all
     * @param bin 1 or more for a figure of a bin, else 0
     * @param lower lower end of the 95 % interval; the value itself where none is known
     * @param upper upper end of it
     * @param rows rows it was computed from
     */
    record Figure(String name, String slice, int bin, double value, double lower, double upper, long rows) {
        /** A figure of all rows without interval. */
        static Figure plain(String name, double value, long rows) {
            return new Figure(name, "", 0, value, value, value, rows);
        }
    }

    /**
     * What was measured.
     *
     * @param words what it is, for people
     */
    record Measured(double value, String words) {
        /** Something that could not be measured. */
        static Measured none(String why) {
            return new Measured(Double.NaN, why);
        }

        /** The shift of the scores; empty where it is not known. */
        static Measured shift(OptionalDouble index) {
            return index.isPresent()
                    ? new Measured(index.getAsDouble(), "stability index of the scores, training to test")
                    : none("scores of training rows are not known");
        }
    }
}
