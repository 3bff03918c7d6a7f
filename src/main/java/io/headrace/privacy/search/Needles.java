package io.headrace.privacy.search;

import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Many values that are looked for at once, in about the time of one.
 *
 * <p>Of each text that is sought the four bytes that the fewest others have are its anchor. At each place of what is searched the anchors with these
 * four bytes are looked up, which is nearly always none; only then bytes are compared. Of keys only what stands before them is sought; the key behind it
 * is looked up.
 */
public final class Needles implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int BITS = 1 << 22;

    /** What ends a key in a text, and how much longer than a key it is looked for. */
    private static final String AFTER_KEY = "\"',;&}]) \t\r\n\\";

    private static final int KEY_ENDS = 8;
    private static final Pattern ZERO_DECIMALS = Pattern.compile("\\.0+$");

    private final List<Needle> all;
    private final BitSet anchors = new BitSet(BITS);
    private final HashMap<Integer, List<Sought>> byAnchor = new HashMap<>();
    private final HashMap<BigDecimal, List<Needle>> byNumber = new HashMap<>();
    private final int longest;
    private final int longestKey;

    /**
     * A text that is sought.
     *
     * @param anchor where its rarest four bytes begin
     * @param needles for which it stands; where it is the text before keys, by key
     */
    private record Sought(ByteText text, int anchor, boolean isBeforeKeys, Map<String, List<Needle>> needles)
            implements Serializable {
        byte[] bytes() {
            return text.bytes();
        }
    }

    private Needles(List<Needle> needles) {
        all = List.copyOf(needles);
        longestKey = needles.stream()
                .filter(Needle::isKeyed)
                .mapToInt(needle -> needle.value().getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
        Map<ByteText, Map<String, List<Needle>>> texts = new LinkedHashMap<>();
        Map<ByteText, Map<String, List<Needle>>> beforeKeys = new LinkedHashMap<>();
        for (Needle needle : needles) {
            needle.columns()
                    .forEach(column -> Needle.before(column)
                            .forEach(text -> add(beforeKeys, new ByteText(text), small(needle.value()), needle)));
            if (!needle.isKeyed()) {
                needle.patterns().forEach(text -> add(texts, text, "", needle));
            }
            if (needle.isNumber()) {
                byNumber.computeIfAbsent(number(needle.value()), first -> new ArrayList<>())
                        .add(needle);
            }
        }
        Map<Integer, Integer> times = new HashMap<>();
        Stream.concat(texts.keySet().stream(), beforeKeys.keySet().stream())
                .forEach(text -> grams(text.bytes()).forEach(gram -> times.merge(gram, 1, Integer::sum)));
        texts.forEach((text, own) -> seek(text, false, own, times));
        beforeKeys.forEach((text, own) -> seek(text, true, own, times));
        longest = Stream.concat(texts.keySet().stream(), beforeKeys.keySet().stream())
                        .mapToInt(text -> text.bytes().length)
                        .max()
                        .orElse(0)
                + longestKey
                + KEY_ENDS;
    }

    private static void add(Map<ByteText, Map<String, List<Needle>>> texts, ByteText text, String key, Needle needle) {
        texts.computeIfAbsent(text, first -> new HashMap<>())
                .computeIfAbsent(key, first -> new ArrayList<>())
                .add(needle);
    }

    private static IntStream positions(byte[] text) {
        return IntStream.rangeClosed(0, text.length - Needle.SHORTEST);
    }

    private static List<Integer> grams(byte[] text) {
        return positions(text).mapToObj(at -> gram(text, at)).toList();
    }

    private void seek(ByteText text, boolean isBeforeKeys, Map<String, List<Needle>> own, Map<Integer, Integer> times) {
        byte[] bytes = text.bytes();
        int anchor = positions(bytes)
                .boxed()
                .min(Comparator.comparing((Integer at) -> times.get(gram(bytes, at))))
                .orElseThrow();
        int gram = gram(bytes, anchor);
        anchors.set(bit(gram));
        byAnchor.computeIfAbsent(gram, first -> new ArrayList<>()).add(new Sought(text, anchor, isBeforeKeys, own));
    }

    private static BigDecimal number(String digits) {
        return new BigDecimal(digits).stripTrailingZeros();
    }

    private static String small(String text) {
        return new String(ByteText.small(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
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
        int last = Math.min((int) Math.min(Integer.MAX_VALUE, (long) to + longest), end - Needle.SHORTEST + 1);
        for (int i = from; i < last; i++) {
            int gram = gram(small, i);
            if (anchors.get(bit(gram))) {
                for (Sought sought : byAnchor.getOrDefault(gram, List.of())) {
                    int start = i - sought.anchor();
                    if (start >= from && start < to && stands(sought.bytes(), small, start, end)) {
                        tell(sought, small, start + sought.bytes().length, end, found);
                    }
                }
            }
        }
    }

    private static boolean stands(byte[] wanted, byte[] small, int at, int end) {
        return at + wanted.length <= end && Arrays.equals(wanted, 0, wanted.length, small, at, at + wanted.length);
    }

    private void tell(Sought sought, byte[] small, int behind, int end, Consumer<Needle> found) {
        if (sought.isBeforeKeys()) {
            sought.needles().getOrDefault(key(small, behind, end), List.of()).forEach(found);
        } else if (!isInsideNumber(sought.bytes(), small, behind, end)) {
            sought.needles().values().forEach(needles -> needles.forEach(found));
        }
    }

    /** A number is not found inside a longer one. */
    private static boolean isInsideNumber(byte[] wanted, byte[] small, int behind, int end) {
        int at = behind - wanted.length;
        return (behind < end && Needle.isDigit(wanted[wanted.length - 1]) && Needle.isDigit(small[behind]))
                || (at > 0 && Needle.isDigit(wanted[0]) && Needle.isDigit(small[at - 1]));
    }

    /** The key that begins there, without decimals that are zero. */
    private String key(byte[] small, int from, int end) {
        int to = from;
        while (to < end && to < from + longestKey + KEY_ENDS && AFTER_KEY.indexOf(small[to]) < 0) {
            to++;
        }
        String key = new String(small, from, to - from, StandardCharsets.UTF_8);
        return ZERO_DECIMALS.matcher(key).replaceFirst("");
    }

    /** Each that a column of text holds as its whole value, though it tells nothing elsewhere. */
    void asWhole(String column, String value, Consumer<Needle> found) {
        if (hasNumbers() && !value.isEmpty() && value.chars().allMatch(Needle::isDigit)) {
            byNumber.getOrDefault(number(value), List.of()).stream()
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

    private static int gram(byte[] text, int at) {
        return (text[at] & 0xff)
                | (text[at + 1] & 0xff) << 8
                | (text[at + 2] & 0xff) << 16
                | (text[at + 3] & 0xff) << 24;
    }

    private static int bit(int gram) {
        return (gram * 0x9E3779B1) >>> 10;
    }
}
