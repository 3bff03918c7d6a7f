/**
 * Self-contained HTML pages rendered from plain records, and the number formats that they share.
 *
 * <p>Other packages fill the records from tables.
 *
 * <p>May import: nothing. Pure.
 */
package io.headrace.report;
