package io.headrace.trace;

import io.headrace.model.ChangeParts;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Why scores changed between two days.
 *
 * @param table of the scores
 * @param entity its column
 * @param first the earlier day, by the order of the one who asked
 * @param second the other day
 * @param scale what is split: raw scores in a unit, or scores
 * @param causes what else differs between the two runs, by the ledger
 * @param counts of rows
 * @param totals over the rows that were compared; empty where there are none
 * @param largest rows, those whose prediction changed most first
 */
public record ScoreChanges(
        String table,
        String entity,
        Day first,
        Day second,
        Scale scale,
        List<RunDifference> causes,
        Counts counts,
        Optional<Totals> totals,
        List<Changed> largest) {
    public ScoreChanges {
        causes = List.copyOf(causes);
        largest = List.copyOf(largest);
    }

    /**
     * What readers see of a day.
     *
     * @param asOf as its partition spells it
     * @param run that published it
     * @param versions of the model that decided, by rising number
     */
    public record Day(String asOf, String run, List<Integer> versions) {
        public Day {
            versions = List.copyOf(versions);
        }
    }

    /** What is split. */
    public enum Scale {
        /** Log-odds of the positive class, or of a class. */
        LOG_ODDS("log-odds"),
        /** A probability, before calibration. */
        PROBABILITY("probability"),
        /** The predicted number. */
        NUMBER("number"),
        /** Its natural logarithm. */
        LOG("log"),
        /** Scores, as the versions have raw scores on different scales. */
        SCORE("score");

        private final String word;

        Scale(String word) {
            this.word = word;
        }

        /** The word for it. */
        public String word() {
            return word;
        }
    }

    /**
     * Rows.
     *
     * @param compared that both days have, and that both versions can score
     * @param came that only the second day has
     * @param left that only the first day has
     * @param incomparable that both days have, but that one of the versions cannot score as the other day has them
     * @param example why, of one of them; empty where there are none
     * @param toPositive decisions that became positive
     * @param toNegative decisions that became negative
     */
    public record Counts(
            long compared, long came, long left, long incomparable, String example, long toPositive, long toNegative) {
        public Counts {
            Objects.requireNonNull(example, "example");
        }
    }

    /**
     * Sums over the rows that were compared.
     *
     * @param scores the features in the order of {@code features}
     * @param predictions the only feature part is that of all together
     * @param features those that moved most, by the sum of their parts without signs, first
     */
    public record Totals(ChangeParts scores, ChangeParts predictions, List<FeatureTotal> features) {
        public Totals {
            features = List.copyOf(features);
        }
    }

    /**
     * What a feature changed.
     *
     * @param part the sum of its parts
     * @param size the sum of its parts without their signs
     * @param rows whose score it changed
     */
    public record FeatureTotal(String feature, BigDecimal part, BigDecimal size, long rows) {}

    /**
     * A row.
     *
     * @param key of the entity, as text
     * @param first as it was published
     * @param second likewise
     * @param ofClass whose raw score is split; empty for models without classes
     * @param scores the features in the order of {@code features}
     * @param predictions the only feature part is that of all together
     * @param features those that moved it most first
     */
    public record Changed(
            String key,
            Decided first,
            Decided second,
            Optional<String> ofClass,
            ChangeParts scores,
            ChangeParts predictions,
            List<FeatureChange> features) {
        public Changed {
            features = List.copyOf(features);
        }
    }

    /** By whom, and how, a row was decided. */
    public record Decided(String arm, int version, boolean decision) {}

    /**
     * What a feature changed of a row.
     *
     * @param part that it has in the change
     * @param before its value on the first day, empty where it is missing
     * @param after its value on the second
     */
    public record FeatureChange(String feature, BigDecimal part, Optional<String> before, Optional<String> after) {}
}
