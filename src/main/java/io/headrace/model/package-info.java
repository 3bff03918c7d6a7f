/**
 * The compiled scorer: encodes raw features, scores them, explains each score exactly, and reads and writes model files.
 *
 * <p>Pure: imports no Spark, Hadoop or Config and no stage; usable as a library with Jackson alone.
 */
package io.headrace.model;
