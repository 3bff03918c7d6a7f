/**
 * A project at work: its session and lake, its jobs in order, what is due and why, replay, and the check of its SQL texts.
 *
 * <p>Used by the command line, the workbench and the testing kit. Imports every stage; shows nothing on a screen.
 */
package io.headrace.engine;
