/**
 * How good a model is on held-out rows, and what the gates say to it.
 *
 * <p>May import: spec, stats. Pure.
 */
package io.headrace.metric;
