package io.headrace.stats.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.fairness.Actionable.Direction;
import io.headrace.stats.fairness.Counterfactual.Change;
import io.headrace.stats.fairness.Counterfactual.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class CounterfactualSearchTest {
    private static final Actionable DEBTS = new Actionable(0, "debts", Direction.DOWN, 1, 0, 10, 2);
    private static final Actionable SAVINGS = new Actionable(1, "savings", Direction.UP, 100, 0, 5000, 1000);
    /** The third feature, age, is not declared. */
    private static final ToDoubleFunction<double[]> MODEL = row -> 0.1 * row[0] - 0.0002 * row[1] + 0.01 * row[2];

    private static CounterfactualSearch search(int mostChanges) {
        return new CounterfactualSearch(MODEL, List.of(DEBTS, SAVINGS), mostChanges, 100_000);
    }

    @Test
    void oneChangeIsTakenBeforeTwoThoughTwoAreNearer() {
        double[] row = {5, 1000, 30};
        Counterfactual found = search(2).nearest(row, score -> score <= 0.3 + 1e-12);
        // 0.6 must fall by 0.3: three debts are at a distance of 1.5, as are savings of 1,500; debts are declared
        // first.
        assertThat(found.outcome()).isEqualTo(Outcome.FOUND);
        assertThat(found.changes()).containsExactly(new Change(DEBTS, 5, 2));
        assertThat(found.distance()).isEqualTo(1.5);
        assertThat(found.score().getAsDouble()).isCloseTo(0.3, within(1e-12));
        assertThat(row).containsExactly(5, 1000, 30);
    }

    @Test
    void severalChangesWhereOneWillNotDo() {
        Counterfactual found = search(2).nearest(new double[] {1, 4500, 100}, score -> score <= 0.04 + 1e-12);
        assertThat(found.changes()).containsExactly(new Change(DEBTS, 1, 0), new Change(SAVINGS, 4500, 4800));
        assertThat(search(1)
                        .nearest(new double[] {1, 4500, 100}, score -> score <= 0.04 + 1e-12)
                        .outcome())
                .isEqualTo(Outcome.NONE_WITHIN_THE_RANGES);
    }

    @Test
    void saysSoWhereNothingIsNeededOrNothingHelps() {
        assertThat(search(2)
                        .nearest(new double[] {1, 0, 10}, score -> score < 0.5)
                        .outcome())
                .isEqualTo(Outcome.NOT_NEEDED);
        Counterfactual none = search(2).nearest(new double[] {3, 4800, 90}, score -> score < -0.5);
        assertThat(none.outcome()).isEqualTo(Outcome.NONE_WITHIN_THE_RANGES);
        assertThat(none.changes()).isEmpty();
        // The row itself, three fewer debts, two more savings, and both.
        assertThat(none.tries()).isEqualTo(1 + 3 + 2 + 6);
        CounterfactualSearch limited = new CounterfactualSearch(MODEL, List.of(DEBTS, SAVINGS), 2, 4);
        assertThat(limited.nearest(new double[] {3, 4800, 90}, score -> score < -0.5)
                        .outcome())
                .isEqualTo(Outcome.STOPPED);
    }

    @Test
    void keepsDirectionsAndRanges() {
        Actionable either = new Actionable(0, "level", Direction.EITHER, 2, 0, 9, 1);
        assertThat(either.targets(5)).extracting(Actionable.Target::value).containsExactly(3.0, 7.0, 1.0, 9.0);
        assertThat(DEBTS.targets(0)).isEmpty();
        // From beyond the range the nearest value within it is a whole number of steps away.
        assertThat(DEBTS.targets(12)).extracting(Actionable.Target::value).startsWith(10.0, 9.0);
        assertThat(SAVINGS.targets(6000)).isEmpty();
        assertThat(DEBTS.targets(Double.NaN)).isEmpty();
    }

    /** A model without order or smoothness, beside all changes tried one by one. */
    @Test
    void isTheNearestOfAllChanges() {
        SplittableRandom random = new SplittableRandom(1);
        List<Actionable> features = List.of(
                new Actionable(0, "a", Direction.EITHER, 1, -3, 3, 1.5),
                new Actionable(2, "b", Direction.UP, 0.5, 0, 3, 0.7),
                new Actionable(3, "c", Direction.DOWN, 1, -4, 4, 2));
        int found = 0;
        for (int run = 0; run < 300; run++) {
            long seed = random.nextLong();
            ToDoubleFunction<double[]> model =
                    row -> new SplittableRandom(seed ^ Arrays.hashCode(row) * 0x9E3779B97F4A7C15L).nextDouble();
            double[] row = {random.nextInt(-3, 4), 7, random.nextInt(7) * 0.5, random.nextInt(-4, 5)};
            double bound = random.nextDouble() * 0.05;
            Counterfactual nearest =
                    new CounterfactualSearch(model, features, 3, 1_000_000).nearest(row, score -> score < bound);
            double[] best = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
            if (model.applyAsDouble(row) < bound) {
                best = new double[] {0, 0};
            }
            for (double a = -3; a <= 3; a++) {
                for (double b = row[2]; b <= 3; b += 0.5) {
                    for (double c = row[3]; c >= -4; c--) {
                        double[] changed = {a, 7, b, c};
                        double changes = (a != row[0] ? 1 : 0) + (b != row[2] ? 1 : 0) + (c != row[3] ? 1 : 0);
                        double distance = Math.abs(a - row[0]) / 1.5 + (b - row[2]) / 0.7 + (row[3] - c) / 2;
                        boolean nearer = changes < best[0] || (changes == best[0] && distance < best[1] - 1e-12);
                        if (nearer && model.applyAsDouble(changed) < bound) {
                            best = new double[] {changes, distance};
                        }
                    }
                }
            }
            if (nearest.outcome() == Outcome.FOUND) {
                found++;
                assertThat((double) nearest.changes().size()).isEqualTo(best[0]);
                assertThat(nearest.distance()).isCloseTo(best[1], within(1e-9));
            } else {
                assertThat(best[0]).isEqualTo(nearest.outcome() == Outcome.NOT_NEEDED ? 0 : Double.POSITIVE_INFINITY);
            }
        }
        assertThat(found).isGreaterThan(100);
    }

    @Test
    void refusesFeaturesThatAreNone() {
        assertThatThrownBy(() -> new CounterfactualSearch(MODEL, List.of(DEBTS, DEBTS), 1, 10))
                .hasMessageContaining("each once");
        assertThatThrownBy(() -> new Actionable(0, "debts", Direction.UP, 0, 0, 1, 1))
                .hasMessage("debts must have a step above 0, at most a million in its range, found 0.0");
    }
}
