/** What the pages "Add a ..." add: one class each, registered under {@code META-INF/services} of the tests. */
package io.headrace.added;
