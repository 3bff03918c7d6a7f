/**
 * The job that judges the arms of a score job: reads scores and outcomes, keeps each look, acts on harm.
 *
 * <p>May import: experiment, features, groups, job, metric, registry, run, spec, spec.hocon, stats, stats.drift, stats.trial, stats.value, table, train. Spark.
 */
package io.headrace.rollout;
