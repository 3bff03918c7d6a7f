/**
 * Bundles: a version of a model, with all that is known of it, as one file that another lake takes after it was verified.
 *
 * <p>May import: features, job, metric, model, quality, registry, run, spec, stats.drift, table, train, trust, trust.signing.
 */
package io.headrace.bundle;
