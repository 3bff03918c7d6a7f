/**
 * What a query of a spec may do, judged on the plan that Spark has resolved: read its inputs, by deterministic functions, each as-of apart.
 *
 * <p>May import: nothing. Spark.
 */
package io.headrace.table.query;
