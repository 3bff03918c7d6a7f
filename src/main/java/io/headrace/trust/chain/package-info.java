/**
 * A table that shows tampering: rows that name the digest of the row before, Merkle trees over them, and signed heads.
 *
 * <pre>{@code
 * Struct row = Struct.of("model", "lapse").with("version", 3).with("actor", "ada").with("at", Instant.parse("2026-01-01T00:00:00Z"));
 * ChainRow link = chainSoFar.next("models", atMicros, Canonical.digest(row));      // kept in columns beside the row's own
 * ChainState state = chainSoFar.after(link);
 * String head = Checkpoint.of("lake-7/models", state).signed("ada", key);          // a text; keep it outside the table
 *
 * ChainReport report = new ChainAudit("models", Duration.ofMinutes(5))
 *         .of(rows, List.of(Checkpoint.open(head, "lake-7/models", trusted, "head.txt")));
 * // report.faults(): what was edited, removed, inserted, moved, cut off or written anew, and where
 * }</pre>
 *
 * <p>May import: run, trust. Pure.
 */
package io.headrace.trust.chain;
