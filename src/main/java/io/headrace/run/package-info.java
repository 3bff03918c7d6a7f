/**
 * What one run is: its id, context, intent, outcome and the failures it may end with.
 *
 * <p>Pure: imports no Spark, Hadoop or Config and no stage.
 */
package io.headrace.run;
