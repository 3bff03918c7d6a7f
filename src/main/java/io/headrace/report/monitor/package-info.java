/**
 * The pages of monitoring, read from what monitor jobs recorded, and from what experiments, value and fairness jobs found.
 *
 * <p>May import: experiment, groups, monitor, quality, registry, report, rollout, run, spec, stats, stats.drift, stats.estimate, stats.fairness, stats.trial, table,
 * value. Spark.
 */
package io.headrace.report.monitor;
