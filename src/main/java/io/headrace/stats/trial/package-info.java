/**
 * Randomised trials from sufficient statistics of their arms: differences and ratios, intervals for one look and for every
 * look, tests of shares and of harm, uplift, and the plan of a trial.
 *
 * <p>An {@link io.headrace.stats.trial.ArmCounter} counts entities in one pass; what it hands out, {@link
 * io.headrace.stats.trial.ArmTotals}, merges, and is the same to the bit for any order of the entities and any partition.
 * Everything but uplift is judged from these totals, never from rows.
 *
 * <p>Commons Math gives the gamma function.
 *
 * <p>May import: stats, stats.drift. Pure.
 */
package io.headrace.stats.trial;
