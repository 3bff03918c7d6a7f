/**
 * The command {@code headrace}: arguments, exit codes and what is shown on the screen.
 *
 * <p>The only package that sees all others; nobody imports it.
 */
package io.headrace.cli;
