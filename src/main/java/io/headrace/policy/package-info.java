/**
 * From observed days to alerts and decisions: a policy, the state it keeps from day to day, how often it would alert without
 * cause, and how it would have done in the past.
 *
 * <p>The result is a function of the policy and of the days observed; a day may be given again, or late, and everything from
 * it on is judged again.
 *
 * <p>May import: nothing. Pure.
 */
package io.headrace.policy;
