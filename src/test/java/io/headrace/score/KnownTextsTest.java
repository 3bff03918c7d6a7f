package io.headrace.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

/** What texts became, beside a map. */
class KnownTextsTest {
    /** Short and long ones, many with the same eight bytes first, some that end in zero bytes. */
    private static String text(Random random) {
        return "same".repeat(random.nextInt(4)) + random.nextInt(3000) + "\0".repeat(random.nextInt(3));
    }

    @Test
    void remembersWhatAMapRemembers() {
        Random random = new Random(7);
        KnownTexts texts = new KnownTexts(2);
        Map<String, double[]> known = new HashMap<>();
        int forgotten = 0;
        for (int i = 0; i < 50_000; i++) {
            String text = text(random);
            double[] row = {-1, -1, -1, -1};
            boolean isKnown = texts.copy(UTF8String.fromString(text), row, 1);
            double[] expected = known.get(text);
            if (isKnown) {
                assertThat(row).containsExactly(-1, expected[0], expected[1], -1);
            } else {
                forgotten += expected == null ? 0 : 1;
                double[] written = {0, random.nextDouble(), i, 0};
                known.put(text, expected == null ? new double[] {written[1], written[2]} : expected);
                texts.remember(
                        UTF8String.fromString(text), new double[] {0, known.get(text)[0], known.get(text)[1], 0}, 1);
            }
        }
        assertThat(known).hasSizeGreaterThan(4096);
        assertThat(forgotten).isPositive();
    }

    @Test
    void aNewTableKnowsNothing() {
        assertThat(new KnownTexts(1).copy(UTF8String.fromString(""), new double[1], 0))
                .isFalse();
    }
}
