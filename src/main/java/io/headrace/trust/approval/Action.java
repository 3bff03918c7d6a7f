package io.headrace.trust.approval;

/** What may need approval. */
public enum Action {
    /** A version becomes champion. */
    PROMOTE("promote"),
    /** A person's data are removed. */
    ERASE("erase"),
    /** An earlier champion becomes champion again. */
    ROLL_BACK("roll back to");

    private final String verb;

    Action(String verb) {
        this.verb = verb;
    }

    /** As in "to promote lapse/7". */
    String verb() {
        return verb;
    }
}
