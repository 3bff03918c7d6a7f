/**
 * How good a model is on held-out rows, and what the gates say to it.
 *
 * <p>Pure: imports stats and spec only.
 */
package io.headrace.metric;
