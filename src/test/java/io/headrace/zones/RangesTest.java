package io.headrace.zones;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.Mask;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "39|10|[30, 40)",
                "40|10|[40, 50)",
                "-1|10|[-10, 0)",
                "-10|10|[-10, 0)",
                "0|10|[0, 10)",
                "0.3|0.1|[0.3, 0.4)",
                "1.0E7|500|[10000000, 10000500)",
                "9223372036854775807|10|[9223372036854775800, 9223372036854775810)",
                "NaN|10|NaN",
                "-Infinity|10|-Infinity"
            })
    void haveTheDeclaredWidth(String number, BigDecimal width, String range) {
        assertThat(Ranges.of(number, new Mask.Width(width))).isEqualTo(range);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "17|< 18",
                "17.999|< 18",
                "18|[18, 65)",
                "64|[18, 65)",
                "65|>= 65",
                "1E3|>= 65",
                "Infinity|Infinity"
            })
    void liveBetweenEdges(String number, String range) {
        assertThat(Ranges.of(number, new Mask.Edges(List.of(new BigDecimal(18), new BigDecimal("65.0")))))
                .isEqualTo(range);
    }

    @Test
    void leaveNullAlone() {
        assertThat(Ranges.of(null, new Mask.Width(BigDecimal.TEN))).isNull();
        assertThat(Ranges.of(null, new Mask.Edges(List.of(BigDecimal.ONE)))).isNull();
    }

    /** The range of a width holds its number and no other range does, so that nothing is between ranges. */
    @Property
    void holdTheirNumber(
            @ForAll @BigRange(min = "-100000", max = "100000") @Scale(3) BigDecimal number,
            @ForAll @BigRange(min = "0.001", max = "500") @Scale(3) BigDecimal width) {
        String range = Ranges.of(number.toPlainString(), new Mask.Width(width));
        List<BigDecimal> ends = new ArrayList<>();
        for (String end : range.substring(1, range.length() - 1).split(", ", -1)) {
            ends.add(new BigDecimal(end));
        }
        assertThat(ends.get(0)).isLessThanOrEqualTo(number);
        assertThat(ends.get(1)).isGreaterThan(number);
        assertThat(ends.get(1).subtract(ends.get(0))).isEqualByComparingTo(width);
        assertThat(ends.get(0).remainder(width)).isEqualByComparingTo(BigDecimal.ZERO);
    }

    /** The last edge that is not above the number, found one by one. */
    @Property
    void beginAtTheLastEdgeBelow(
            @ForAll List<@IntRange(min = -50, max = 50) Integer> edges,
            @ForAll @IntRange(min = -60, max = 60) int number) {
        List<BigDecimal> sorted =
                edges.stream().distinct().sorted().map(BigDecimal::new).toList();
        if (sorted.isEmpty()) {
            return;
        }
        String expected = "< " + sorted.get(0);
        for (int i = 0; i < sorted.size(); i++) {
            if (sorted.get(i).intValue() <= number) {
                expected = i + 1 < sorted.size()
                        ? "[" + sorted.get(i) + ", " + sorted.get(i + 1) + ")"
                        : ">= " + sorted.get(i);
            }
        }
        assertThat(Ranges.of(Integer.toString(number), new Mask.Edges(sorted))).isEqualTo(expected);
    }
}
