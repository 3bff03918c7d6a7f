/**
 * Training sets, learners and the registration of what they yield.
 *
 * <p>May import: features, ingest.values, job, metric, model, registry, run, spec, spec.hocon, stats, table, train.learners, train.search. Spark.
 */
package io.headrace.train;
