/**
 * Scored tables: scoring, reasons, audit and publication.
 *
 * <p>Imports registry, model, job, table, run and spec. Spark is named in {@code ScoreStage} and {@code ScoreColumns}.
 */
package io.headrace.score;
