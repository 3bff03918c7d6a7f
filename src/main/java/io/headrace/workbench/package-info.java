/**
 * What notebooks ask of a project: training sets, the champion's scores and figures, through the code that training uses.
 *
 * <p>Reads only; nothing here writes to a lake. Imports train, registry, evaluate, table, spec and run.
 */
package io.headrace.workbench;
