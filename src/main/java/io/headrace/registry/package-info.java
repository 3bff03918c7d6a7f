/**
 * Versions of models, their aliases and their artifacts, as a chain of events.
 *
 * <p>May import: model, run, spec, table.
 */
package io.headrace.registry;
