package io.headrace.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.value.ArmSum.OfDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ArmSumTest {
    private static final double Z = 1.959963984540054;

    private static OfDay day(double value, double error, long rows) {
        return new OfDay(value, OptionalDouble.of(error), rows);
    }

    private static NavigableMap<String, Map<String, OfDay>> days(List<Map<String, OfDay>> days) {
        NavigableMap<String, Map<String, OfDay>> byAsOf = new TreeMap<>();
        for (int day = 0; day < days.size(); day++) {
            byAsOf.put("2026-01-0" + (day + 1), days.get(day));
        }
        return byAsOf;
    }

    private static ArmSum of(List<ArmSum> arms, String name) {
        return arms.stream().filter(arm -> arm.arm().equals(name)).findFirst().orElseThrow();
    }

    /** On each day both arms earn the same for a row; the challenger has most of its rows on the poor day. */
    @Test
    void daysOnWhichSharesDifferMakeNoDifference() {
        List<ArmSum> arms = ArmSum.of(
                days(List.of(
                        Map.of("champion", day(900, 1, 90), "challenger", day(100, 1, 10)),
                        Map.of("champion", day(10, 1, 10), "challenger", day(90, 1, 90)))),
                Map.of());
        ArmSum challenger = of(arms, "challenger");
        assertThat(challenger.perThousand(challenger.value())).isEqualTo(1_900);
        assertThat(of(arms, "champion").perThousand(of(arms, "champion").value()))
                .isEqualTo(9_100);
        assertThat(challenger.difference()).isCloseTo(0, within(1e-9));
        assertThat(challenger.rowsCompared()).isEqualTo(100);
        double half = Z * (Math.hypot(1, 10.0 / 90) + Math.hypot(1, 90.0 / 10));
        assertThat(challenger.differenceUpper()).isCloseTo(half, within(1e-9));
        assertThat(challenger.differenceLower()).isCloseTo(-half, within(1e-9));
        assertThat(challenger.upper()).isCloseTo(190 + 2 * Z, within(1e-9));
        assertThat(of(arms, "champion").difference()).isNull();
    }

    @Test
    void theChampionIsFirstAndTheHoldoutLast() {
        OfDay one = day(1, 1, 2);
        List<ArmSum> arms = ArmSum.of(
                days(List.of(Map.of("champion", one, "holdout", one, "zebra", one, "alpha", one))),
                Map.of("later", List.of(new ArmSum.Open(3, 4), new ArmSum.Open(5, 6))));
        assertThat(arms).extracting(ArmSum::arm).containsExactly("champion", "alpha", "later", "zebra", "holdout");
        assertThat(of(arms, "later")).isEqualTo(new ArmSum("later", 0, null, null, 0, 0, 10, 8, null, null, null, 0));
        assertThat(ArmSum.of(new TreeMap<>(), Map.of())).isEmpty();
    }

    @Test
    void whatCannotBeToldIsLeftOut() {
        OfDay single = new OfDay(4, OptionalDouble.empty(), 1);
        List<ArmSum> arms = ArmSum.of(
                days(List.of(
                        Map.of("champion", day(10, 2, 5), "challenger", single),
                        Map.of("holdout", day(-1, 1, 5), "challenger", day(6, 1, 2)))),
                Map.of());
        assertThat(of(arms, "challenger"))
                .as("of one row no error, of a day without rows of the champion no difference")
                .isEqualTo(new ArmSum("challenger", 10, null, null, 3, 2, 0, 0, 2.0, null, null, 1));
        assertThat(of(arms, "holdout").difference()).isNull();
    }

    /** Arms that are alike, by seeded rows of many days: the interval of the difference holds nought as often as it says, or more often. */
    @Test
    void armsThatAreAlikeDifferByChanceOnly() {
        SplittableRandom random = new SplittableRandom(5);
        int held = 0;
        int runs = 400;
        for (int run = 0; run < runs; run++) {
            List<Map<String, OfDay>> days = new ArrayList<>();
            for (int day = 0; day < 3; day++) {
                double chance = 0.1 + 0.3 * day;
                days.add(Map.of(
                        "champion",
                        drawn(random, 200 - 60 * day, chance),
                        "challenger",
                        drawn(random, 50 + 60 * day, chance)));
            }
            ArmSum challenger = of(ArmSum.of(days(days), Map.of()), "challenger");
            held += challenger.differenceLower() <= 0 && challenger.differenceUpper() >= 0 ? 1 : 0;
        }
        assertThat((double) held / runs).isBetween(0.95, 1.0);
    }

    private static OfDay drawn(SplittableRandom random, int rows, double chance) {
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < rows; row++) {
            double worth = random.nextDouble() < chance ? 5 : -2;
            sum += worth;
            squares += worth * worth;
        }
        return day(sum, Math.sqrt((squares - sum * sum / rows) * rows / (rows - 1)), rows);
    }
}
