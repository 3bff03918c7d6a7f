package io.headrace.experiment;

import java.util.Optional;

/** Whether acting on a score changes the outcome that the score is judged by; declared, for no data can tell. */
public enum DecisionEffect {
    /** As a voucher that makes a customer stay: one row shows what happened under one arm only. */
    CHANGES_OUTCOME,
    /** As a forecast that nobody acts upon: one outcome judges both arms. */
    LEAVES_OUTCOME;

    /** How two arms are compared. */
    public enum Design {
        /** Both arms scored the same rows. */
        PAIRED,
        /** Chance gave each entity one arm. */
        RANDOMISED
    }

    /** Why a comparison of this design proves nothing; empty where it is sound. */
    public Optional<String> refusalOf(Design design) {
        return this == CHANGES_OUTCOME && design == Design.PAIRED
                ? Optional.of(
                        "a paired comparison needs an outcome that the decision leaves as it is, but this decision"
                                + " changes its outcome: each row shows only what happened under the arm that acted. Compare arms"
                                + " that chance assigned, with entities of each, or declare that the decision leaves the outcome")
                : Optional.empty();
    }

    /** Refuses, with {@link IllegalArgumentException}, a design that proves nothing. */
    public void require(Design design) {
        refusalOf(design).ifPresent(refusal -> {
            throw new IllegalArgumentException(refusal);
        });
    }
}
