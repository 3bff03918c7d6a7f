/**
 * Helpers for tests of projects: one Spark session for all tests of a JVM, a fresh lake for each test, assertions on
 * tables, and the examples of feature views as tests.
 *
 * <p>Imports JUnit, which the user's project brings; nothing else of Headrace imports this package.
 */
package io.headrace.testing;
