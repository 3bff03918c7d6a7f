/**
 * What published decisions did to groups of people: protected columns beside scores and outcomes, counted once, and judged by policies.
 *
 * <p>May import: groups, job, run, spec, spec.hocon, stats.fairness, table, train. Spark.
 */
package io.headrace.fairness;
