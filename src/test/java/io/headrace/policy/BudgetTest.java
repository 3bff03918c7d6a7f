package io.headrace.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final int COLUMNS = 20;

    /** Independent p values without adjustment, so that the level must do the work. */
    private static final NullWindows UNIFORM = random -> IntStream.range(0, COLUMNS)
            .mapToDouble(column -> random.nextDouble())
            .toArray();

    private static final Policy EAGER = Days.POLICY.withLevel(0.5);

    @Test
    void theLevelKeepsTheBudgetOnOtherDays() {
        Budget budget = Budget.calibrate(UNIFORM, EAGER, new Budget.Simulation(200, 365, 1));
        assertThat(budget.isKept()).isTrue();
        assertThat(budget.level()).isBetween(0.005, 0.1);
        assertThat(budget.atLeastDays()).isGreaterThanOrEqualTo(90);
        Budget other = Budget.measure(UNIFORM, EAGER.withLevel(budget.level()), new Budget.Simulation(400, 365, 99));
        assertThat(other.expectedDays().getAsDouble()).isGreaterThan(90);
        // The next higher level of the grid would not keep it.
        Budget higher = Budget.measure(
                UNIFORM, EAGER.withLevel(budget.level() * Math.pow(10, 0.2)), new Budget.Simulation(400, 365, 99));
        assertThat(higher.expectedDays().getAsDouble()).isLessThan(90);
    }

    /** The large null run: 1,000 years of 100 columns that have nothing to do with the years the level was found on. */
    @Test
    @Tag("full")
    void aThousandYearsOfAHundredColumnsKeepTheBudget() {
        NullWindows hundred = random -> random.doubles(100).toArray();
        Budget budget = Budget.calibrate(hundred, EAGER, new Budget.Simulation(300, 365, 1));
        Budget years = Budget.measure(hundred, EAGER.withLevel(budget.level()), new Budget.Simulation(1000, 365, 2));
        assertThat(budget.isKept()).isTrue();
        assertThat(years.expectedDays().getAsDouble()).isBetween(90.0, 180.0);
    }

    /** With one window and no cool-down, days between alerts have a closed form: 1 / (1 − (1 − level)^columns). */
    @Test
    void expectedDaysAreThoseOfTheClosedForm() {
        Policy plain = new Policy(
                0.002,
                java.util.Map.of(),
                new Persistence(1, 1),
                new Persistence(1, 1),
                java.util.Set.of(),
                0,
                Grouping.TOGETHER,
                20,
                RetrainRules.never(),
                RollbackRules.never());
        Budget budget = Budget.measure(UNIFORM, plain, new Budget.Simulation(300, 1000, 5));
        double exact = 1 / (1 - Math.pow(1 - 0.002, COLUMNS));
        double error = budget.standardError().getAsDouble();
        assertThat(error / exact).isLessThan(0.02);
        assertThat(budget.expectedDays().getAsDouble()).isBetween(exact - 4 * error, exact + 4 * error);
        assertThat(budget.atLeastDays()).isBetween(exact - 6 * error, exact + 3 * error);
    }

    @Test
    void theSimulationJudgesAsThePolicyDoes() {
        for (Grouping grouping : List.of(Grouping.TOGETHER, Grouping.APART)) {
            for (int seed = 0; seed < 20; seed++) {
                Policy policy =
                        Days.grouped(grouping, seed % 5, java.util.Set.of()).withLevel(0.3);
                int simulated = QuietHistory.draw(UNIFORM, policy, 60, new SplittableRandom(seed))
                        .alerts(0.2);
                SplittableRandom random = new SplittableRandom(seed);
                List<ObservedDay> days = new ArrayList<>();
                for (int day = 0; day < 60; day++) {
                    Days.Builder builder = Days.day(day);
                    double[] window = UNIFORM.draw(random);
                    for (int column = 0; column < window.length; column++) {
                        builder.column("c" + column, "", OptionalDouble.of(window[column]), 0.5, 1);
                    }
                    days.add(builder.build());
                }
                assertThat(simulated)
                        .isEqualTo(PolicyRun.of(policy.withLevel(0.2), days)
                                .alerts()
                                .size());
            }
        }
    }

    @Test
    void columnsThatMoveTogetherCostLess() {
        NullWindows same = random -> {
            double[] window = new double[COLUMNS];
            java.util.Arrays.fill(window, random.nextDouble());
            return window;
        };
        Budget.Simulation simulation = new Budget.Simulation(100, 365, 3);
        assertThat(Budget.calibrate(same, EAGER, simulation).level())
                .isGreaterThan(Budget.calibrate(UNIFORM, EAGER, simulation).level());
    }

    @Test
    void aTableIsDrawnByWholeWindowsAndTheSeedDecides() {
        SplittableRandom random = new SplittableRandom(8);
        double[][] table = new double[500][];
        java.util.Arrays.setAll(table, window -> UNIFORM.draw(random));
        NullWindows nulls = NullWindows.resampled(table);
        Budget.Simulation simulation = new Budget.Simulation(50, 200, 4);
        Budget budget = Budget.calibrate(nulls, EAGER, simulation);
        assertThat(Budget.calibrate(nulls, EAGER, simulation)).isEqualTo(budget);
        assertThat(budget.simulatedDays()).isEqualTo(10_000);
        assertThatThrownBy(() -> NullWindows.resampled(new double[][] {{0.5}, {0.1, 0.2}}))
                .hasMessage("windows[1] must have 1 columns, one or more, found 2");
    }

    @Test
    void windowsOfATableFollowEachOtherAndTablesTakeTurns() {
        double[][] first = {{0.1}, {0.2}, {0.3}};
        double[][] second = {{0.7}, {0.8}};
        NullWindows windows = NullWindows.inOrder(List.of(first, second));
        SplittableRandom random = new SplittableRandom(2);
        for (double[][] table : List.of(first, second, first, second)) {
            NullWindows history = windows.history(random);
            int at = java.util.Arrays.asList(table).indexOf(history.draw(random));
            for (int day = 1; day < 10; day++) {
                assertThat(history.draw(random)).isSameAs(table[(at + day) % table.length]);
            }
        }
        assertThatThrownBy(() -> NullWindows.inOrder(List.of())).hasMessageContaining("a table");
    }

    @Test
    void withoutFalseAlertsOnlyALowerBoundIsStated() {
        NullWindows silent = random -> new double[] {1, 1};
        Budget budget = Budget.calibrate(silent, EAGER, new Budget.Simulation(10, 90, 1));
        assertThat(budget.level()).isEqualTo(0.5);
        assertThat(budget.expectedDays()).isEmpty();
        assertThat(budget.atLeastDays()).isEqualTo(300);
        assertThat(Budget.calibrate(silent, EAGER, new Budget.Simulation(2, 90, 1))
                        .isKept())
                .isFalse();
    }

    @Test
    void aBudgetThatNoLevelKeepsIsSaidToBeMissed() {
        NullWindows always = random -> new double[] {0};
        Budget budget = Budget.calibrate(always, EAGER, new Budget.Simulation(10, 365, 1));
        assertThat(budget.isKept()).isFalse();
        assertThat(budget.expectedDays().getAsDouble()).isBetween(6.5, 7.5);
    }
}
