package io.headrace.spec;

/** What kind of answer a model foresees. */
public enum Target {
    /** Yes or no: the model gives the probability of yes. */
    YES_NO("yes or no"),
    /** A number: the model gives what is to be expected. */
    NUMBER("a number"),
    /** One of two or more classes: the model gives the probability of each. */
    CLASSES("one of several classes");

    private final String words;

    Target(String words) {
        this.words = words;
    }

    /** The kind in words, for messages. */
    public String words() {
        return words;
    }
}
