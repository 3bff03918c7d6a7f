package io.headrace.privacy.search;

import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Many values that are looked for at once, in about the time of one.
 *
 * <p>At each place of a text a hash of four bytes is looked up in a set of bits; only where it is there the bytes are compared.
 */
public final class Needles implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int BITS = 1 << 22;

    private final List<Needle> all;
    private final BitSet starts = new BitSet(BITS);
    private final HashMap<Integer, List<Needle.Pattern>> byStart = new HashMap<>();
    private final HashMap<BigDecimal, List<Needle>> byNumber = new HashMap<>();
    private final int longest;

    private Needles(List<Needle> needles) {
        all = List.copyOf(needles);
        int most = 0;
        for (Needle needle : needles) {
            for (Needle.Pattern pattern : needle.patterns()) {
                int start = start(pattern.bytes(), 0);
                starts.set(bit(start));
                byStart.computeIfAbsent(start, first -> new ArrayList<>()).add(pattern);
                most = Math.max(most, pattern.bytes().length);
            }
            if (needle.isNumber()) {
                byNumber.computeIfAbsent(
                                new BigDecimal(needle.value()).stripTrailingZeros(), first -> new ArrayList<>())
                        .add(needle);
            }
        }
        longest = most;
    }

    /** These values. */
    public static Needles of(List<Needle> needles) {
        return new Needles(needles);
    }

    /** All of them. */
    public List<Needle> all() {
        return all;
    }

    /** The length of the longest text that is looked for, in bytes. */
    int longest() {
        return longest;
    }

    /** Whether there are numbers among them. */
    boolean hasNumbers() {
        return !byNumber.isEmpty();
    }

    /** Each that a text holds, once for every place. */
    public void in(byte[] text, Consumer<Needle> found) {
        byte[] small = ByteText.small(text);
        in(small, 0, small.length, small.length, found);
    }

    /** Whether a text holds any of them. */
    public boolean areIn(String text) {
        boolean[] found = new boolean[1];
        in(text.getBytes(StandardCharsets.UTF_8), needle -> found[0] = true);
        return found[0];
    }

    /** The text with another in the place of each that it holds. */
    public String replacedIn(String text, String instead) {
        Set<Needle> there = new LinkedHashSet<>();
        in(text.getBytes(StandardCharsets.UTF_8), there::add);
        String replaced = text;
        for (Needle needle : there) {
            replaced = Pattern.compile(Pattern.quote(needle.value()), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                    .matcher(replaced)
                    .replaceAll(instead);
        }
        return replaced;
    }

    /**
     * Each that begins in a part of a text.
     *
     * @param small the text, letters of ASCII small
     * @param from where the part begins
     * @param to before which it ends
     * @param end before which the text ends
     */
    void in(byte[] small, int from, int to, int end, Consumer<Needle> found) {
        int last = Math.min(to, end - Needle.SHORTEST + 1);
        for (int i = from; i < last; i++) {
            int start = start(small, i);
            if (starts.get(bit(start))) {
                for (Needle.Pattern pattern : byStart.getOrDefault(start, List.of())) {
                    if (stands(pattern, small, i, end)) {
                        found.accept(pattern.needle());
                    }
                }
            }
        }
    }

    /** A number is not found inside a longer one. */
    private static boolean stands(Needle.Pattern pattern, byte[] small, int at, int end) {
        byte[] wanted = pattern.bytes();
        if (at + wanted.length > end) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (small[at + i] != wanted[i]) {
                return false;
            }
        }
        boolean goesOn = at + wanted.length < end
                && Needle.isDigit(wanted[wanted.length - 1])
                && Needle.isDigit(small[at + wanted.length]);
        boolean beganBefore = at > 0 && Needle.isDigit(wanted[0]) && Needle.isDigit(small[at - 1]);
        return !goesOn && !beganBefore;
    }

    /** Each that a column of text holds as its whole value, though it tells nothing elsewhere. */
    void asWhole(String column, String value, Consumer<Needle> found) {
        if (hasNumbers() && !value.isEmpty() && value.chars().allMatch(Needle::isDigit)) {
            byNumber.getOrDefault(new BigDecimal(value).stripTrailingZeros(), List.of()).stream()
                    .filter(needle -> !needle.columns().isEmpty() && needle.tellsIn(column))
                    .forEach(found);
        }
    }

    /** Each that is the number that a column holds. */
    void equalTo(String column, BigDecimal number, Consumer<Needle> found) {
        byNumber.getOrDefault(number.stripTrailingZeros(), List.of()).stream()
                .filter(needle -> needle.tellsIn(column))
                .forEach(found);
    }

    private static int start(byte[] text, int at) {
        return (text[at] & 0xff)
                | (text[at + 1] & 0xff) << 8
                | (text[at + 2] & 0xff) << 16
                | (text[at + 3] & 0xff) << 24;
    }

    private static int bit(int start) {
        return (start * 0x9E3779B1) >>> 10;
    }
}
