package io.headrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.headrace.model.ReasonText.Wording;
import io.headrace.model.ReasonWords.Theme;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReasonTextTest {
    private static final ReasonText TEXT = new ReasonText(
            "risk",
            new ReasonWords(
                    Map.of("spend_90d", new Wording("spend in 90 days", "GBP"), "joined", new Wording("joined", "")),
                    List.of(new Theme(List.of("orders_30d", "orders_90d"), "buys seldom, {value} orders")),
                    List.of()));

    @Test
    void aFeatureWithoutWordingIsCalledByItsName() {
        assertThat(phrase("days_since_purchase", 84, 2.2)).isEqualTo("days since purchase is 84 (raises the risk)");
    }

    @Test
    void labelAndUnitAreUsedWhereGiven() {
        assertThat(phrase("spend_90d", 12.5, -0.1)).isEqualTo("spend in 90 days is 12.5 GBP (lowers the risk)");
        assertThat(phrase("joined", 2020, 0)).isEqualTo("joined is 2020 (does not change the risk)");
    }

    @Test
    void featuresOfAThemeHaveItsText() {
        assertThat(phrase("orders_90d", 2, 1)).isEqualTo("buys seldom, 2 orders");
    }

    @Test
    void featuresOfAThemeAreOneReasonToldByTheStrongest() {
        ReasonWords words = new ReasonWords(
                Map.of(),
                List.of(new Theme(List.of("b", "d", "elsewhere"), "both"), new Theme(List.of("gone"), "-")),
                List.of());
        ReasonWords.Topics topics = words.topics(List.of("a", "b", "c", "d"));
        double[] contributions = {1, 0.75, -2, 0.5};
        assertThat(topics.strongest(contributions, 4, ReasonOrder.RAISING)).containsExactly(1, 0);
        assertThat(topics.amount(1)).isEqualTo(1.25);
        assertThat(topics.strongest(contributions, 1, ReasonOrder.LOWERING)).containsExactly(2);
        assertThat(topics.strongest(new double[] {0, -1, 0, -3}, 1, ReasonOrder.LOWERING))
                .containsExactly(3);
        assertThat(topics.amount(3)).isEqualTo(-4);
        assertThat(topics.strongest(new double[] {0, -1, 0, 3}, 2, ReasonOrder.STRONGEST))
                .containsExactly(3);
    }

    @Test
    void aFeatureIsInOneThemeOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReasonWords(
                        Map.of(), List.of(new Theme(List.of("a"), "x"), new Theme(List.of("b", "a"), "y")), List.of()))
                .withMessage("the feature a is in two themes");
        assertThatIllegalArgumentException().isThrownBy(() -> new Theme(List.of(), "x"));
    }

    @Test
    void missingValuesAreSaidToBeMissing() {
        assertThat(phrase("spend_90d", null, 1)).isEqualTo("spend in 90 days is missing (raises the risk)");
        assertThat(phrase("spend_90d", Double.NaN, 1)).isEqualTo("spend in 90 days is missing (raises the risk)");
    }

    @Test
    void textsAndBooleansAreWords() {
        assertThat(phrase("country", "Germany", -1)).isEqualTo("country is Germany (lowers the risk)");
        assertThat(phrase("country", "  ", -1)).isEqualTo("country is empty (lowers the risk)");
        assertThat(phrase("is_member", true, -1)).isEqualTo("is member is yes (lowers the risk)");
        assertThat(phrase("is_member", false, 1)).isEqualTo("is member is no (raises the risk)");
    }

    @Test
    void numbersAreRounded() {
        assertThat(number(84.0)).isEqualTo("84");
        assertThat(number(-0.0)).isEqualTo("0");
        assertThat(number(12.3456)).isEqualTo("12.35");
        assertThat(number(0.00123456)).isEqualTo("0.001235");
        assertThat(number(9999.6)).isEqualTo("10000");
        assertThat(number(123456.7)).isEqualTo("123457");
        assertThat(number(new BigDecimal("120.50"))).isEqualTo("120.5");
        assertThat(number(1_000_000L)).isEqualTo("1000000");
        assertThat(number(1.23456e20)).isEqualTo("1.235E+20");
        assertThat(number(-1.23456e-9)).isEqualTo("-1.235E-9");
    }

    @Test
    void aWordingNeedsALabel() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Wording(" ", "GBP"))
                .withMessage("a wording must have a label");
    }

    private static String phrase(String feature, Object value, double amount) {
        return TEXT.phrase(new Contribution(feature, value, amount));
    }

    private static String number(Number value) {
        return phrase("n", value, 1).replace("n is ", "").replace(" (raises the risk)", "");
    }
}
