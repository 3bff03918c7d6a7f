/**
 * The learning algorithms, one class each: its settings, and how it is fitted and compiled.
 *
 * <p>A new one is a class here, or in a jar beside ours, and its line in
 * {@code META-INF/services/io.headrace.spec.LearnerKind}.
 *
 * <p>May import: metric, model, spec. Spark.
 */
package io.headrace.train.learners;
