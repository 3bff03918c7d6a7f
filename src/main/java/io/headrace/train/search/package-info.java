/**
 * The search for a learner's settings: candidates, folds and trials.
 *
 * <p>May import: metric, model, run, spec, stats, table. Spark.
 */
package io.headrace.train.search;
