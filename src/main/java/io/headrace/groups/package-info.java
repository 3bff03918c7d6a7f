/**
 * Rows of people beside protected columns, counted by group and judged by policies: for fairness jobs, and for train jobs that name one.
 *
 * <p>May import: metric, run, spec, stats, stats.estimate, stats.fairness, stats.value, table. Spark.
 */
package io.headrace.groups;
