package io.headrace.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.Cleaning.Letters;
import io.headrace.spec.Cleaning.Mapping;
import io.headrace.spec.Cleaning.NumberText;
import io.headrace.spec.Cleaning.UnicodeForm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextCleanerTest {
    private static final TextCleaner ALL = new TextCleaner(
            new Cleaning(
                    true,
                    UnicodeForm.NFKC,
                    List.of("n/a", ""),
                    Letters.UPPER,
                    Map.of("ONE", "1"),
                    Optional.of(new Mapping(new TableName("silver", "t"), "a", "b", Mapping.Others.KEEP)),
                    new NumberText(',', ".", true),
                    Optional.empty()),
            Map.of("TWO", "2"));

    @Test
    void theStepsComeInTheirOrder() {
        assertThat(ALL.steps())
                .containsExactly("trim", "unicode", "null-tokens", "case", "values", "mapping", "number");
        assertThat(ALL.clean("\u00A0one\t")).isEqualTo("1");
        assertThat(ALL.clean("two")).isEqualTo("2");
        assertThat(ALL.clean(" n/a ")).isNull();
        assertThat(ALL.clean(" ")).isNull();
        assertThat(ALL.clean(null)).isNull();
        assertThat(ALL.clean("\uFF11.234,5")).as("a wide digit").isEqualTo("1234.5");
        assertThat(ALL.clean("straße")).isEqualTo("STRASSE");
        assertThat(ALL.clean("title")).as("no language has a say").isEqualTo("TITLE");
    }

    @Test
    void eachStepThatChangesAValueIsTold() {
        assertThat(ALL.changes(" one")).isEqualTo(0b0011001);
        assertThat(ALL.changes("n/a")).isEqualTo(0b0000100);
        assertThat(ALL.changes("X")).isZero();
        assertThat(ALL.changes(null)).isZero();
        assertThat(ALL.changes("1.234,5")).isEqualTo(0b1000000);
    }

    @Test
    void cleanTextsStayAsTheyAre() {
        List.of("ONE", "1.234,50 €", " two", "é", "(5)").forEach(text -> {
            String once = ALL.clean(text);
            assertThat(ALL.clean(once)).as(text).isEqualTo(once);
        });
    }

    @Test
    void othersMayBecomeNull() {
        TextCleaner strict = new TextCleaner(
                new Cleaning(
                        false,
                        UnicodeForm.AS_IS,
                        List.of(),
                        Letters.AS_IS,
                        Map.of(),
                        Optional.of(new Mapping(new TableName("silver", "t"), "a", "b", Mapping.Others.EMPTY)),
                        NumberText.PLAIN,
                        Optional.empty()),
                Map.of("x", "y"));
        assertThat(strict.clean("x")).isEqualTo("y");
        assertThat(strict.clean("z")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "£1,234.50|1234.50",
                "1,234,567|1234567",
                "-£5|-5",
                "£-5|-5",
                "(£1,234.50)|-1234.50",
                "5-|-5",
                "USD 5|5",
                "5 EUR|5",
                "-5 EUR|-5",
                "+7|7",
                "\u22123|-3",
                "12.|12",
                ".5|0.5",
                "€ 12|12",
                "1234.5|1234.5"
            })
    void moneyAsPeopleWriteIt(String text, String number) {
        assertThat(new PlainNumber('.', ",", true).of(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,23",
                "12,34,567",
                "1,2345",
                "££5",
                "£",
                "(-5)",
                "-(5)",
                "--5",
                "5 apples",
                "ABC 5",
                "1.2.3",
                "",
                "N/A",
                "."
            })
    void whatIsNoMoneyStaysAsItIs(String text) {
        assertThat(new PlainNumber('.', ",", true).of(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"£5", "(5)", "5-", "1 234"})
    void whatOnlyMoneyMayHaveIsNoNumber(String text) {
        assertThat(new PlainNumber(',', ".", false).of(text)).isEqualTo(text);
    }
}
