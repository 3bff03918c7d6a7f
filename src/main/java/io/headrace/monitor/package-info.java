/**
 * Judges what other jobs counted: drift of inputs and scores, performance before and after labels come, and what follows from it.
 *
 * <p>May import: job, lineage, metric, notice, policy, quality, registry, run, spec, spec.hocon, stats, stats.drift, stats.estimate, table, train.
 * Spark.
 */
package io.headrace.monitor;
