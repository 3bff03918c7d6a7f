package io.headrace.model;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The scale of raw scores, and the score of a raw score. */
public enum Output {
    /** Log-odds: score = probability = 1 / (1 + e^−raw). */
    LOG_ODDS("log-odds"),
    /** A probability itself, kept within 0 to 1. */
    PROBABILITY("probability"),
    /** The predicted number itself. */
    NUMBER("number"),
    /** The natural logarithm of the predicted number: score = e^raw. */
    LOG("log");

    private final String word;

    Output(String word) {
        this.word = word;
    }

    /** The word in a model file. */
    public String word() {
        return word;
    }

    /** Whether scores are probabilities. */
    public boolean isProbability() {
        return this == LOG_ODDS || this == PROBABILITY;
    }

    /** The score of a raw score, with the exponential of {@code StrictMath}: the same bits on every machine. */
    public double score(double raw) {
        return switch (this) {
            case LOG_ODDS -> 1 / (1 + StrictMath.exp(-raw));
            case PROBABILITY -> Math.min(1, Math.max(0, raw));
            case NUMBER -> raw;
            case LOG -> StrictMath.exp(raw);
        };
    }

    /** The output with a word. */
    static Output of(String word) {
        return Arrays.stream(values())
                .filter(output -> output.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected an output of "
                        + Arrays.stream(values()).map(Output::word).collect(Collectors.joining(", ")) + ", found "
                        + word));
    }
}
