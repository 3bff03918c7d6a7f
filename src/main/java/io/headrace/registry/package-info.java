/**
 * Versions of models, their aliases and their artifacts, as a chain of events.
 *
 * <p>Imports table, run, model and spec.
 */
package io.headrace.registry;
