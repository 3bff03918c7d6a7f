/**
 * What decisions by a model are worth, from what score and monitor jobs counted: expected when they were made, realised as outcomes become
 * known, beside what would have been earned otherwise.
 *
 * <p>May import: job, monitor, quality, registry, run, spec, spec.hocon, stats, stats.estimate, stats.value, table. Spark.
 */
package io.headrace.value;
