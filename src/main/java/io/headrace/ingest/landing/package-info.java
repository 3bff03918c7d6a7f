/**
 * The landing folder: which files are there, which are new, and which are set aside before a row is read.
 *
 * <p>Imports ingest.text, spec and run, and Hadoop's file systems; no Spark.
 */
package io.headrace.ingest.landing;
