package io.headrace.privacy.search;

import java.io.Serializable;
import java.util.Arrays;

/** Bytes that are equal by content. */
final class ByteText implements Serializable {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    ByteText(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes;
    }

    /** A copy in which the letters of ASCII are small. */
    static byte[] small(byte[] bytes) {
        byte[] small = bytes.clone();
        for (int i = 0; i < small.length; i++) {
            small[i] = small(small[i]);
        }
        return small;
    }

    static byte small(byte character) {
        return character >= 'A' && character <= 'Z' ? (byte) (character + 32) : character;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteText text && Arrays.equals(bytes, text.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
