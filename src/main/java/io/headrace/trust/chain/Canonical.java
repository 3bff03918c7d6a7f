package io.headrace.trust.chain;

import io.headrace.run.Digest;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The one sequence of bytes of a value: equal values give equal bytes, and different values different ones.
 *
 * <p>Each value is one letter for its type, the length of its content as 8 bytes, and the content. All numbers are big-endian.
 *
 * <table>
 * <caption>Types</caption>
 * <tr><td>{@code n}</td><td>null</td><td>nothing</td></tr>
 * <tr><td>{@code b}</td><td>Boolean</td><td>one byte, 0 or 1</td></tr>
 * <tr><td>{@code i}</td><td>Byte, Short, Integer, Long</td><td>8 bytes; a column that grows from int to long keeps its digests</td></tr>
 * <tr><td>{@code f}, {@code d}</td><td>Float, Double</td><td>4 or 8 bytes of IEEE 754; one NaN; 0.0 and -0.0 differ</td></tr>
 * <tr><td>{@code m}</td><td>BigDecimal</td><td>the scale in 4 bytes, then the unscaled number: 1.5 and 1.50 differ</td></tr>
 * <tr><td>{@code s}</td><td>String</td><td>UTF-8, as it is; half a surrogate pair is refused</td></tr>
 * <tr><td>{@code x}</td><td>byte[]</td><td>the bytes</td></tr>
 * <tr><td>{@code D}</td><td>LocalDate</td><td>days since 1970-01-01 in 8 bytes</td></tr>
 * <tr><td>{@code t}</td><td>Instant</td><td>microseconds since 1970 UTC in 8 bytes; a finer time is refused</td></tr>
 * <tr><td>{@code l}</td><td>LocalDateTime</td><td>the same, of the clock's reading taken as UTC</td></tr>
 * <tr><td>{@code a}</td><td>List</td><td>the elements one after the other</td></tr>
 * <tr><td>{@code p}</td><td>Map</td><td>each key and its value, in the order of the keys' bytes</td></tr>
 * <tr><td>{@code r}</td><td>{@link Struct}</td><td>each name ({@code s}) and its value, in the order of the names' bytes, without nulls</td></tr>
 * </table>
 */
public final class Canonical {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Canonical() {}

    /**
     * The bytes of the value.
     *
     * @throws IllegalArgumentException if it is of no such type, or cannot be written exactly
     */
    public static byte[] bytes(Object value) {
        Canonical canonical = new Canonical();
        canonical.write(value);
        return canonical.out.toByteArray();
    }

    /** SHA-256 of the bytes, in hexadecimal. */
    public static String digest(Object value) {
        return Digest.of(bytes(value));
    }

    private void write(Object value) {
        if (value == null) {
            put('n', new byte[0]);
        } else if (value instanceof Boolean bool) {
            put('b', new byte[] {(byte) (bool ? 1 : 0)});
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            put('i', eight(((Number) value).longValue()));
        } else if (value instanceof Float single) {
            put('f', ByteBuffer.allocate(4).putInt(Float.floatToIntBits(single)).array());
        } else if (value instanceof Double real) {
            put('d', eight(Double.doubleToLongBits(real)));
        } else if (value instanceof BigDecimal decimal) {
            put('m', decimal(decimal));
        } else if (value instanceof String text) {
            put('s', utf8(text));
        } else if (value instanceof byte[] bytes) {
            put('x', bytes);
        } else {
            writeTimeOrNested(value);
        }
    }

    private void writeTimeOrNested(Object value) {
        if (value instanceof LocalDate date) {
            put('D', eight(date.toEpochDay()));
        } else if (value instanceof Instant time) {
            put('t', eight(micros(time)));
        } else if (value instanceof LocalDateTime reading) {
            put('l', eight(micros(reading.toInstant(ZoneOffset.UTC))));
        } else if (value instanceof List<?> list) {
            put('a', concatenated(list));
        } else if (value instanceof Map<?, ?> map) {
            put('p', pairs(map));
        } else if (value instanceof Struct struct) {
            put('r', pairs(struct.values()));
        } else {
            throw new IllegalArgumentException("a " + value.getClass().getName() + " has no canonical bytes");
        }
    }

    private void put(char type, byte[] content) {
        out.write(type);
        out.writeBytes(eight(content.length));
        out.writeBytes(content);
    }

    private static byte[] eight(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static byte[] decimal(BigDecimal decimal) {
        BigInteger unscaled = decimal.unscaledValue();
        byte[] digits = unscaled.toByteArray();
        return ByteBuffer.allocate(Integer.BYTES + digits.length)
                .putInt(decimal.scale())
                .put(digits)
                .array();
    }

    private static byte[] utf8(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text has half a surrogate pair, which UTF-8 cannot hold", e);
        }
    }

    private static long micros(Instant time) {
        if (time.getNano() % 1_000 != 0) {
            throw new IllegalArgumentException("the time " + time + " is finer than a microsecond");
        }
        try {
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("the time " + time + " is too far away for microseconds", e);
        }
    }

    private static byte[] concatenated(List<?> list) {
        Canonical elements = new Canonical();
        list.forEach(elements::write);
        return elements.out.toByteArray();
    }

    private static byte[] pairs(Map<?, ?> map) {
        SortedMap<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
        map.forEach((key, value) -> {
            if (sorted.put(bytes(key), bytes(value)) != null) {
                throw new IllegalArgumentException("two keys of a map are the same: " + key);
            }
        });
        ByteArrayOutputStream pairs = new ByteArrayOutputStream();
        sorted.forEach((key, value) -> {
            pairs.writeBytes(key);
            pairs.writeBytes(value);
        });
        return pairs.toByteArray();
    }
}
