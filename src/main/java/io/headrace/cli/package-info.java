/**
 * The command {@code headrace}: arguments, exit codes and what is shown on the screen.
 *
 * <p>The only package that sees all others.
 *
 * <p>May import: demo, demo.page, engine, fairness, features, features.windows, ingest, ingest.sniff, job, metric, monitor, policy,
 * quality, registry, report, report.models, report.monitor, run, spec, spec.hocon, stats, table, train, value. Spark.
 */
package io.headrace.cli;
