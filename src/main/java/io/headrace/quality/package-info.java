/**
 * Checks of all rows together, the results of all checks, profiles, and statistics by bin.
 *
 * <p>May import: job, run, spec, stats, stats.drift, stats.estimate, table. Spark.
 */
package io.headrace.quality;
