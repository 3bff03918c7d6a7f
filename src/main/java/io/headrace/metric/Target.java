package io.headrace.metric;

/** What kind of label a model predicts. */
public enum Target {
    /** One of two labels: the model gives the probability of the positive one. */
    BINARY("binary"),
    /** A number: the model gives the expected value. */
    REGRESSION("numeric"),
    /** One of two or more classes: the model gives the probability of each. */
    MULTICLASS("multiclass");

    private final String words;

    Target(String words) {
        this.words = words;
    }

    /** The kind in words, for messages. */
    public String words() {
        return words;
    }
}
