package io.headrace.demo.page;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One training and what its gates decided.
 *
 * @param modelVersion the version that was trained
 * @param date the logical date of the run
 * @param decision promoted or refused
 * @param gates its gates; may be empty
 */
public record Training(String modelVersion, LocalDate date, Decision decision, List<Gate> gates) {
    public Training {
        Checked.text(modelVersion, "modelVersion");
        Objects.requireNonNull(date, "date");
        Objects.requireNonNull(decision, "decision");
        gates = List.copyOf(gates);
    }

    /** What became of the version. */
    public enum Decision {
        PROMOTED,
        REFUSED
    }

    /** Whether a gate was met. */
    public enum Outcome {
        PASSED,
        FAILED
    }

    /**
     * One condition for promotion: a value that must reach a bound.
     *
     * @param name the condition in words
     * @param value what was found; empty where there was nothing to compare, such as no champion yet
     * @param atLeast the least value that passes
     * @param outcome the verdict as recorded
     */
    public record Gate(String name, Optional<Double> value, double atLeast, Outcome outcome) {
        public Gate {
            Checked.text(name, "name");
            Objects.requireNonNull(value, "value");
            if (!Double.isFinite(atLeast)) {
                throw new IllegalArgumentException("atLeast must be finite, found " + atLeast);
            }
            Objects.requireNonNull(outcome, "outcome");
        }
    }
}
