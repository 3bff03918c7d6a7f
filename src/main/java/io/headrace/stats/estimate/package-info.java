/**
 * Performance of a window: estimated from its scores before labels come, realised from labels, and how far the scores
 * are from calibrated; all from counts by score bin, never from rows.
 *
 * <p>Counts are whole numbers, so they add up in any order to the same bits.
 *
 * <p>May import: stats. Pure.
 */
package io.headrace.stats.estimate;
