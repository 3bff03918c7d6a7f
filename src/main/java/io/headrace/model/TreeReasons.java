package io.headrace.model;

/** The Shapley values of one tree, where unknown features are averaged over by the training rows that took each branch. */
interface TreeReasons {
    /** How many numbers a row needs for notes. */
    int notes();

    /**
     * Adds the Shapley values of a row.
     *
     * @param answers for each question 1 where the row says yes, else 0, by its place behind the root
     * @param notes of length {@link #notes} or more
     * @param into one number per feature
     */
    void add(int[] answers, double[] notes, double[] into);
}
