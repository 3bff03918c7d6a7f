/**
 * Tells others: what is said of alerts to whom, how it is sent, and how long it is tried.
 *
 * <p>No message, record or exception of this package holds the address of a webhook.
 *
 * <p>May import: policy, run, spec. Pure.
 */
package io.headrace.notice;
