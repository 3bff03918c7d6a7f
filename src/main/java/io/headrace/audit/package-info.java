/**
 * The audit of a lake: whether chains, publications and files are as they were written, signed heads, and who did what.
 *
 * <p>Reads tables in this process; only sealing, which writes, needs a session.
 *
 * <p>May import: registry, run, spec, table, trust, trust.chain. Spark.
 */
package io.headrace.audit;
