/**
 * The landing folder: which files are there, which are new, and which are set aside before a row is read.
 *
 * <p>May import: ingest.text, run, spec.
 */
package io.headrace.ingest.landing;
