/**
 * The lake: session, Delta reads, staged and once-only writes, versions, publications, the run ledger.
 *
 * <p>Imports spec and run only. Delta's internal classes are named in {@code DeltaFiles} alone.
 */
package io.headrace.table;
