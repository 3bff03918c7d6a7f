/**
 * Aggregates over moving windows, of one entity's events in the order of time.
 *
 * <p>An event has a <em>partial</em> result for each aggregate; partials of events that follow each other merge into
 * one, which a tile holds for a day. A {@code Running} aggregate takes partials in at the new end of its window and
 * out at the old one, so that a pass over the events costs the same whatever the number and length of windows'
 * overlaps.
 *
 * <p>May import: run, spec, stats, table. Spark.
 */
package io.headrace.features.windows;
