package io.headrace.stats.drift;

import io.headrace.run.Digest;
import io.headrace.run.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The stored form of bins.
 *
 * @param coarse the coarse bin of each fine bin
 * @param edges of number bins, each the shortest decimal that names its double
 * @param kind {@code numbers}, {@code texts} or {@code presence}
 * @param levels of text bins
 * @param reason why there are no values, of presence bins
 * @param version 1
 */
record BinsText(
        List<Integer> coarse, List<BigDecimal> edges, String kind, List<String> levels, String reason, int version) {
    private static final int VERSION = 1;

    /** Digits that are enough for every double; a text with more says something that a double cannot hold. */
    private static final int MOST_DIGITS = 17;

    static String of(NumberBins bins) {
        List<BigDecimal> edges =
                DoubleStream.of(bins.edges()).mapToObj(BinsText::shortest).toList();
        return Json.write(new BinsText(coarse(bins), edges, "numbers", List.of(), "", VERSION));
    }

    static String of(TextBins bins) {
        return Json.write(new BinsText(coarse(bins), List.of(), "texts", bins.levels(), "", VERSION));
    }

    static String of(PresenceBins bins) {
        return Json.write(new BinsText(coarse(bins), List.of(), "presence", List.of(), bins.reason(), VERSION));
    }

    private static List<Integer> coarse(ColumnBins bins) {
        return Arrays.stream(bins.decile()).boxed().toList();
    }

    static ColumnBins read(String text) {
        BinsText read = Json.read(text, BinsText.class);
        if (read == null
                || read.version != VERSION
                || read.hasHoles()
                || !Json.write(read).equals(text)) {
            throw new IllegalArgumentException("not bins as they are written, version 1: " + text);
        }
        return read.bins();
    }

    private boolean hasHoles() {
        return Stream.of(coarse, edges, levels).anyMatch(part -> part == null || part.contains(null)) || reason == null;
    }

    private ColumnBins bins() {
        int[] decile = coarse.stream().mapToInt(Integer::intValue).toArray();
        if ("numbers".equals(kind) && levels.isEmpty() && reason.isEmpty()) {
            return new NumberBins(edges.stream().mapToDouble(BinsText::exact).toArray(), decile);
        }
        if ("texts".equals(kind) && edges.isEmpty() && reason.isEmpty()) {
            return new TextBins(levels, decile);
        }
        if ("presence".equals(kind) && edges.isEmpty() && levels.isEmpty() && coarse.equals(List.of(0))) {
            return new PresenceBins(reason);
        }
        throw new IllegalArgumentException("bins are of numbers, texts or presence, and of one only; found " + this);
    }

    /** The decimal of the fewest digits that names the double, the nearest to it; the same for every version of Java. */
    static BigDecimal shortest(double edge) {
        BigDecimal exact = new BigDecimal(edge);
        int digits = 1;
        while (digits < MOST_DIGITS && !names(edge, exact, digits)) {
            digits++;
        }
        return plain(exact.round(new MathContext(digits)));
    }

    private static boolean names(double edge, BigDecimal exact, int digits) {
        return exact.round(new MathContext(digits)).doubleValue() == edge;
    }

    /** Without zeros at the end of a fraction, and with all digits of a whole number that is not very large. */
    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 && stripped.precision() - stripped.scale() <= MOST_DIGITS
                ? stripped.setScale(0)
                : stripped;
    }

    private static double exact(BigDecimal edge) {
        double nearest = edge.doubleValue();
        int digits = edge.stripTrailingZeros().precision();
        boolean shortest = Double.isFinite(nearest)
                && digits <= MOST_DIGITS
                && plain(new BigDecimal(nearest).round(new MathContext(digits)))
                        .toString()
                        .equals(edge.toString())
                && (digits == 1 || !names(nearest, new BigDecimal(nearest), digits - 1));
        if (!shortest) {
            throw new IllegalArgumentException(
                    "an edge must be the shortest decimal that names a double, found " + edge);
        }
        return nearest;
    }

    /** The first eight bytes of the digest of what bins are made of, free of how a Java version prints numbers. */
    static long mark(byte[] content) {
        return Long.parseUnsignedLong(Digest.of(content).substring(0, 16), 16);
    }
}
