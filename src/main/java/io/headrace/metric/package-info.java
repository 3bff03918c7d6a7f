/**
 * What is known of a model as numbers: metrics, figures, evaluations, and gates that bound figures.
 *
 * <p>May import: stats. Pure.
 */
package io.headrace.metric;
