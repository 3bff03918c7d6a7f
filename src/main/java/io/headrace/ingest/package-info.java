/**
 * Raw files into bronze, silver and quarantine, every row with exactly one outcome.
 *
 * <p>May import: cipher, ingest.landing, ingest.text, ingest.values, job, notice, quality, run, spec, spec.hocon, stats, table. Spark.
 */
package io.headrace.ingest;
