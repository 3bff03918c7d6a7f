/**
 * What decisions are worth: from a matrix of values, or values of each row, and rows counted by score bin; before labels come and
 * after. A changed matrix, threshold or capacity is evaluated from the same counts.
 *
 * <p>May import: stats, stats.estimate. Pure.
 */
package io.headrace.stats.value;
