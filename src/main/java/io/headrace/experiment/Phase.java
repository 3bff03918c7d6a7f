package io.headrace.experiment;

import java.math.BigDecimal;
import java.util.Optional;

/** How far a challenger has come. */
public enum Phase {
    /** Scores every row and decides nothing. */
    SHADOW("0"),
    CANARY_1("0.01"),
    CANARY_5("0.05"),
    CANARY_10("0.1"),
    CANARY_25("0.25"),
    CANARY_50("0.5"),
    /** Decides for everybody. */
    FULL("1"),
    /** Was taken back; only a person lets it try again, as a new experiment. */
    ROLLED_BACK("0");

    private final BigDecimal share;

    Phase(String share) {
        this.share = new BigDecimal(share);
    }

    /** The share of entities that the challenger decides for. */
    public BigDecimal share() {
        return share;
    }

    /** Whether champion and challenger both decide, each for its own entities. */
    public boolean isCanary() {
        return share.signum() > 0 && this != FULL;
    }

    /** The stage after this one; empty at the ends. */
    public Optional<Phase> next() {
        return switch (this) {
            case SHADOW -> Optional.of(CANARY_1);
            case CANARY_1 -> Optional.of(CANARY_5);
            case CANARY_5 -> Optional.of(CANARY_10);
            case CANARY_10 -> Optional.of(CANARY_25);
            case CANARY_25 -> Optional.of(CANARY_50);
            case CANARY_50 -> Optional.of(FULL);
            case FULL, ROLLED_BACK -> Optional.empty();
        };
    }
}
