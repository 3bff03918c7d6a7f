/**
 * Proposes the spec of a source from one of its files.
 *
 * <p>May import: ingest.landing, ingest.text, run, spec, stats.
 */
package io.headrace.ingest.sniff;
