/**
 * Checks on all rows together, the results of all checks, and profiles.
 *
 * <p>Imports job, table, stats, spec and run.
 */
package io.headrace.quality;
