/**
 * Metrics, intervals and tests on plain numbers: ranking, calibration, paired comparison and the value of a policy.
 *
 * <p>Commons Math gives the error function. Every result is the same for any order of the rows, ties included, up to
 * rounding; only the bootstrap depends on it, through its seed.
 *
 * <p>May import: nothing. Pure.
 */
package io.headrace.stats;
