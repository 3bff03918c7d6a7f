/**
 * Scored tables: scores, reasons, audit and publication.
 *
 * <p>May import: experiment, features, groups, job, metric, model, quality, registry, run, spec, spec.hocon, stats.drift, stats.fairness, table. Spark.
 */
package io.headrace.score;
