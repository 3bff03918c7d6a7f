/**
 * What notebooks use of a project: training sets, the champion's predictions and metrics, through the code that
 * training uses.
 *
 * <p>Reads only; nothing here writes to a lake.
 *
 * <p>May import: engine, features, metric, model, registry, run, spec, spec.hocon, table, train. Spark.
 */
package io.headrace.workbench;
