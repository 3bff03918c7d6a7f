package io.headrace.spec;

/** How the values of a column rest. */
public enum Encryption {
    /** In clear. */
    NONE,
    /** Encrypted by the key of the person whose row it is; equal values rest as different texts. */
    BY_PERSON,
    /** As tokens, equal for equal values of all columns of the name, whoever's they are: what joins need. */
    TOKEN
}
