package io.headrace.privacy.search;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One value that is looked for.
 *
 * @param label what hits are called, such as {@code email}; never the value
 * @param value the value as text
 * @param columns columns in which the value alone tells, in any spelling; empty where it tells in any place
 */
public record Needle(String label, String value, Set<String> columns) implements Serializable {
    /** From so many characters on a value tells a person in any place; a shorter number stands everywhere by chance. */
    public static final int TELLING = 8;

    /** A shorter text is not looked for: it is part of other words. */
    static final int SHORTEST = 4;

    private static final List<String> BEFORE = List.of("\":", "\":\"", "\": ", "\": \"", "\\\":", "\\\":\\\"", "=");
    private static final List<Charset> ENCODINGS = List.of(
            StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

    public Needle {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(value, "value");
        columns = Set.copyOf(columns);
        if (value.isBlank()) {
            throw new IllegalArgumentException(label + ": the value to look for is empty");
        }
    }

    /** A person's value, such as an address, which is looked for everywhere. */
    public static Needle value(String label, String value) {
        return new Needle(label, value, Set.of());
    }

    /**
     * A person's key. One shorter than {@link #TELLING} is found where a column of these names holds it, and in text behind such a name, as in
     * {@code "customer_id":12431}.
     */
    public static Needle key(String label, Set<String> columns, String value) {
        return new Needle(label, value, value.length() < TELLING ? columns : Set.of());
    }

    /** Whether the value can be found at all. */
    public boolean isLookedFor() {
        return !columns.isEmpty() || value.length() >= SHORTEST;
    }

    /** Whether the value tells in a column. */
    boolean tellsIn(String column) {
        return columns.isEmpty() || columns.stream().anyMatch(column::equalsIgnoreCase);
    }

    /** Whether it is a whole number. */
    boolean isNumber() {
        return value.chars().allMatch(Needle::isDigit);
    }

    static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    /** Whether it is found in columns of keys, and behind their names, only. */
    boolean isKeyed() {
        return !columns.isEmpty();
    }

    /** The bytes that stand for a value that tells anywhere, in all encodings; letters of ASCII are small. */
    Set<ByteText> patterns() {
        Set<ByteText> patterns = new LinkedHashSet<>();
        Stream.of(value, value.toLowerCase(Locale.ROOT), value.toUpperCase(Locale.ROOT), escaped(value))
                .forEach(text -> ENCODINGS.stream()
                        .filter(encoding -> encoding.newEncoder().canEncode(text))
                        .map(encoding -> new ByteText(ByteText.small(text.getBytes(encoding))))
                        .filter(pattern -> pattern.bytes().length >= SHORTEST)
                        .forEach(patterns::add));
        return patterns;
    }

    /** What stands in texts before the value of a column. */
    static List<byte[]> before(String column) {
        return BEFORE.stream()
                .map(before -> ByteText.small((column + before).getBytes(StandardCharsets.UTF_8)))
                .filter(prefix -> prefix.length >= SHORTEST)
                .toList();
    }

    /** As JSON may write it, in ASCII. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars()
                .forEach(character -> escaped.append(
                        character < 128
                                ? Character.toString(character)
                                : String.format(Locale.ROOT, "\\u%04x", character)));
        return escaped.toString();
    }
}
