/**
 * What users write, as plain records: jobs, sources, feature views, gates and the project that holds them.
 *
 * <p>May import: experiment, metric, policy, run, stats.drift, stats.fairness, stats.value. Pure.
 */
package io.headrace.spec;
