/**
 * Feature views: what was known about an entity before an as-of.
 *
 * <p>May import: features.windows, job, run, spec, spec.hocon, table, table.query. Spark.
 */
package io.headrace.features;
