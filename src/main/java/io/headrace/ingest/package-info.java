/**
 * Raw files into bronze, silver and quarantine, every row with exactly one outcome.
 *
 * <p>Imports job, table, run and spec. Only {@code IngestStage} and {@code SilverColumns} name Spark.
 */
package io.headrace.ingest;
