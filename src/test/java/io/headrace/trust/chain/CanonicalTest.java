package io.headrace.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CanonicalTest {
    private static String hex(Object value) {
        return HexFormat.of().formatHex(Canonical.bytes(value));
    }

    @Test
    void eachTypeHasItsLetterAndLength() {
        assertThat(hex(null)).isEqualTo("6e0000000000000000");
        assertThat(hex(true)).isEqualTo("62000000000000000101");
        assertThat(hex(-2)).isEqualTo("690000000000000008fffffffffffffffe").isEqualTo(hex(-2L));
        assertThat(hex(1.0f)).isEqualTo("6600000000000000043f800000");
        assertThat(hex(1.0)).isEqualTo("6400000000000000083ff0000000000000");
        assertThat(hex(new BigDecimal("-1.50"))).isEqualTo("6d000000000000000600000002ff6a");
        assertThat(hex("aü")).isEqualTo("73000000000000000361c3bc");
        assertThat(hex(new byte[] {1, 2})).isEqualTo("7800000000000000020102");
        assertThat(hex(LocalDate.parse("1970-01-02"))).isEqualTo("4400000000000000080000000000000001");
        assertThat(hex(Instant.parse("1970-01-01T00:00:01.000001Z"))).isEqualTo("74000000000000000800000000000f4241");
        assertThat(hex(LocalDateTime.parse("1970-01-01T00:00:01"))).isEqualTo("6c000000000000000800000000000f4240");
        assertThat(hex(List.of(true))).isEqualTo("61000000000000000a" + hex(true));
        assertThat(hex(Map.of("k", true))).isEqualTo("700000000000000014" + hex("k") + hex(true));
        assertThat(hex(Struct.of("k", true))).isEqualTo("720000000000000014" + hex("k") + hex(true));
    }

    @Test
    void orderOfKeysAndAbsentValuesAreNoDifference() {
        Map<String, Integer> one = new LinkedHashMap<>();
        Map<String, Integer> other = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            one.put("k" + i, i);
            other.put("k" + (19 - i), 19 - i);
        }
        assertThat(hex(one)).isEqualTo(hex(other));
        assertThat(hex(Struct.of("b", 1).with("a", 2).with("new", null)))
                .isEqualTo(hex(Struct.of("a", 2).with("b", 1)));
        assertThatThrownBy(() -> Struct.of("a", 1).with("a", 2)).hasMessage("the name a stands twice");
    }

    @Test
    void whatLooksAlikeDiffers() {
        List<Object> alike = Arrays.asList(
                null,
                1,
                1.0,
                1.0f,
                "1",
                true,
                new BigDecimal("1"),
                new BigDecimal("1.0"),
                new byte[] {49},
                List.of(1),
                List.of(),
                Map.of(),
                new Struct(new TreeMap<>()),
                "",
                new byte[0],
                0.0,
                -0.0,
                List.of("ab", "c"),
                List.of("a", "bc"),
                List.of("a", List.of("b")),
                List.of(List.of("a"), "b"),
                Map.of("a", "b"),
                Struct.of("a", "b"),
                Instant.EPOCH,
                LocalDate.EPOCH,
                LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC),
                0,
                Map.of(1, 2, 3, 4),
                Map.of(1, 4, 3, 2));
        assertThat(alike.stream().map(CanonicalTest::hex)).doesNotHaveDuplicates();
        assertThat(hex(Double.NaN)).isEqualTo(hex(Double.longBitsToDouble(0x7ff8000000000001L)));
    }

    @Test
    void whatCannotBeWrittenExactlyIsRefused() {
        assertThatThrownBy(() -> Canonical.bytes("\ud800")).hasMessageContaining("half a surrogate pair");
        assertThatThrownBy(() -> Canonical.bytes(Instant.parse("2026-01-01T00:00:00.0000001Z")))
                .hasMessage("the time 2026-01-01T00:00:00.000000100Z is finer than a microsecond");
        assertThatThrownBy(() -> Canonical.bytes(Instant.MAX.truncatedTo(ChronoUnit.SECONDS)))
                .hasMessageContaining("too far away");
        assertThatThrownBy(() -> Canonical.bytes(new StringBuilder()))
                .hasMessage("a java.lang.StringBuilder has no canonical bytes");
        assertThatThrownBy(() -> Canonical.bytes(Map.of(1, "x", 1L, "y")))
                .hasMessageContaining("two keys of a map are the same");
    }

    /** Bytes that lead back to one value cannot stand for two. */
    @Property(tries = 250)
    void bytesLeadBackToTheValue(@ForAll long seed) {
        Object value = value(new Random(seed), 3);
        ByteBuffer bytes = ByteBuffer.wrap(Canonical.bytes(value));
        assertThat(plain(decoded(bytes))).isEqualTo(plain(value));
        assertThat(bytes.hasRemaining()).isFalse();
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 10 : 13)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 -> random.nextDouble();
            case 4 -> random.nextFloat();
            case 5 -> new BigDecimal(new BigInteger(random.nextInt(90), random), random.nextInt(10));
            case 6 -> text(random);
            case 7 -> text(random).getBytes(StandardCharsets.UTF_8);
            case 8 -> LocalDate.ofEpochDay(random.nextInt());
            case 9 -> Instant.EPOCH.plus(random.nextLong(), ChronoUnit.MICROS);
            case 10 -> list(random, depth);
            case 11 -> {
                Map<Object, Object> map = new HashMap<>();
                list(random, depth).forEach(element -> map.put(text(random), element));
                yield map;
            }
            default -> {
                TreeMap<String, Object> map = new TreeMap<>();
                list(random, depth).forEach(element -> map.put(text(random), element));
                yield new Struct(map);
            }
        };
    }

    private static List<Object> list(Random random, int depth) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(random, depth - 1));
        }
        return list;
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(5), 0, 0xd800)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Object decoded(ByteBuffer bytes) {
        char type = (char) bytes.get();
        int length = (int) bytes.getLong();
        ByteBuffer content = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return switch (type) {
            case 'n' -> null;
            case 'b' -> content.get() == 1;
            case 'i' -> content.getLong();
            case 'd' -> content.getDouble();
            case 'f' -> content.getFloat();
            case 'm' -> {
                int scale = content.getInt();
                yield new BigDecimal(new BigInteger(rest(content)), scale);
            }
            case 's' -> new String(rest(content), StandardCharsets.UTF_8);
            case 'x' -> rest(content);
            case 'D' -> LocalDate.ofEpochDay(content.getLong());
            case 't' -> Instant.EPOCH.plus(content.getLong(), ChronoUnit.MICROS);
            case 'a' -> {
                List<Object> list = new ArrayList<>();
                while (content.hasRemaining()) {
                    list.add(decoded(content));
                }
                yield list;
            }
            case 'p', 'r' -> {
                Map<Object, Object> map = new HashMap<>();
                while (content.hasRemaining()) {
                    map.put(decoded(content), decoded(content));
                }
                yield type == 'p' ? map : struct(map);
            }
            default -> throw new IllegalStateException("no type " + type);
        };
    }

    private static Struct struct(Map<Object, Object> map) {
        TreeMap<String, Object> values = new TreeMap<>();
        map.forEach((name, value) -> values.put((String) name, value));
        return new Struct(values);
    }

    private static byte[] rest(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }

    /** With bytes as text, which equals compares. */
    private static Object plain(Object value) {
        if (value instanceof byte[] bytes) {
            return "bytes " + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(CanonicalTest::plain).collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> plain = new HashMap<>();
            map.forEach((key, element) -> plain.put(key, plain(element)));
            return plain;
        }
        return value instanceof Struct struct ? List.of("struct", plain(struct.values())) : value;
    }
}
