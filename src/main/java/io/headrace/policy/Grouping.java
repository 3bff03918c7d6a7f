package io.headrace.policy;

/** Which findings of a day share one alert. */
public enum Grouping {
    /** All of a kind. */
    TOGETHER,
    /** Those of a kind and slice. */
    BY_SLICE,
    /** None: each column, or measure, of each slice has its own. */
    APART
}
