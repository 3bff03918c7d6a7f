/**
 * The order of every job, in one place: claim, resolve, stage, audit, publish, record.
 *
 * <p>Imports table, run and spec; the stages implement {@link io.headrace.job.JobStage}.
 */
package io.headrace.job;
