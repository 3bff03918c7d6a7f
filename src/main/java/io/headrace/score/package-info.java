/**
 * Scored tables: scores, reasons, audit and publication.
 *
 * <p>May import: features, job, metric, model, registry, run, spec, spec.hocon, table. Spark.
 */
package io.headrace.score;
