/**
 * Self-contained HTML pages rendered from plain records, and the number formats that they share.
 *
 * <p>Imports no Spark, no stage and no clock; {@code cli} fills the records from tables.
 */
package io.headrace.report;
