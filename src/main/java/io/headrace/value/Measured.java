package io.headrace.value;

/** What a value is of. */
enum Measured {
    /** The decisions that were made. */
    EARNED,
    /** Acting on no row. */
    NONE,
    /** Acting on all. */
    ALL,
    /** Acting on rows above a threshold. */
    ABOVE,
    /** Acting above the threshold that is the best of these very rows. */
    BEST,
    /** What the decisions earned less than the best. */
    REGRET,
    /** Acting on the highest scores, as many as the capacity allows. */
    CAPACITY,
    /** Contacting customers in a campaign, by the thresholds that are the best of these very rows. */
    CAMPAIGN,
    /** Running the score job. */
    COMPUTE
}
