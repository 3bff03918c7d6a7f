/**
 * Sends published scores to other systems: tables of databases and drops of files.
 *
 * <p>A target takes rows out of sight and shows them at once, as the lake does.
 *
 * <p>May import: job, run, spec, spec.hocon, table. Spark.
 */
package io.headrace.export;
