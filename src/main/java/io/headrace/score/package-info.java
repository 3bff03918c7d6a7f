/**
 * Scored tables: scores, reasons, audit and publication.
 *
 * <p>May import: experiment, features, job, metric, model, quality, registry, run, spec, spec.hocon, stats.drift, table. Spark.
 */
package io.headrace.score;
