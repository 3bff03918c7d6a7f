/**
 * Raw files into bronze, silver and quarantine, every row with exactly one outcome.
 *
 * <p>Imports its parts (text, landing), job, table, quality, run, spec and Spark.
 */
package io.headrace.ingest;
