/**
 * What users write, as plain records: jobs, sources, feature views, gates and the project that holds them.
 *
 * <p>Pure: imports no Spark, Hadoop or Config and no stage (of Headrace only {@code run}); {@code spec.hocon} alone reads the files.
 */
package io.headrace.spec;
