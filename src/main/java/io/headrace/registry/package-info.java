/**
 * Versions of models, their aliases and their artifacts, as a chain of events.
 *
 * <p>May import: metric, model, policy, run, spec, table. Spark.
 */
package io.headrace.registry;
