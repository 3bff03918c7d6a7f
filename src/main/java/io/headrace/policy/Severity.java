package io.headrace.policy;

/** Whom an alert reaches. */
public enum Severity {
    /** Somebody, in working hours. */
    TICKET,
    /** Somebody, now. */
    PAGE
}
