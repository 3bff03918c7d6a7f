/**
 * The card of a version of a model, read from what is recorded of it, the evidence for supervisors, and the comparison of two.
 *
 * <p>May import: audit, metric, registry, report, run, spec, table, train.search.
 */
package io.headrace.report.models;
