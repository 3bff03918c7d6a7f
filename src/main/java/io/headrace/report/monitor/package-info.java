/**
 * The pages of monitoring, read from what monitor jobs recorded.
 *
 * <p>May import: monitor, quality, registry, report, run, spec, stats.drift, table. Spark.
 */
package io.headrace.report.monitor;
