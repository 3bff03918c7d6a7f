/**
 * What is kept of persons, where, and how it goes: the map of a project's data, and the erasure of persons.
 *
 * <pre>{@code
 * DataMap map = DataMap.of(project, schemas, Optional.of(lake));
 * // map.entries(): silver.customers, email, values, ..., rows are deleted, files and log rewritten
 * // map.unnamed(search.hits()): empty, or the map lacks a place
 * }</pre>
 *
 * <p>May import: engine, job, notice, privacy.search, run, spec, spec.hocon, table, trust, trust.approval, zones. Spark.
 */
package io.headrace.privacy;
