package io.headrace.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void controlsAreEscaped() {
        assertThat(Printable.of("a\nb\r\tc\u001b[2Jd\u0085e")).isEqualTo("a\\u000ab\\u000d\\u0009c\\u001b[2Jd\\u0085e");
        assertThat(Printable.of("a\u2028b\u2029c\u202ed\u2066e")).isEqualTo("a\\u2028b\\u2029c\\u202ed\\u2066e");
    }

    @Test
    void otherTextIsItself() {
        String text = "März 2026/Zürich \ud83d\ude00 100 %.csv";
        assertThat(Printable.of(text)).isSameAs(text);
    }
}
