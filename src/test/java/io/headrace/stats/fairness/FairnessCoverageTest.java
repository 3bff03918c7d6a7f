package io.headrace.stats.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.stats.DecisionCounts.Share;
import io.headrace.stats.Interval;
import io.headrace.stats.KatzInterval;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.Side;
import io.headrace.stats.fairness.FairnessPolicy.Verdict;
import io.headrace.stats.value.ValidDays;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often intervals of 95 % hold the truth, and how often verdicts are false. */
class FairnessCoverageTest {
    private static final double[][] SHARES = {{0.5, 0.5}, {0.3, 0.4}, {0.1, 0.15}, {0.8, 0.95}};

    private static Share share(SplittableRandom random, int rows, double chance) {
        int of = 0;
        for (int row = 0; row < rows; row++) {
            of += random.nextDouble() < chance ? 1 : 0;
        }
        return new Share(of, rows);
    }

    @Test
    void differencesAndRatiosOfShares() {
        assertShares(3000, 0.015);
    }

    @Test
    @Tag("full")
    void differencesAndRatiosOfSharesOverManyRuns() {
        assertShares(40_000, 0);
    }

    private static void assertShares(int runs, double leeway) {
        SplittableRandom random = new SplittableRandom(1);
        for (double[] chances : SHARES) {
            for (int[] rows : new int[][] {{60, 200}, {300, 1000}}) {
                int differences = 0;
                int ratios = 0;
                for (int run = 0; run < runs; run++) {
                    Share first = share(random, rows[0], chances[0]);
                    Share second = share(random, rows[1], chances[1]);
                    Interval difference =
                            new GroupSample.OfShare(first).difference(new GroupSample.OfShare(second), 0.95);
                    differences += difference.contains(chances[0] - chances[1]) ? 1 : 0;
                    ratios += KatzInterval.of(first, second, 0.95).contains(chances[0] / chances[1]) ? 1 : 0;
                }
                assertThat((double) differences / runs).isBetween(0.93 - leeway, 0.97 + leeway);
                assertThat((double) ratios / runs).isBetween(0.93 - leeway, 0.97 + leeway);
            }
        }
    }

    @Test
    void differencesOfScores() {
        assertScores(500, 0.02);
    }

    @Test
    @Tag("full")
    void differencesOfScoresOverManyRuns() {
        assertScores(5000, 0);
    }

    /** Of AUC, calibration, mean score and mean odds, between a group whose scores are worse and another. */
    private static void assertScores(int runs, double leeway) {
        SplittableRandom random = new SplittableRandom(2);
        GroupMetric[] metrics = {
            GroupMetric.AUC, GroupMetric.CALIBRATION_GAP, GroupMetric.MEAN_SCORE, GroupMetric.MEAN_ODDS
        };
        GroupTally manyOne = tally(new SplittableRandom(3), 1_000_000, 0.6);
        GroupTally manyTwo = tally(new SplittableRandom(4), 1_000_000, 0.9);
        int[] held = new int[metrics.length];
        for (int run = 0; run < runs; run++) {
            GroupTally one = tally(random, 150, 0.6);
            GroupTally two = tally(random, 600, 0.9);
            for (int metric = 0; metric < metrics.length; metric++) {
                double truth = metrics[metric].sample(manyOne, Side.POSITIVE).value()
                        - metrics[metric].sample(manyTwo, Side.POSITIVE).value();
                Interval interval = metrics[metric]
                        .sample(one, Side.POSITIVE)
                        .difference(metrics[metric].sample(two, Side.POSITIVE), 0.95);
                held[metric] += interval.contains(truth) ? 1 : 0;
            }
        }
        for (int metric = 0; metric < metrics.length; metric++) {
            assertThat((double) held[metric] / runs).as("%s", metrics[metric]).isBetween(0.93 - leeway, 0.97 + leeway);
        }
    }

    private static GroupTally tally(SplittableRandom random, int rows, double sharp) {
        LabelledCounts.Counter counter = new LabelledCounts.Counter();
        for (int row = 0; row < rows; row++) {
            double score = random.nextDouble();
            counter.add(
                    score,
                    score > 0.5 ? Side.POSITIVE : Side.NEGATIVE,
                    random.nextDouble() < 0.2 + sharp * (score - 0.2) ? Side.POSITIVE : Side.NEGATIVE);
        }
        return GroupTally.of(counter.counts());
    }

    @Test
    void falseVerdictsAreRare() {
        assertFalseVerdicts(200, Reference.mostSelected(), 15);
    }

    @Test
    @Tag("full")
    void falseVerdictsAreRareOverManyRuns() {
        assertFalseVerdicts(2000, Reference.mostSelected(), 100);
        assertFalseVerdicts(2000, Reference.declared(Map.of("sex", "5")), 100);
    }

    /** Six groups, one of which keeps the bound just so: neither verdict is right, and chance brings one of them as seldom as stated. */
    private static void assertFalseVerdicts(int runs, Reference reference, int most) {
        FairnessPolicy policy = FairnessPolicy.fourFifths(
                List.of("sex"),
                new FairnessRules(1, 30, 0.95, Side.POSITIVE, reference),
                ValidDays.from(LocalDate.of(2026, 1, 1)),
                "risk");
        SplittableRandom random = new SplittableRandom(5);
        int breaches = 0;
        int passes = 0;
        for (int run = 0; run < runs; run++) {
            GroupRows rows = new GroupRows(List.of("sex"));
            for (int group = 0; group < 6; group++) {
                Share share = share(random, 400, group == 0 ? 0.4 : 0.5);
                rows.add((int) share.of(), 0.9, true, true, String.valueOf(group));
                rows.add((int) (share.all() - share.of()), 0.1, false, true, String.valueOf(group));
            }
            Verdict verdict = policy.judge(rows.counts()).verdict();
            breaches += verdict == Verdict.BREACH ? 1 : 0;
            passes += verdict == Verdict.OK ? 1 : 0;
        }
        assertThat(breaches).isLessThanOrEqualTo(most);
        assertThat(passes).isLessThanOrEqualTo(most);
    }
}
