/**
 * Training sets, learners and the registration of what they yield.
 *
 * <p>May import: features, groups, ingest.values, job, metric, model, quality, registry, run, spec, spec.hocon, stats, stats.drift,
 * stats.estimate, stats.fairness, table, train.learners, train.search. Spark.
 */
package io.headrace.train;
