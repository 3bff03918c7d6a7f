/**
 * The one conversion of texts into values of a declared type: the exact value, or none and the reason. It reads no clock, no locale of
 * the machine and no default.
 *
 * <p>May import: spec. Pure.
 */
package io.headrace.ingest.values;
