/**
 * What decisions do to groups of people: rates with intervals by group and by their intersections, differences between groups, verdicts by
 * declared policies, and what can be done about it; all from one aggregate of rows by group, label, decision and score bin.
 *
 * <p>Differences are of groups, not causes: they do not say why they are, nor what would be if a person were in another group.
 *
 * <p>May import: stats, stats.estimate, stats.value. Pure.
 */
package io.headrace.stats.fairness;
