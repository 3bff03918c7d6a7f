/**
 * Events of runs for other systems, as OpenLineage: which job read and wrote which tables, how it ended, and what monitoring found of them.
 *
 * <p>May import: notice, run, spec. Pure.
 */
package io.headrace.lineage;
