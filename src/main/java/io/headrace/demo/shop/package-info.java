/**
 * The shop of the reference project: invented customers whose true behaviour is known, and the raw files they leave.
 *
 * <p>Pure: imports {@code run} for its failures, FastCSV and Jackson, and no Spark, Hadoop, Config or stage.
 */
package io.headrace.demo.shop;
