package io.headrace.model;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;

/** Every failure this package reports: of one row as {@link IllegalArgumentException}, of a file with a code. */
final class ModelErrors {
    private static final int LONGEST_SHOWN_VALUE = 60;

    private ModelErrors() {}

    static IllegalArgumentException wrongType(String feature, String wanted, Object found) {
        return new IllegalArgumentException("feature %s: expected %s, found %s (%s)"
                .formatted(feature, wanted, shown(found), found.getClass().getSimpleName()));
    }

    static IllegalArgumentException infinite(String feature, Object found) {
        return new IllegalArgumentException(
                "feature %s: expected a finite number, found %s".formatted(feature, shown(found)));
    }

    static IllegalArgumentException overflow(String feature, Object value) {
        return new IllegalArgumentException(
                "feature %s: %s cannot be scored, the raw score is not finite".formatted(feature, shown(value)));
    }

    static IllegalArgumentException wrongCount(String what, int wanted, int found) {
        return new IllegalArgumentException("expected %d %s, found %d".formatted(wanted, what, found));
    }

    static HeadraceException changedBytes(String expectedDigest, String foundDigest) {
        return HeadraceException.of(
                "HEAD-MODEL-001",
                FailureKind.REFUSED,
                "the model file was changed: its SHA-256 is " + foundDigest + ", expected " + expectedDigest,
                "Restore the file from a copy with the expected digest, or train the model again.");
    }

    static HeadraceException notAModel(String why) {
        return HeadraceException.of(
                "HEAD-MODEL-002",
                FailureKind.REFUSED,
                "this is not a complete model file: " + why,
                "Check that the path names a model file and that the whole file was copied.");
    }

    static HeadraceException newerFormat(int found, int newestKnown) {
        return HeadraceException.of(
                "HEAD-MODEL-003",
                FailureKind.USER,
                "the model file has format version %d, this Headrace reads up to %d".formatted(found, newestKnown),
                "Use a Headrace at least as new as the one that wrote the model.");
    }

    static HeadraceException inconsistent(String why) {
        return HeadraceException.of(
                "HEAD-MODEL-004",
                FailureKind.REFUSED,
                "the model file contradicts itself: " + why,
                "Train the model again; a file written by Headrace never looks like this.");
    }

    private static String shown(Object value) {
        if (!(value instanceof CharSequence)) {
            return shortened(String.valueOf(value));
        }
        return '"' + shortened(value.toString()) + '"';
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_SHOWN_VALUE ? text : text.substring(0, LONGEST_SHOWN_VALUE) + "…";
    }
}
