/**
 * Experiments: who is in which arm, the stages of a rollout, and verdicts from what was seen at each peek.
 *
 * <p>Arms are a function of salt, name and entity alone. A verdict is a function of the plan and the peeks so far; late
 * outcomes come as a new peek and give a new verdict beside the old one.
 *
 * <p>May import: stats, stats.trial. Pure.
 */
package io.headrace.experiment;
