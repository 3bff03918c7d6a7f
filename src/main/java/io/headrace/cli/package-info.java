/**
 * The command {@code headrace}: arguments, exit codes and what is shown on the screen.
 *
 * <p>The only package that sees all others.
 *
 * <p>May import: audit, bundle, demo, demo.page, engine, features, features.windows, groups, ingest, ingest.sniff, job, maintain, metric, model,
 * monitor, policy,
 * privacy, quality, registry, report, report.models, report.monitor, run, score, spec, spec.hocon, stats, stats.fairness, table, trace, train,
 * trust, trust.approval, trust.chain, trust.signing, value, zones. Spark.
 */
package io.headrace.cli;
