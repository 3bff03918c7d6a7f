package io.headrace.stats.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.headrace.stats.BinaryOutcomes;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;

class ChurnCampaignTest {
    /** B2. */
    @Test
    void equalsTheOpenReference() {
        ChurnCampaign.Profit profit = profit("01010101", .1, .2, .3, .4, .5, .7, .8, .9);
        assertThat(profit.profit()).isCloseTo(23.875593418, within(1e-8));
        assertThat(profit.contacted()).isCloseTo(0.874370076, within(1e-8));
    }

    /** B2: ½·(0.3·190 − 1). */
    @Test
    void aPerfectScoreEarnsAllThatCanBeEarned() {
        ChurnCampaign.Profit profit = profit("0011", .1, .2, .8, .9);
        assertThat(profit.profit()).isCloseTo(28, within(1e-4));
        assertThat(profit.contacted()).isCloseTo(0.5, within(1e-4));
    }

    /** B2: the hull is the diagonal. */
    @Test
    void aScoreThatRanksNoBetterThanChanceEarnsWhatChanceDoes() {
        for (ChurnCampaign.Profit profit :
                new ChurnCampaign.Profit[] {profit("0011", .5, .5, .5, .5), profit("0011", .9, .8, .2, .1)}) {
            assertThat(profit.profit()).isCloseTo(22.50079122, within(1e-8));
            assertThat(profit.contacted()).isCloseTo(0.99916010, within(1e-8));
        }
    }

    /** A grid of acceptance rates, each with the best threshold by trying them all. */
    @Test
    void equalsTheIntegralByAGrid() {
        SplittableRandom random = new SplittableRandom(1);
        for (int run = 0; run < 20; run++) {
            int rows = 5 + random.nextInt(40);
            double[] scores = new double[rows];
            boolean[] churned = new boolean[rows];
            for (int row = 0; row < rows; row++) {
                scores[row] = random.nextInt(12);
                churned[row] = row < 2 ? row == 0 : random.nextDouble() < 0.2 + scores[row] / 20;
            }
            BinaryOutcomes outcomes = BinaryOutcomes.of(scores, churned);
            ChurnCampaign campaign =
                    new ChurnCampaign(2 + random.nextInt(8), 2 + random.nextInt(12), 50 + random.nextInt(200), 10, 1);
            double[] grid = byGrid(campaign, scores, churned);
            assertThat(campaign.expectedMaximum(outcomes).profit()).isCloseTo(grid[0], within(1e-3));
            assertThat(campaign.expectedMaximum(outcomes).contacted()).isCloseTo(grid[1], within(1e-2));
        }
    }

    private static double[] byGrid(ChurnCampaign campaign, double[] scores, boolean[] churned) {
        int steps = 20_000;
        double profit = 0;
        double contacted = 0;
        double mass = 0;
        for (int step = 0; step < steps; step++) {
            double acceptance = (step + 0.5) / steps;
            double density = Math.exp((campaign.alpha() - 1) * Math.log(acceptance)
                    + (campaign.beta() - 1) * Math.log(1 - acceptance)
                    - Gamma.logGamma(campaign.alpha())
                    - Gamma.logGamma(campaign.beta())
                    + Gamma.logGamma(campaign.alpha() + campaign.beta()));
            double best = 0;
            double rows = 0;
            for (int threshold = 0; threshold < 12; threshold++) {
                double earned = 0;
                double acted = 0;
                for (int row = 0; row < scores.length; row++) {
                    if (scores[row] >= threshold) {
                        acted++;
                        earned += churned[row]
                                ? acceptance * (campaign.lifetimeValue() - campaign.incentive()) - campaign.contact()
                                : -campaign.incentive() - campaign.contact();
                    }
                }
                if (earned > best) {
                    best = earned;
                    rows = acted;
                }
            }
            profit += density * best / scores.length;
            contacted += density * rows / scores.length;
            mass += density;
        }
        return new double[] {profit / mass, contacted / mass};
    }

    /** Beside the spread of what rows drawn again find, with a fixed seed. */
    @Test
    void theErrorIsThatOfRowsDrawnAgain() {
        SplittableRandom random = new SplittableRandom(3);
        int rows = 600;
        int draws = 1_500;
        int[] scores = new int[rows];
        boolean[] churned = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            scores[row] = random.nextInt(100);
            churned[row] = random.nextDouble() < 0.05 + scores[row] / 250.0;
        }
        ChurnCampaign campaign = new ChurnCampaign(6, 14, 60, 8, 1);
        double sum = 0;
        double squares = 0;
        for (int draw = 0; draw < draws; draw++) {
            double[] drawn = new double[rows];
            boolean[] labels = new boolean[rows];
            for (int row = 0; row < rows; row++) {
                int at = random.nextInt(rows);
                drawn[row] = scores[at];
                labels[row] = churned[at];
            }
            double profit =
                    campaign.expectedMaximum(BinaryOutcomes.of(drawn, labels)).profit();
            sum += profit;
            squares += profit * profit;
        }
        double spread = Math.sqrt((squares - sum * sum / draws) / (draws - 1));
        ChurnCampaign.Profit found = campaign.expectedMaximum(
                BinaryOutcomes.of(IntStream.of(scores).asDoubleStream().toArray(), churned));
        assertThat(found.standardError()).isCloseTo(spread, withinPercentage(6));
        assertThat(found.rows()).isEqualTo(rows);
    }

    @Test
    void theIntervalHoldsNothingBelowNought() {
        ChurnCampaign.Profit poor = new ChurnCampaign.Profit(100, 0.5, 0.1, 1);
        assertThat(poor.interval(0.95).lower()).isZero();
        assertThat(poor.interval(0.95).upper()).isCloseTo(0.5 + 1.959964, within(1e-6));
    }

    @Test
    void refusesACampaignThatCannotBe() {
        assertThatThrownBy(() -> new ChurnCampaign(6, 14, 200, 200, 1))
                .hasMessage("incentive must lie between 0 and the lifetime value, 200.0, found 200.0");
        assertThatThrownBy(() -> profit("000", .1, .2, .3)).hasMessageContaining("needs at least 1 positive");
    }

    private static ChurnCampaign.Profit profit(String labels, double... scores) {
        boolean[] churned = new boolean[labels.length()];
        for (int row = 0; row < churned.length; row++) {
            churned[row] = labels.charAt(row) == '1';
        }
        return ChurnCampaign.VERBRAKEN.expectedMaximum(BinaryOutcomes.of(scores, churned));
    }
}
