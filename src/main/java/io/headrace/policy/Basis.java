package io.headrace.policy;

/** What a figure of performance rests on. */
public enum Basis {
    /** Scores, before labels come. */
    ESTIMATED,
    /** Labels. */
    REALISED;

    String word() {
        return this == ESTIMATED ? "estimated" : "realised";
    }
}
