/**
 * The reference shop: generated customers whose true behaviour is known, and the raw files they leave.
 *
 * <p>May import: run. Pure.
 */
package io.headrace.demo.shop;
