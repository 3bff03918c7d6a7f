/**
 * The demo: plays a year of the reference shop through the engine and fills the demo's page from the tables.
 *
 * <p>Only {@code cli} imports it.
 *
 * <p>May import: demo.campaign, demo.page, demo.shop, engine, ingest, job, metric, model, registry, report,
 * report.models, report.monitor, run, spec, spec.hocon, stats, table. Spark.
 */
package io.headrace.demo;
