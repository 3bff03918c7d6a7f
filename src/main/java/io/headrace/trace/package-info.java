/**
 * From a score to the rows and files that it comes from, and from a file to the scores and versions that it touched. Reads only.
 *
 * <p>May import: features, ingest, registry, run, spec, table. Spark.
 */
package io.headrace.trace;
