/**
 * Proposes the spec of a source from one of its files.
 *
 * <p>Imports ingest.text, ingest.landing (the footers of Parquet files), spec, stats and run; no Spark.
 */
package io.headrace.ingest.sniff;
