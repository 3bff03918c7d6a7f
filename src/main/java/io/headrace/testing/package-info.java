/**
 * Helpers for tests of projects: one Spark session for all tests of a JVM, a fresh lake for each test, assertions on
 * tables, and the examples of feature views as tests.
 *
 * <p>Uses JUnit, which the user's project brings.
 *
 * <p>May import: engine, features, spec, spec.hocon, table. Spark.
 */
package io.headrace.testing;
