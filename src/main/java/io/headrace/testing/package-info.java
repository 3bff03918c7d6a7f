/**
 * Helpers for tests of projects: one Spark session for all tests of a JVM, a fresh lake for each test.
 *
 * <p>Imports JUnit, which the user's project brings; nothing else of Headrace imports this package.
 */
package io.headrace.testing;
