/**
 * The pages of monitoring, read from what monitor jobs recorded.
 *
 * <p>May import: monitor, quality, registry, report, run, spec, stats, stats.drift, stats.estimate, table. Spark.
 */
package io.headrace.report.monitor;
