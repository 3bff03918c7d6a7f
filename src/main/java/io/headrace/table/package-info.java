/**
 * The lake: session, Delta reads, staged and once-only writes, versions, publications, the run ledger.
 *
 * <p>Delta's internal classes are named in {@code DeltaFiles} alone.
 *
 * <p>May import: cipher, run, spec, trust.chain. Spark.
 */
package io.headrace.table;
