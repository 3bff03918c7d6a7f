package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.table.RowsSoFar;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** F9: a sign of life on a terminal, and nothing elsewhere. */
class SignOfLifeTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private SignOfLife sign() {
        return SignOfLife.of(new PrintStream(shown, true, StandardCharsets.UTF_8), "train-lapse", new RowsSoFar());
    }

    @Test
    void saysJobTimeAndRows() {
        SignOfLife sign = sign();
        assertThat(sign.line(12_400_000_000L)).isEqualTo("  train-lapse                     12 s  0 rows read");
        assertThat(SignOfLife.told(1_204_000, 0)).isEqualTo("1,204,000 rows read");
        assertThat(SignOfLife.told(1_204_000, 17)).isEqualTo("1,204,000 rows read, 17 written");
        sign.end();
    }

    @Test
    void leavesAnEmptyLine() {
        sign().end();
        assertThat(shown.toString(StandardCharsets.UTF_8)).endsWith("\r\u001b[K");
    }

    @Test
    void isQuietWhereNobodyLooks() {
        assertThat(SignOfLife.isTerminal()).isFalse();
    }
}
