/**
 * Reads a project's files and reports every problem of all of them at once.
 *
 * <p>The only importer of Typesafe Config; from here on there are the records of {@code spec}. Imports {@code spec} and
 * {@code run}, no Spark, no Hadoop and no stage.
 */
package io.headrace.spec.hocon;
