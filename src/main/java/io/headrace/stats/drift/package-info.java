/**
 * Drift of a column's values: the bins that a model version keeps, rows counted by them, and statistics with their errors.
 *
 * <p>{@link io.headrace.stats.drift.ColumnBins} are fixed once, when a model version is trained. A {@link
 * io.headrace.stats.drift.ColumnCounter} counts rows by them in one pass; what it hands out, {@link
 * io.headrace.stats.drift.ColumnCounts}, merges, and is the same to the bit for any order of the rows and any partition.
 * Everything else is judged from these counts, never from rows.
 *
 * <p>Counts are stored as bytes: a version (1); the mark of the bins (8 bytes); the number of bins and rows of each bin;
 * rows without a value; rows that are NaN or infinite; then what else is known, by one byte: 0 nothing; 1 of numbers: the
 * least and greatest as doubles, their sum and the sum of their squares; 2 of texts: how many levels without a bin are
 * named, of each its length in bytes, its UTF-8 and its rows, then the rows of all such levels that are not named. The
 * CRC-32 of all of it ends it. Whole numbers are varints (seven bits a byte, low bits first, the high bit says that more
 * follow), doubles and the mark big-endian. A sum is twice the number of doubles that it is the sum of, as a varint, and
 * these doubles, each the nearest to what those before it leave; or 1 and the digits as text, its length first, where
 * doubles cannot hold it.
 *
 * <p>{@link io.headrace.stats.drift.ColumnsTogether} makes one number of all columns of a row, which is counted like a column. Its stored form has a
 * version (1) and the columns: name, mark of the bins, deviation, scores (a whole number s as 2s, or -2s - 1 below 0); then the lower triangles
 * of W and of the inverse correlation, and a CRC-32.
 *
 * <p>Commons Math gives the chi-square distribution and eigenvectors.
 *
 * <p>May import: run, stats. Pure.
 */
package io.headrace.stats.drift;
