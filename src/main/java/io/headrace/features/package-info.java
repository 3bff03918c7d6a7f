/**
 * Feature views: what was known about an entity before an as-of.
 *
 * <p>Imports job, table, run and spec. Only {@code FeaturesStage} and {@code ViewColumns} name Spark.
 */
package io.headrace.features;
