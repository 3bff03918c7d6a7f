package io.headrace.stats.drift;

/** Why a verdict is unknown. */
public enum UnknownReason {
    /** It is not. */
    NONE(""),
    /** Fewer rows than the rules want, or too few to see an effect of the tolerance. */
    TOO_FEW_ROWS("too few rows"),
    /** No row has a value, in the reference or now. */
    ALL_MISSING("all values are missing"),
    /** All rows of both are in one bin, so that nothing can be compared. */
    ONE_VALUE("there is one value only"),
    /** Values may not be kept. */
    NO_BINS("the column has no bins, for it is personal");

    private final String words;

    UnknownReason(String words) {
        this.words = words;
    }

    /** For people; empty for none. */
    public String words() {
        return words;
    }
}
