/**
 * Masked copies of published tables, in folders of their own for people who may not see the tables.
 *
 * <p>A copy is computed from what readers of its table see and follows it: whatever changes that, a publication, a rollback, an erasure or another
 * definition, changes the copy. Each part of a copy carries a mark of the files and the definition that it was made of, so that who comes next, after
 * a kill too, makes only what is missing.
 *
 * <p>May import: job, lineage, notice, run, spec, table. Spark.
 */
package io.headrace.zones;
