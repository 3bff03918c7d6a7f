/**
 * Checks of all rows together, the results of all checks, and profiles.
 *
 * <p>May import: job, run, spec, stats, table. Spark.
 */
package io.headrace.quality;
