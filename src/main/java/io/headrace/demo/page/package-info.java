/**
 * The demo's page: records of what it shows, the conclusions drawn from them, and their HTML.
 *
 * <p>Pure: imports {@code report} for the page's shell and number formats; the demo fills the records from tables.
 */
package io.headrace.demo.page;
