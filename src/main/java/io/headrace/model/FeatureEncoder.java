package io.headrace.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns a row of raw feature values into the dense vector of slots that a model works on.
 *
 * <p>Training and scoring share this class, so a model is trained on exactly the slots that it scores. Immutable
 * and safe for use by several threads.
 */
public final class FeatureEncoder implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Encoding[] encodings;
    /** First slot of each feature, and behind the last feature the width. */
    private final int[] firstSlots;

    private final int[] featureOfSlot;

    private FeatureEncoder(List<Encoding> encodings) {
        this.encodings = encodings.toArray(Encoding[]::new);
        this.firstSlots = new int[this.encodings.length + 1];
        for (int feature = 0; feature < this.encodings.length; feature++) {
            firstSlots[feature + 1] = firstSlots[feature] + this.encodings[feature].width();
        }
        this.featureOfSlot = new int[width()];
        for (int feature = 0; feature < this.encodings.length; feature++) {
            Arrays.fill(featureOfSlot, firstSlots[feature], firstSlots[feature + 1], feature);
        }
    }

    /** An encoder of these features, in this order; at least one, no name twice. */
    public static FeatureEncoder of(List<Encoding> encodings) {
        if (encodings.isEmpty()) {
            throw new IllegalArgumentException("an encoder needs at least one feature");
        }
        Set<String> names = new HashSet<>();
        for (Encoding encoding : encodings) {
            if (!names.add(encoding.name())) {
                throw new IllegalArgumentException("feature " + encoding.name() + " is declared twice");
            }
        }
        return new FeatureEncoder(encodings);
    }

    /** The encodings in declared order. */
    public List<Encoding> encodings() {
        return List.of(encodings);
    }

    /** The number of declared features; the length of a raw row. */
    public int featureCount() {
        return encodings.length;
    }

    /** The declared features, in order. */
    public List<String> featureNames() {
        return Arrays.stream(encodings).map(Encoding::name).toList();
    }

    /** The name of a feature, counted from 0. */
    public String featureName(int feature) {
        return encodings[feature].name();
    }

    /** The number of slots; the length of an encoded row. */
    public int width() {
        return firstSlots[encodings.length];
    }

    /** Names of all slots in order. */
    public String[] slotNames() {
        return Arrays.stream(encodings)
                .flatMap(encoding -> encoding.slotNames().stream())
                .toArray(String[]::new);
    }

    /** For each slot the number of levels that its whole numbers from 0 stand for, or 0 for a slot with a number. */
    public int[] levelCounts() {
        return Arrays.stream(encodings)
                .flatMapToInt(encoding -> Arrays.stream(encoding.levelCounts()))
                .toArray();
    }

    /** The feature that a slot belongs to, both counted from 0. */
    public int featureOf(int slot) {
        return featureOfSlot[slot];
    }

    /** The first slot of a feature; {@code firstSlot(featureCount())} is the width. */
    public int firstSlot(int feature) {
        return firstSlots[feature];
    }

    /**
     * Encodes one row; every slot is overwritten, nothing is allocated.
     *
     * @param raw one value per feature in declared order: {@code Number}, {@code Boolean}, {@code CharSequence} or null
     * @param into receives the row, of length {@link #width()}; its content is undefined after a failure
     * @throws IllegalArgumentException if a length or a value's type does not fit, or a number is infinite; the message
     *     names feature and value
     */
    public void encode(Object[] raw, double[] into) {
        requireLength("feature values", encodings.length, raw.length);
        requireLength("slots", width(), into.length);
        Arrays.fill(into, 0);
        for (int feature = 0; feature < encodings.length; feature++) {
            encodings[feature].write(raw[feature], into, firstSlots[feature]);
        }
    }

    /**
     * Writes a number of one feature into slots that hold zero; NaN is a missing value.
     *
     * @throws IllegalArgumentException as {@link #encode}
     */
    public void writeNumber(int feature, double raw, double[] into) {
        encodings[feature].writeNumber(raw, into, firstSlots[feature]);
    }

    /**
     * Writes a raw value of one feature into slots that hold zero.
     *
     * @throws IllegalArgumentException as {@link #encode}
     */
    public void write(int feature, Object raw, double[] into) {
        encodings[feature].write(raw, into, firstSlots[feature]);
    }

    private static void requireLength(String what, int wanted, int found) {
        if (wanted != found) {
            throw ModelErrors.wrongCount(what, wanted, found);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeatureEncoder encoder && Arrays.equals(encodings, encoder.encodings);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encodings);
    }

    @Override
    public String toString() {
        return Arrays.toString(encodings);
    }
}
