/**
 * Finds values of persons in files: raw bytes, unpacked gzip, names, and what Parquet files hold in columns and footers.
 *
 * <pre>{@code
 * Needles needles = Needles.of(List.of(
 *         Needle.key("customer_id", Set.of("customer_id", "CustomerID"), "12431"), Needle.value("email", "zyx@planted.org")));
 * SearchReport report = new FolderSearch(needles, hadoop).search(new Path("lake"));
 * // report.hits(): silver/customers/part-0.parquet: column email: 1 time
 * }</pre>
 *
 * <p>May import: nothing.
 */
package io.headrace.privacy.search;
