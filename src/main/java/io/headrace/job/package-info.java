/**
 * The order of every job, in one place: claim, resolve, stage, audit, publish, record.
 *
 * <p>The stages implement {@link io.headrace.job.JobStage}.
 *
 * <p>May import: cipher, lineage, notice, run, spec, spec.hocon, table, table.query. Spark.
 */
package io.headrace.job;
