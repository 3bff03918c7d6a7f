package io.headrace.ingest.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.ColumnType;
import io.headrace.spec.SourceClock;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values come in exactly or not at all; the letters are those of the cases from real use. */
class ExactValuesTest {
    private static final WallClock UTC = WallClock.of(SourceClock.OF_PROJECT, ZoneOffset.UTC);

    @ParameterizedTest
    @ValueSource(
            strings = {"10:00:00", "9:05", "T23:59:59.5", "2026", "2026-03", "2026-02-30 10:00:00", "", "now", "today"})
    void a3AMomentNeedsItsDateInFull(String text) {
        assertThat(reader("timestamp").read(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01 23:30:00",
                "2026-01-01T23:30:00-05:00",
                "2026-01-01T00:00:00Z",
                "2026-01-01 xyz",
                "2026",
                "2026-03",
                "-0001-01-01",
                "0000-01-01",
                "10000-01-01",
                "2026-02-29",
                "today",
                "epoch"
            })
    void a4ADateIsADayOfTheYears1To9999(String text) {
        assertThat(reader("date").read(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01, 2026-01-01",
        "2026-1-5, 2026-01-05",
        "2026-01-01 00:00:00, 2026-01-01",
        "2026-01-01T00:00:00.000, 2026-01-01",
        "0001-01-01, 0001-01-01",
        "9999-12-31, 9999-12-31",
        "2024-02-29, 2024-02-29"
    })
    void a4DatesAndMidnightsAreDates(String text, String day) {
        assertThat(reader("date").read(text))
                .isEqualTo((int) LocalDate.parse(day).toEpochDay());
    }

    @ParameterizedTest
    @CsvSource({
        "double, 1d",
        "double, 1f",
        "double, 1E400",
        "double, 1e-400",
        "double, 0x1p3",
        "double, 9007199254740993",
        "double, 1.2345e-323",
        "double, '1,5'",
        "long, 5.0000000001",
        "long, 4.9e-324",
        "long, 9223372036854775808",
        "long, 1e19",
        "long, 1e999999999999",
        "integer, 2147483648",
        "'decimal(10,2)', 1.0000000000001",
        "'decimal(10,2)', 0.30000000000000004",
        "'decimal(10,2)', 123456789.00",
        "'decimal(38,38)', 1",
        "'decimal(10,2)', 1e-999999999999",
        "boolean, 2",
        "boolean, tr"
    })
    void a5WhatATypeCannotHoldIsNoValue(String type, String text) {
        assertThat(reader(type).read(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "double, 4.9e-324, 4.9E-324",
        "double, 9007199254740992, 9.007199254740992E15",
        "double, 0.30000000000000004, 0.30000000000000004",
        "double, ' -.5 ', -0.5",
        "double, NaN, NaN",
        "double, -inf, -Infinity",
        "long, 17850.0, 17850",
        "long, -9223372036854775808, -9223372036854775808",
        "long, 1e3, 1000",
        "long, 0e99999999999, 0",
        "integer, +7, 7",
        "'decimal(10,2)', 0.30, 0.30",
        "'decimal(10,2)', 1E2, 100.00",
        "'decimal(10,2)', 00000000000000000000001.500000000000000, 1.50",
        "boolean, Y, true",
        "boolean, 0, false",
        "string, ' 1.10 ', ' 1.10 '"
    })
    void a5WhatATypeHoldsIsItsValue(String type, String text, String value) {
        assertThat(reader(type).read(text)).hasToString(value);
    }

    @Test
    void a6LongNumbersFitWideDecimals() {
        assertThat(reader("decimal(38,0)").read("1000000000000000000000000000"))
                .isEqualTo(new BigDecimal("1000000000000000000000000000"));
        String digits = "12345678901234567890123456789012345";
        assertThat(reader("decimal(38,2)").read(digits + ".67")).isEqualTo(new BigDecimal(digits + ".67"));
        assertThat(reader("decimal(38,2)").read(digits)).isEqualTo(new BigDecimal(digits + ".00"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01 10:00:00, 2026-01-01T10:00:00Z",
        "2026-01-01T10:00, 2026-01-01T10:00:00Z",
        "2026-01-01 9:05:07.123456, 2026-01-01T09:05:07.123456Z",
        "2026-01-01 10:00:00.123456000, 2026-01-01T10:00:00.123456Z",
        "2026-01-01 10:00:00Z, 2026-01-01T10:00:00Z",
        "2026-01-01T10:00:00-05:00, 2026-01-01T15:00:00Z",
        "2026-01-01T10:00:00+0530, 2026-01-01T04:30:00Z",
        "2026-07-01 10:00:00 Europe/Berlin, 2026-07-01T08:00:00Z",
        "2026-01-01, 2026-01-01T00:00:00Z"
    })
    void momentsAreInstants(String text, String instant) {
        assertThat(reader("timestamp").read(text)).isEqualTo(micros(Instant.parse(instant)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01 10:00:00.1234567",
                "2026-01-01 24:00:00",
                "2026-01-01 10:60",
                "2026-01-01 10:00:00 Mars/Olympus",
                "2026-01-01 10:00:00+19:00",
                "2026-01-01 10:00:00+5:",
                "2026-01-01 10",
                "0001-01-01 00:00:00+01:00",
                "10000-01-01 00:00:00"
            })
    void otherTextsAreNoMoments(String text) {
        assertThat(reader("timestamp").read(text)).isNull();
    }

    @Test
    void formatsAreExactToo() {
        ValueReader day = ValueReader.of(type("date"), List.of("dd/MM/yyyy HH:mm", "d MMM yy"), UTC);
        assertThat(day.read("05/01/2026 00:00"))
                .isEqualTo((int) LocalDate.of(2026, 1, 5).toEpochDay());
        assertThat(day.read("5 JAN 26"))
                .isEqualTo((int) LocalDate.of(2026, 1, 5).toEpochDay());
        assertThat(day.read("05/01/2026 10:30")).isNull();
        assertThat(day.read("31/02/2026 00:00")).isNull();
        ValueReader moment = ValueReader.of(type("timestamp"), List.of("yyyy-MM-dd HH:mm:ss.SSSSSSSSS"), UTC);
        assertThat(moment.read("2026-01-01 00:00:00.5")).isEqualTo(micros(Instant.parse("2026-01-01T00:00:00.5Z")));
        assertThat(moment.read("2026-01-01 00:00:00.123456789")).isNull();
        assertThat(ValueReader.of(type("timestamp"), List.of("HH:mm"), UTC).read("10:00"))
                .isNull();
    }

    @Test
    void reasonsSayWhatIsWrong() {
        assertThat(reader("double").reason("1E400")).isEqualTo("beyond its range");
        assertThat(reader("long").reason("5.5")).isEqualTo("it has a fraction");
        assertThat(reader("decimal(10,2)").reason("1.005")).isEqualTo("it has more than 2 decimals");
        assertThat(reader("timestamp").reason("10:00")).isEqualTo("a moment needs its date in full");
        assertThat(reader("long").reason("abc")).isEmpty();
    }

    @Test
    void doublesThatProgramsWroteComeBack() {
        Random random = new Random(3);
        for (int i = 0; i < 50_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(reader("double").read(Double.toString(value))).isEqualTo(value);
                assertThat(reader("double")
                                .read(new BigDecimal(value)
                                        .round(new MathContext(17))
                                        .toString()))
                        .isEqualTo(value);
            }
        }
    }

    /** Any text, any type: the exact value or none, by an oracle that shares nothing with the readers. */
    @Test
    void anyTextOfAnyTypeIsExactOrNothing() {
        Random random = new Random(7);
        int values = 0;
        for (int i = 0; i < 200_000; i++) {
            String text = text(random);
            for (String name :
                    List.of("integer", "long", "double", "decimal(10,2)", "decimal(38,0)", "decimal(38,19)")) {
                Object value = reader(name).read(text);
                BigDecimal exact = exact(text.strip());
                assertThat(value != null && exact == null && !isWord(text))
                        .as("%s as %s", text, name)
                        .isFalse();
                if (value != null && exact != null) {
                    values++;
                    requireEqual(name, text, value, exact);
                } else if (exact != null && fits(name, exact)) {
                    assertThat(value).as("%s as %s", text, name).isNotNull();
                }
            }
        }
        assertThat(values).isGreaterThan(100_000);
    }

    private static void requireEqual(String name, String text, Object value, BigDecimal exact) {
        if (value instanceof Double number) {
            assertThat(number)
                    .as(text)
                    .isEqualTo(Double.parseDouble(text.strip()))
                    .isFinite();
            assertThat(number == 0).as(text).isEqualTo(exact.signum() == 0);
        } else {
            assertThat(new BigDecimal(value.toString()))
                    .as("%s as %s", text, name)
                    .isEqualByComparingTo(exact);
        }
    }

    private static boolean fits(String name, BigDecimal exact) {
        return switch (name) {
            case "integer" -> isWithin(exact, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "long" -> isWithin(exact, Long.MIN_VALUE, Long.MAX_VALUE);
            case "double" -> exact.signum() == 0 || exact.precision() <= 15 && isUsual(exact);
            default -> {
                ColumnType type = type(name);
                BigDecimal bare = exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
                yield bare.scale() <= type.scale()
                        && bare.precision() - bare.scale() <= type.precision() - type.scale();
            }
        };
    }

    private static boolean isUsual(BigDecimal exact) {
        long magnitude = exact.precision() - (long) exact.scale();
        return magnitude < 300 && magnitude > -300;
    }

    private static boolean isWithin(BigDecimal exact, long least, long greatest) {
        return exact.precision() - (long) exact.scale() < 30
                && exact.remainder(BigDecimal.ONE).signum() == 0
                && exact.setScale(0, RoundingMode.UNNECESSARY).compareTo(BigDecimal.valueOf(least)) >= 0
                && exact.compareTo(BigDecimal.valueOf(greatest)) <= 0;
    }

    private static boolean isWord(String text) {
        return Pattern.matches("(?i)\\s*[+-]?(nan|inf(inity)?)\\s*", text);
    }

    private static BigDecimal exact(String text) {
        try {
            return Pattern.matches("[-+0-9.eE]+", text) ? new BigDecimal(text) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String text(Random random) {
        String alphabet = random.nextInt(4) == 0 ? "0123456789.-+eE dfxNaI\u00A0\u0661" : "000123456789.";
        StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? "-" : "");
        int length = random.nextInt(random.nextInt(3) == 0 ? 45 : 12);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        if (random.nextInt(6) == 0) {
            text.append('e').append(random.nextInt(700) - 350);
        }
        return text.toString();
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }

    private static ValueReader reader(String type) {
        return ValueReader.of(type(type), List.of(), UTC);
    }

    private static ColumnType type(String text) {
        return ColumnType.parse(text).orElseThrow();
    }
}
