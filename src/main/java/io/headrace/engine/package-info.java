/**
 * A project at work: its session and lake, its jobs in order, what is due and why, replay, and the check of its SQL
 * texts.
 *
 * <p>Used by the command line, the workbench and the testing kit; shows nothing on a screen.
 *
 * <p>May import: features, ingest, job, lineage, quality, registry, run, spec, spec.hocon, table, table.query, train, zones. Spark.
 */
package io.headrace.engine;
