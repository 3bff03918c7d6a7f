/**
 * What people are shown: self-contained pages rendered from plain records.
 *
 * <p>Imports no Spark, no other stage and no clock; {@code cli} fills the records from tables.
 */
package io.headrace.report;
