package io.headrace.stats.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.Side;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often intervals of 95 % hold the truth, on rows whose law is known. */
class ValueCoverageTest {
    private static final CostMatrix MATRIX = new CostMatrix(15, -2, -5, 0, "EUR");
    private static final double CAPACITY = 0.2;

    /** Scores are cubes of an even draw, and the chance of a positive is 0.8 of the score: calibrated they are not. */
    private static double score(SplittableRandom random) {
        return Math.pow(random.nextDouble(), 3);
    }

    private static LabelledCounts rows(SplittableRandom random, int rows) {
        LabelledCounts.Counter counter = new LabelledCounts.Counter();
        for (int row = 0; row < rows; row++) {
            double score = score(random);
            counter.add(
                    score,
                    score > 0.4 ? Side.POSITIVE : Side.NEGATIVE,
                    random.nextDouble() < 0.8 * score ? Side.POSITIVE : Side.NEGATIVE);
        }
        return counter.counts();
    }

    private static double coverage(int runs, int rows, double perRow, Function<ValueBins, Worth> worth) {
        SplittableRandom random = new SplittableRandom(11);
        int held = 0;
        for (int run = 0; run < runs; run++) {
            Worth found = worth.apply(ValueBins.realised(rows(random, rows), MATRIX));
            held += found.interval(0.95).contains(perRow * rows) ? 1 : 0;
        }
        return (double) held / runs;
    }

    /** The mean over the score s of a rule's worth, by quadrature over the even draw u, s = u³. */
    private static double truth(Function<Double, Boolean> acts) {
        int steps = 1_000_000;
        double sum = 0;
        for (int step = 0; step < steps; step++) {
            double score = Math.pow((step + 0.5) / steps, 3);
            sum += acts.apply(score) ? MATRIX.acted(0.8 * score) : MATRIX.spared(0.8 * score);
        }
        return sum / steps;
    }

    @Test
    void valueOfDecisions() {
        assertCoverage(600, 400);
    }

    @Test
    @Tag("full")
    void valueOfDecisionsOverManyRuns() {
        assertCoverage(10_000, 400);
        assertCoverage(4_000, 5_000);
    }

    private static void assertCoverage(int runs, int rows) {
        double decided = truth(score -> score > 0.4);
        double capacity = truth(score -> score > Math.pow(1 - CAPACITY, 3));
        double spread = 3 * Math.sqrt(0.95 * 0.05 / runs);
        double low = 0.93 - (runs < 1000 ? spread : 0);
        double high = 0.97 + (runs < 1000 ? spread : 0);
        double atThreshold = coverage(runs, rows, decided, bins -> bins.worth(DecisionRule.AS_DECIDED));
        double atCapacity =
                coverage(runs, rows, capacity, bins -> bins.worthAtCapacity(Math.round(CAPACITY * bins.rows())));
        double overNone = coverage(
                runs,
                rows,
                decided - truth(score -> false),
                bins -> bins.difference(DecisionRule.AS_DECIDED, DecisionRule.NONE));
        assertThat(atThreshold).isBetween(low, high);
        assertThat(atCapacity).isBetween(low, high);
        assertThat(overNone).isBetween(low, high);
    }

    /** Regret in the long run: of a poor rule, one a little off, and the best. The interval may hold it more often than stated, never less. */
    @Test
    void regret() {
        assertRegret(150, 400);
    }

    @Test
    @Tag("full")
    void regretOverManyRuns() {
        assertRegret(1000, 400);
        assertRegret(400, 5000);
    }

    private static void assertRegret(int runs, int rows) {
        double bestThreshold = 2.0 / 22 / 0.8;
        double best = truth(score -> score > bestThreshold);
        for (double threshold : new double[] {0.4, 0.2, 0.114}) {
            double truth = rows * (best - truth(score -> score > threshold));
            SplittableRandom random = new SplittableRandom(13);
            int held = 0;
            for (int run = 0; run < runs; run++) {
                held += ValueBins.realised(rows(random, rows), MATRIX)
                                .regret(DecisionRule.above(threshold), 0.95)
                                .interval()
                                .orElseThrow()
                                .contains(truth)
                        ? 1
                        : 0;
            }
            assertThat((double) held / runs).isGreaterThanOrEqualTo(0.93);
        }
    }

    /** The profit of a campaign in the long run, by the best thresholds that there could be. */
    @Test
    void profitOfACampaign() {
        assertCampaign(500, 400);
    }

    @Test
    @Tag("full")
    void profitOfACampaignOverManyRuns() {
        assertCampaign(4_000, 400);
        assertCampaign(2_000, 5_000);
    }

    private static void assertCampaign(int runs, int rows) {
        ChurnCampaign campaign = ChurnCampaign.VERBRAKEN;
        double truth = truth(campaign);
        SplittableRandom random = new SplittableRandom(14);
        int held = 0;
        double sum = 0;
        for (int run = 0; run < runs; run++) {
            ChurnCampaign.Profit found =
                    campaign.expectedMaximum(rows(random, rows).binned());
            held += found.interval(0.95).contains(truth) ? 1 : 0;
            sum += found.profit();
        }
        double spread = runs < 1000 ? 3 * Math.sqrt(0.95 * 0.05 / runs) : 0;
        assertThat((double) held / runs).isBetween(0.93 - spread, 0.97 + spread);
        assertThat(sum / runs).as("chosen on the rows, so too great on average").isGreaterThan(truth);
    }

    /** Each acceptance, then each customer who pays at it: the mean over scores of what is earned where more accept than makes a customer pay. */
    private static double truth(ChurnCampaign campaign) {
        int steps = 500;
        double profit = 0;
        double mass = 0;
        for (int step = 0; step < steps; step++) {
            double acceptance = (step + 0.5) / steps;
            double density = Math.pow(acceptance, campaign.alpha() - 1) * Math.pow(1 - acceptance, campaign.beta() - 1);
            double earned = 0;
            for (int place = 0; place < steps; place++) {
                double chance = 0.8 * Math.pow((place + 0.5) / steps, 3);
                earned += Math.max(
                        0,
                        chance * (campaign.lifetimeValue() - campaign.incentive()) * acceptance
                                - (1 - chance) * campaign.incentive()
                                - campaign.contact());
            }
            profit += density * earned / steps;
            mass += density;
        }
        return profit / mass;
    }

    /** Before labels: the realised total of the same rows lies in the interval of the label error. */
    @Test
    void expectedValueHoldsWhatLabelsBring() {
        SplittableRandom random = new SplittableRandom(12);
        int runs = 1000;
        int held = 0;
        for (int run = 0; run < runs; run++) {
            LabelledCounts.Counter counter = new LabelledCounts.Counter();
            for (int row = 0; row < 300; row++) {
                double score = score(random);
                counter.add(
                        score,
                        score > 0.4 ? Side.POSITIVE : Side.NEGATIVE,
                        random.nextDouble() < score ? Side.POSITIVE : Side.NEGATIVE);
            }
            LabelledCounts counts = counter.counts();
            Worth expected = ValueBins.expected(counts.scores(), MATRIX).worth(DecisionRule.AS_DECIDED);
            held += expected.labelInterval(0.95)
                            .contains(ValueBins.realised(counts, MATRIX)
                                    .worth(DecisionRule.AS_DECIDED)
                                    .total())
                    ? 1
                    : 0;
        }
        assertThat((double) held / runs).isBetween(0.93, 0.97);
    }
}
