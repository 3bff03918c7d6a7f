package io.headrace.features.windows;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Comparator;

/** The values that aggregates are made of: Long, Double, BigDecimal, Boolean and String, in the order that Spark has them in. */
final class Values {
    /** Of two values of the same class; NaN is larger than any number, texts go by their characters' code points. */
    static final Comparator<Object> ORDER = Values::compare;

    private Values() {}

    @SuppressWarnings("unchecked")
    private static int compare(Object one, Object other) {
        if (one instanceof String text) {
            return compareTexts(text, (String) other);
        }
        return ((Comparable<Object>) one).compareTo(other);
    }

    /** UTF-16 sorts what lies beyond its first 65,536 characters before the last of these. */
    private static int compareTexts(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
                return surrogates ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    /** The value that stands for all that count as the same: one zero. Decimals of a column have the same scale. */
    static Object canonical(Object value) {
        return value instanceof Double real ? (Object) (real + 0.0) : value;
    }

    static void write(Object value, DataOutput out) throws IOException {
        if (value instanceof Long whole) {
            out.writeByte('l');
            out.writeLong(whole);
        } else if (value instanceof Double real) {
            out.writeByte('d');
            out.writeDouble(real);
        } else if (value instanceof Boolean truth) {
            out.writeByte(truth ? 't' : 'f');
        } else {
            byte[] text = value.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            out.writeByte(value instanceof BigDecimal ? 'n' : 's');
            out.writeInt(text.length);
            out.write(text);
        }
    }

    static Object read(DataInput in) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case 'l' -> in.readLong();
            case 'd' -> in.readDouble();
            case 't' -> true;
            case 'f' -> false;
            case 'n' -> new BigDecimal(text(in));
            case 's' -> text(in);
            default -> throw new IOException("a value of the unknown kind " + kind);
        };
    }

    private static String text(DataInput in) throws IOException {
        byte[] text = new byte[in.readInt()];
        in.readFully(text);
        return new String(text, java.nio.charset.StandardCharsets.UTF_8);
    }
}
