/**
 * From a score to the rows and files that it comes from, from a file to the scores and versions that it touched, why scores changed, and which run broke something.
 * Reads only.
 *
 * <p>May import: features, ingest, metric, model, monitor, quality, registry, run, spec, table. Spark.
 */
package io.headrace.trace;
