/**
 * The voucher campaign of the reference shop as a randomised trial: what each plan of sending vouchers earns.
 *
 * <p>May import: demo.page, demo.shop, spec, stats, table. Spark.
 */
package io.headrace.demo.campaign;
