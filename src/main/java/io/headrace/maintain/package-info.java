/**
 * Keeps a lake small without breaking what refers to earlier versions of its tables: pins, vacuum, and small files put together.
 *
 * <pre>{@code
 * Vacuum vacuum = new Vacuum(lake, registry, publications, ledger, clock.instant());
 * List<VacuumPlan> plans = vacuum.plans(vacuum.tables(), Optional.empty());
 * // plans.get(0).held(): version 3 of lapse needs version 41 of silver.customers, 3 files, 1.2 MB
 * vacuum.remove(plans);
 * }</pre>
 *
 * <p>May import: job, registry, run, spec, spec.hocon, table.
 */
package io.headrace.maintain;
