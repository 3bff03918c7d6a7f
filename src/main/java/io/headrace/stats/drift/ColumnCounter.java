package io.headrace.stats.drift;

import java.util.TreeMap;

/**
 * Counts the rows of one column by its bins, one row after the other. Not for several threads at a time.
 *
 * <p>Numbers go to {@link #add(double)}, texts and truth values ({@code true}, {@code false}) to {@link #add(String)}; rows
 * without a value to {@link #addMissing()}. Of presence bins any of them will do, and nothing is kept of the value.
 */
public final class ColumnCounter {
    private final ColumnBins bins;
    private final NumberBins numbers;
    private final TextBins texts;
    private final long mark;
    private final long[] counts;
    private long missing;
    private long notFinite;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private final SumByExponent sum;
    private final SumByExponent squares;
    private final TreeMap<String, long[]> named = new TreeMap<>();
    private long unnamed;
    private int lastBin = -1;

    public ColumnCounter(ColumnBins bins) {
        this.bins = bins;
        this.numbers = bins instanceof NumberBins found ? found : null;
        this.texts = bins instanceof TextBins found ? found : null;
        this.mark = bins.mark();
        this.counts = new long[bins.size()];
        this.sum = numbers == null ? null : new SumByExponent();
        this.squares = numbers == null ? null : new SumByExponent();
    }

    /** A row with a number; refused of a column of texts. */
    public void add(double number) {
        lastBin = -1;
        if (numbers == null) {
            addPresent("a number");
        } else if (Math.abs(number) <= Double.MAX_VALUE) {
            lastBin = numbers.bin(number);
            counts[lastBin]++;
            least = Math.min(least, number + 0.0);
            greatest = Math.max(greatest, number + 0.0);
            sum.add(number);
            squares.addSquare(number);
        } else {
            notFinite++;
        }
    }

    /** A row with a text, null being a missing one; refused of a column of numbers. */
    public void add(String text) {
        lastBin = -1;
        if (text == null) {
            missing++;
        } else if (texts == null) {
            addPresent("a text");
        } else {
            lastBin = texts.bin(text);
            counts[lastBin]++;
            if (lastBin == counts.length - 1) {
                addOther(text, 1);
            }
        }
    }

    /** A row without a value. */
    public void addMissing() {
        lastBin = -1;
        missing++;
    }

    /** The bin of the row that was added last; -1 where its value has none. */
    public int lastBin() {
        return lastBin;
    }

    /** A row with a value of which nothing is kept; refused where values have bins. */
    public void addPresent() {
        addPresent("a value that is not said");
    }

    private void addPresent(String what) {
        if (numbers != null || texts != null) {
            throw new IllegalArgumentException(what + " does not fit the bins " + bins);
        }
        lastBin = 0;
        counts[0]++;
    }

    /** The first levels in the order of texts stay; a level that went can not come back, for those before it stay. */
    private void addOther(String text, long rows) {
        long[] known = named.get(text);
        if (known != null) {
            known[0] += rows;
        } else if (!isNamed(text)) {
            unnamed += rows;
        } else {
            named.put(text, new long[] {rows});
            if (named.size() > ColumnCounts.MOST_NAMED) {
                unnamed += named.pollLastEntry().getValue()[0];
            }
        }
    }

    private boolean isNamed(String text) {
        boolean first = named.size() < ColumnCounts.MOST_NAMED || text.compareTo(named.lastKey()) < 0;
        return first && TextBins.nameable(text);
    }

    /** Rows counted before, by the same bins. */
    public void add(ColumnCounts other) {
        if (other.mark() != mark) {
            throw new IllegalArgumentException("counts by different bins do not merge");
        }
        for (int bin = 0; bin < counts.length; bin++) {
            counts[bin] += other.count(bin);
        }
        missing += other.missing();
        notFinite += other.notFinite();
        other.least().ifPresent(number -> least = Math.min(least, number));
        other.greatest().ifPresent(number -> greatest = Math.max(greatest, number));
        if (numbers != null) {
            sum.add(other.numbers().sum());
            squares.add(other.numbers().squares());
        }
        other.named().forEach(this::addOther);
        unnamed += other.unnamed();
    }

    /** What was counted so far. */
    public ColumnCounts counts() {
        ColumnCounts.Numbers known = least > greatest
                ? ColumnCounts.Numbers.NONE
                : new ColumnCounts.Numbers(least, greatest, sum.total(), squares.total());
        TreeMap<String, Long> levels = new TreeMap<>();
        named.forEach((level, rows) -> levels.put(level, rows[0]));
        return new ColumnCounts(mark, counts, missing, notFinite, known, levels, unnamed);
    }
}
