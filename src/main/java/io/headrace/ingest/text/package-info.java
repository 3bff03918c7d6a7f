/**
 * Texts of raw files into rows: lines, CSV and JSON rows, their dialects, headers, and the audit of lines.
 *
 * <p>Pure: imports spec and run, and no Spark, Hadoop or Config.
 */
package io.headrace.ingest.text;
