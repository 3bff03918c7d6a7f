package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.value.ArmSum;
import io.headrace.value.ValueStatus;
import io.headrace.value.ValueStatus.Campaign;
import io.headrace.value.ValueStatus.Sum;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueTextTest {
    private static Sum sum(String basis, String figure, double value, double half, long rows, int days) {
        return new Sum(basis, figure, null, value, value - half, value + half, rows, days);
    }

    @Test
    void tellsWhatWasEarnedWhatElseAndWhatIsNotKnown() {
        ValueStatus status = new ValueStatus(
                "value-lapse",
                "lapse",
                "pounds",
                "value-lapse/2026-02-03/1",
                "2026-01-02",
                "2026-02-04",
                34,
                30,
                2,
                List.of(1, 2),
                34_000,
                4_000,
                List.of(
                        sum("expected", "earned", 1_400, 100, 34_000, 34),
                        sum("open", "earned", 150, 40, 4_000, 4),
                        sum("realised", "earned", 1_234.5, 200, 30_000, 30),
                        sum("realised", "none", 0, 0, 30_000, 30),
                        sum("realised", "all", -310, 50, 30_000, 30),
                        sum("realised", "capacity", 1_234.5, 50, 30_000, 30),
                        new Sum("spent", "compute", null, 0.42, null, null, 34_000, 34)),
                List.of(new Sum("realised", "above", 0.35, 1_300, null, null, 30_000, 30)),
                List.of(new Campaign("2026-01-31", 2_387.56, 2_100, 2_700, 1_000, 0.8744)),
                List.of(
                        new ArmSum("champion", 1_100, 900.0, 1_300.0, 25_000, 30, 3_000, 120, null, null, null, 0),
                        new ArmSum("challenger", 250, -50.0, 550.0, 4_000, 20, 800, 30, 90.0, -60.0, 240.0, 4_000),
                        new ArmSum("newcomer", 4, null, null, 1, 1, 0, 0, -2.0, null, null, 1),
                        new ArmSum("holdout", 0, 0.0, 0.0, 0, 0, 100, -3, null, null, null, 0)));
        assertThat(ValueText.lines(status))
                .containsExactly(
                        "lapse: what acting on its scores is worth, in pounds, by value-lapse/2026-02-03/1",
                        "  scored       34,000 rows of 34 days, as of 2026-01-02 to 2026-02-04, by version 1, 2",
                        "  earned       1,234.50 (1,034.50 to 1,434.50), of 30,000 rows whose outcomes are known, of 30 days",
                        "  on none      0.00, 1,234.50 less",
                        "  on all       -310.00, 1,544.50 less",
                        "  at best      1,300.00, 65.50 more, on scores above 0.35, as is known in hindsight",
                        "  at capacity  1,234.50, the same, on the highest scores",
                        "  compute      0.42 for scoring 34 days",
                        "  expected     1,400.00 (1,300.00 to 1,500.00) of all rows, when they were decided on",
                        "  not known    4,000 rows of 4 days, expected to earn 150.00 (110.00 to 190.00)",
                        "  campaign     2.39 a customer (2.10 to 2.70), contacting 87.4 % of 1,000, at best, as is known in hindsight of 2026-01-31",
                        "  by arm       earned for 1,000 rows whose outcomes are known",
                        "    champion   44.00 (36.00 to 52.00), of 25,000 rows of 30 days",
                        "    challenger 62.50 (-12.50 to 137.50), of 4,000 rows of 20 days; 22.50 more (-15.00 to 60.00) than the champion on the same days",
                        "    newcomer   4,000.00, of 1 row of 1 day; 2,000.00 less than the champion on the same days",
                        "    holdout    not known yet of 100 rows",
                        "    Chance draws who is in which arm, so what lies beyond chance is an effect of who decides; an experiment judges it",
                        "  not valued   2 days: published after the last run, or scored before rows were counted");
    }

    @Test
    void saysWhatIsMissing() {
        ValueStatus never = new ValueStatus(
                "value-lapse",
                "lapse",
                "pounds",
                "",
                "",
                "",
                0,
                0,
                1,
                List.of(),
                0,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of());
        assertThat(ValueText.lines(never))
                .containsExactly(
                        "lapse: what acting on its scores is worth, in pounds, by value-lapse",
                        "  nothing is valued yet: run value-lapse for a day on which scores are published",
                        "  not valued   1 day: published after the last run, or scored before rows were counted");
        ValueStatus young = new ValueStatus(
                "value-lapse",
                "lapse",
                "pounds",
                "value-lapse/2026-02-03/1",
                "2026-02-04",
                "2026-02-04",
                1,
                0,
                0,
                List.of(1),
                100,
                100,
                List.of(sum("expected", "earned", 14, 1, 100, 1), sum("open", "earned", 14, 1, 100, 1)),
                List.of(),
                List.of(),
                List.of());
        assertThat(ValueText.lines(young))
                .contains("  earned       not known yet: no monitor job has counted an outcome")
                .hasSize(5);
        ValueStatus partly = new ValueStatus(
                "value-lapse",
                "lapse",
                "pounds",
                "value-lapse/2026-02-03/1",
                "2026-01-02",
                "2026-02-04",
                34,
                30,
                0,
                List.of(1),
                34_000,
                0,
                List.of(
                        sum("realised", "earned", 1_234.5, 200, 34_000, 34),
                        sum("realised", "capacity", 1_000, 50, 20_000, 20)),
                List.of(),
                List.of(),
                List.of());
        assertThat(ValueText.lines(partly)).contains("  at capacity  not told: 14 days of these had no capacity");
    }
}
