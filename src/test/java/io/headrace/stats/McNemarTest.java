package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class McNemarTest {
    @Test
    void fewRowsAreCountedExactly() {
        assertThat(new McNemar(0, 0).pValue()).isOne();
        assertThat(new McNemar(0, 5).pValue()).isCloseTo(2 / 32.0, within(1e-12));
        assertThat(new McNemar(1, 5).pValue()).isCloseTo(2 * 7 / 64.0, within(1e-12));
        assertThat(new McNemar(3, 3).pValue()).isOne();
        assertThat(new McNemar(5, 1).pValue()).isEqualTo(new McNemar(1, 5).pValue());
    }

    @Test
    void manyRowsComeCloseToTheExactTest() {
        double exact = new McNemar(470, 530).pValue();
        assertThat(new McNemar(470, 531).pValue()).isCloseTo(exact, within(0.005));
        assertThat(new McNemar(9_000, 11_000).pValue()).isLessThan(1e-40);
    }
}
