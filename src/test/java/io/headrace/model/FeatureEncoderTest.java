package io.headrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureEncoderTest {
    private static final FeatureEncoder ENCODER = Examples.ENCODER;

    @Test
    void slotsFollowTheDeclaredOrder() {
        assertThat(ENCODER.width()).isEqualTo(9);
        assertThat(ENCODER.featureCount()).isEqualTo(4);
        assertThat(ENCODER.slotNames())
                .containsExactly(
                        "days_since_purchase",
                        "days_since_purchase:missing",
                        "spend_90d",
                        "country=Germany",
                        "country=Éire",
                        "country:other",
                        "country:missing",
                        "is_member",
                        "is_member:missing");
        assertThat(Arrays.stream(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8}).map(ENCODER::featureOf))
                .containsExactly(0, 0, 1, 2, 2, 2, 2, 3, 3);
        assertThat(ENCODER.firstSlot(2)).isEqualTo(3);
        assertThat(ENCODER.featureName(2)).isEqualTo("country");
    }

    @Test
    void presentValuesKeepTheirUnit() {
        assertThat(encoded(84, 40.5, "Germany", true)).containsExactly(84, 0, 40.5, 1, 0, 0, 0, 1, 0);
    }

    @Test
    void missingValuesTakeTheMeanAndTheMissingSlots() {
        double[] missing = {31.5, 1, 120.25, 0, 0, 0, 1, 0, 1};

        assertThat(encoded(null, null, null, null)).containsExactly(missing);
        assertThat(encoded(Double.NaN, Float.NaN, null, null)).containsExactly(missing);
    }

    @Test
    void theReferenceLevelIsAllZeros() {
        assertThat(encoded(0, 0, "United Kingdom", false)).containsOnly(0);
    }

    @Test
    void anUnseenLevelCountsAsOther() {
        assertThat(encoded(0, 0, "Atlantis", false)).containsExactly(0, 0, 0, 0, 0, 1, 0, 0, 0);
        assertThat(encoded(0, 0, "germany", false)[5]).as("case counts").isEqualTo(1);
        assertThat(encoded(0, 0, "", false)[5]).as("empty is a value").isEqualTo(1);
    }

    @Test
    void anyNumberTypeAndAnyCharacterSequenceIsAccepted() {
        double[] expected = {12, 0, 7.25, 1, 0, 0, 0, 0, 0};

        assertThat(encoded(12L, new BigDecimal("7.25"), new StringBuilder("Germany"), false))
                .containsExactly(expected);
        assertThat(encoded((short) 12, 7.25f, "Germany", Boolean.FALSE)).containsExactly(expected);
    }

    @Test
    void aReusedBufferKeepsNothingOfTheRowBefore() {
        double[] buffer = new double[9];
        Arrays.fill(buffer, Double.NaN);

        ENCODER.encode(new Object[] {1, 2, "Éire", null}, buffer);
        ENCODER.encode(new Object[] {84, 40.5, "Germany", true}, buffer);

        assertThat(buffer).containsExactly(84, 0, 40.5, 1, 0, 0, 0, 1, 0);
    }

    @Test
    void wrongTypesAreRefusedWithFeatureAndValue() {
        assertRefused("feature spend_90d: expected a number, found \"12\" (String)", 1, "12", "Germany", true);
        assertRefused("feature spend_90d: expected a number, found true (Boolean)", 1, true, "Germany", true);
        assertRefused("feature country: expected a text, found 49 (Integer)", 1, 2, 49, true);
        assertRefused("feature is_member: expected true or false, found 1 (Integer)", 1, 2, "Germany", 1);
        assertRefused(
                "feature is_member: expected true or false, found \"" + "y".repeat(60) + "…\" (String)",
                1,
                2,
                "Germany",
                "y".repeat(61));
    }

    @Test
    void infiniteNumbersAreRefused() {
        assertRefused(
                "feature spend_90d: expected a finite number, found Infinity", 1, Double.POSITIVE_INFINITY, "", true);
        assertRefused(
                "feature spend_90d: expected a finite number, found -Infinity", 1, Float.NEGATIVE_INFINITY, "", true);
        assertRefused(
                "feature spend_90d: expected a finite number, found 1E+400", 1, new BigDecimal("1e400"), "", true);
    }

    @Test
    void lengthsMustFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ENCODER.encode(new Object[3], new double[9]))
                .withMessage("expected 4 feature values, found 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ENCODER.encode(new Object[4], new double[10]))
                .withMessage("expected 9 slots, found 10");
    }

    @Test
    void contradictingDeclarationsAreRefused() {
        Encoding.Flag flag = new Encoding.Flag("is_member");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureEncoder.of(List.of()))
                .withMessage("an encoder needs at least one feature");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureEncoder.of(List.of(flag, flag)))
                .withMessage("feature is_member is declared twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Encoding.Flag(" "))
                .withMessage("a feature must have a name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Encoding.Numeric("age", Double.NaN, false))
                .withMessage("feature age: mean must be finite, found NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Encoding.Categorical("country", null))
                .withMessage("feature country: levels must be given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Levels.of(List.of("a", "b", "a")))
                .withMessage("level \"a\" is listed twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Levels.of(Arrays.asList("a", null)))
                .withMessage("null is not a level, it has a slot of its own");
    }

    private static double[] encoded(Object... raw) {
        double[] slots = new double[ENCODER.width()];
        ENCODER.encode(raw, slots);
        return slots;
    }

    private static void assertRefused(String message, Object... raw) {
        assertThatIllegalArgumentException().isThrownBy(() -> encoded(raw)).withMessage(message);
    }
}
