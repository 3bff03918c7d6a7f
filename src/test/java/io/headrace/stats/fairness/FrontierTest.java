package io.headrace.stats.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.estimate.Side;
import io.headrace.stats.fairness.Frontier.Aim;
import io.headrace.stats.fairness.Frontier.Point;
import io.headrace.stats.value.CostMatrix;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Women, men whose scores are higher, and five others. */
class FrontierTest {
    private static final CostMatrix RIGHT = new CostMatrix(1, 0, 0, 1, "right decisions");

    private static GroupCounts counts() {
        SplittableRandom dice = new SplittableRandom(11);
        GroupCounts.Counter counter = new GroupCounts.Counter(List.of("sex"));
        for (int row = 0; row < 2_000; row++) {
            String sex = row < 5 ? "other" : row % 2 == 0 ? "female" : "male";
            double score = Math.min(0.999, dice.nextDouble() * 0.8 + (sex.equals("male") ? 0.15 : 0));
            counter.add(
                    List.of(Optional.of(sex)),
                    score,
                    score > 0.5 ? Side.POSITIVE : Side.NEGATIVE,
                    Optional.of(dice.nextDouble() < score ? Side.POSITIVE : Side.NEGATIVE));
        }
        return counter.counts();
    }

    @Test
    void eachStepTakesFromTheGapAndFromTheValue() {
        Frontier frontier = Frontier.of(counts(), List.of("sex"), 100, RIGHT);
        assertThat(frontier.leftOut()).containsExactly(Group.of("sex", "other"));
        assertThat(frontier.points()).hasSize(2 + 2 * Frontier.STEPS);
        Remedy best = of(frontier, Aim.BEST_OF_EACH_GROUP, Frontier.STEPS);
        assertThat(best.worth().total())
                .isGreaterThanOrEqualTo(
                        of(frontier, Aim.ONE_THRESHOLD, Frontier.STEPS).worth().total());
        for (Aim aim : List.of(Aim.DEMOGRAPHIC_PARITY, Aim.EQUALISED_ODDS)) {
            Remedy before = best;
            for (int step = 1; step <= Frontier.STEPS; step++) {
                Remedy here = of(frontier, aim, step);
                assertThat(here.worth().total())
                        .isLessThanOrEqualTo(before.worth().total() + 1e-9);
                assertThat(gap(aim, here)).isLessThan(gap(aim, before));
                before = here;
            }
            assertThat(gap(aim, before)).isCloseTo(0, within(1e-9));
        }
        assertThat(frontier.aucOfScores()).isBetween(0.6, 0.9);
        assertThat(frontier.aucWithinGroups()).isLessThan(frontier.aucOfScores());
    }

    private static double gap(Aim aim, Remedy remedy) {
        return aim == Aim.DEMOGRAPHIC_PARITY
                ? remedy.selectionGap()
                : remedy.truePositiveGap() + remedy.falsePositiveGap();
    }

    private static Remedy of(Frontier frontier, Aim aim, int step) {
        return frontier.points().stream()
                .filter(point -> point.aim() == aim && point.step() == step)
                .map(Point::remedy)
                .reduce((one, other) -> {
                    throw new AssertionError("twice");
                })
                .orElseThrow();
    }

    @Test
    void oneGroupWithRowsEnoughHasNoFrontier() {
        Frontier frontier = Frontier.of(counts(), List.of("sex"), 1_000_000, RIGHT);
        assertThat(frontier.points()).isEmpty();
        assertThat(frontier.leftOut()).hasSize(3);
    }
}
