/**
 * Versions of models, their aliases and their artifacts, as a chain of events.
 *
 * <p>May import: metric, model, policy, run, spec, table, trust, trust.approval, trust.chain, trust.signing. Spark.
 */
package io.headrace.registry;
