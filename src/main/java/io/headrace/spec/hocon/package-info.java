/**
 * Reads a project's files and reports every problem of all of them at once.
 *
 * <p>The only importer of Typesafe Config; from here on there are the records of {@code spec}.
 *
 * <p>May import: experiment, metric, policy, run, spec, stats.estimate, stats.fairness, stats.trial, stats.value.
 */
package io.headrace.spec.hocon;
