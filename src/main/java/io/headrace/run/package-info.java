/**
 * What one run is: its id, context, intent, outcome and the failures it may end with.
 *
 * <p>May import: nothing. Pure.
 */
package io.headrace.run;
