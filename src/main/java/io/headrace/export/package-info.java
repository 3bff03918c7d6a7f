/**
 * Sends published scores to other systems: tables of databases and drops of files.
 *
 * <p>Sees {@code job} and what lies before it. A target takes rows out of sight and shows them at once, as the lake does.
 */
package io.headrace.export;
