/**
 * The demo's page: records of what it shows, the conclusions drawn from them, and their HTML.
 *
 * <p>May import: report. Pure.
 */
package io.headrace.demo.page;
