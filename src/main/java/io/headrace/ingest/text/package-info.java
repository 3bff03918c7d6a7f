/**
 * Texts of raw files into rows: lines, CSV and JSON rows, their dialects, headers, and the audit of lines.
 *
 * <p>May import: spec. Pure.
 */
package io.headrace.ingest.text;
