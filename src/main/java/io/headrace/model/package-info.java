/**
 * The compiled scorer: encodes raw features, predicts, explains each prediction exactly, and reads and writes model
 * files.
 *
 * <p>Usable as a library with Jackson alone.
 *
 * <p>May import: run. Pure.
 */
package io.headrace.model;
