package io.headrace.stats.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.fairness.GroupRows.Row;
import io.headrace.stats.value.CostMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PostProcessingTest {
    private static final Offset<Double> HAIR = within(1e-9);
    private static final CostMatrix ACCURACY = new CostMatrix(1, 0, 0, 1, "rows");
    private static final CostMatrix MATRIX = new CostMatrix(9, -2, -1, 0, "EUR");

    private static PostProcessing of(GroupRows rows, CostMatrix matrix) {
        return new PostProcessing(PostProcessing.labelled(rows.counts().by(List.of("sex"))), matrix);
    }

    /** Groups whose scores lie and rank differently. */
    private static GroupRows rows(SplittableRandom random, int count, String... groups) {
        GroupRows rows = new GroupRows(List.of("sex"));
        for (int row = 0; row < count; row++) {
            int group = random.nextInt(groups.length);
            boolean positive = random.nextDouble() < 0.3 + 0.1 * group;
            double shift = positive ? 0.1 + 0.05 * group : 0;
            double score = Math.min(0.9995, (random.nextInt(8) + 0.5) / 10 + shift + 0.03 * group);
            rows.add(score, score > 0.5, positive, groups[group]);
        }
        for (String group : groups) {
            rows.add(0.5, true, true, group);
            rows.add(0.5, true, false, group);
        }
        return rows;
    }

    @Test
    void parityHolds() {
        SplittableRandom random = new SplittableRandom(1);
        for (int run = 0; run < 40; run++) {
            PostProcessing fit = of(rows(random, 60 + random.nextInt(300), "a", "b", "c"), MATRIX);
            Remedy parity = fit.demographicParity(0);
            assertThat(parity.selectionGap()).isCloseTo(0, HAIR);
            Remedy odds = fit.equalisedOdds();
            assertThat(odds.truePositiveGap()).isCloseTo(0, HAIR);
            assertThat(odds.falsePositiveGap()).isCloseTo(0, HAIR);
            Remedy slack = fit.demographicParity(0.1);
            assertThat(slack.selectionGap()).isLessThan(0.1 + 1e-9);
            double free = fit.unconstrained().worth().total();
            assertThat(free).isGreaterThanOrEqualTo(fit.oneThreshold().worth().total() - 1e-9);
            assertThat(free).isGreaterThanOrEqualTo(slack.worth().total() - 1e-9);
            assertThat(slack.worth().total())
                    .isGreaterThanOrEqualTo(parity.worth().total() - 1e-9);
            assertThat(free).isGreaterThanOrEqualTo(odds.worth().total() - 1e-9);
        }
    }

    /** No pair of thresholds of a fine mesh is better: each group by chance between any two of its thresholds. */
    @Test
    void noThresholdsAreWorthMoreUnderParity() {
        SplittableRandom random = new SplittableRandom(2);
        for (int run = 0; run < 10; run++) {
            GroupRows rows = rows(random, 120, "a", "b");
            double best = Double.NEGATIVE_INFINITY;
            double bestOdds = Double.NEGATIVE_INFINITY;
            List<double[]> a = mixes(rows.of(Group.of("sex", "a")));
            List<double[]> b = mixes(rows.of(Group.of("sex", "b")));
            for (double[] one : a) {
                for (double[] two : b) {
                    if (Math.abs(one[2] - two[2]) < 2e-3) {
                        best = Math.max(best, one[3] + two[3]);
                    }
                    if (Math.abs(one[0] - two[0]) < 2e-3 && Math.abs(one[1] - two[1]) < 2e-3) {
                        bestOdds = Math.max(bestOdds, one[3] + two[3]);
                    }
                }
            }
            PostProcessing fit = of(rows, MATRIX);
            double rest = rows.rows().stream()
                    .mapToDouble(row -> row.isPositive() ? MATRIX.miss() : MATRIX.rest())
                    .sum();
            // The mesh lets the shares differ a little, which may be worth a little.
            assertThat(fit.demographicParity(0).worth().total() - rest).isGreaterThan(best - 3);
            assertThat(fit.demographicParity(0).worth().total() - rest).isLessThan(best + 10);
            assertThat(fit.equalisedOdds().worth().total() - rest).isGreaterThan(bestOdds - 3);
        }
    }

    /** Of each mix its true and false positive rate, share acted on, and gain over acting on none. */
    private static List<double[]> mixes(List<Row> rows) {
        double positives = rows.stream().filter(Row::isPositive).count();
        double negatives = rows.size() - positives;
        List<double[]> points = new ArrayList<>();
        for (double threshold : rows.stream().mapToDouble(Row::score).distinct().toArray()) {
            double hits = rows.stream()
                    .filter(row -> row.score() >= threshold && row.isPositive())
                    .count();
            double alarms = rows.stream()
                    .filter(row -> row.score() >= threshold && !row.isPositive())
                    .count();
            points.add(new double[] {hits, alarms});
        }
        points.add(new double[] {0, 0});
        List<double[]> mixes = new ArrayList<>();
        for (double[] one : points) {
            for (double[] two : points) {
                for (double share = 0; share <= 1; share += 0.1) {
                    double hits = share * one[0] + (1 - share) * two[0];
                    double alarms = share * one[1] + (1 - share) * two[1];
                    mixes.add(new double[] {
                        hits / positives,
                        alarms / negatives,
                        (hits + alarms) / rows.size(),
                        hits * MATRIX.gainOnPositive() + alarms * MATRIX.gainOnNegative()
                    });
                }
            }
        }
        return mixes;
    }

    /** The worst group's hull is reached by thresholds, the better one's decisions are taken by chance for some rows. */
    @Test
    void chanceIsStated() {
        SortedMap<Group, LabelledCounts> groups = new TreeMap<>();
        GroupRows rows = new GroupRows(List.of("sex"));
        rows.add(50, 0.9, true, true, "good");
        rows.add(50, 0.1, false, false, "good");
        rows.add(30, 0.9, true, true, "poor");
        rows.add(10, 0.9, true, false, "poor");
        rows.add(20, 0.1, false, true, "poor");
        rows.add(40, 0.1, false, false, "poor");
        groups.putAll(PostProcessing.labelled(rows.counts().by(List.of("sex"))));
        Remedy odds = new PostProcessing(groups, ACCURACY).equalisedOdds();
        ThresholdMix poor = odds.thresholds().get(Group.of("sex", "poor"));
        assertThat(poor.isFixed()).isTrue();
        ThresholdMix good = odds.thresholds().get(Group.of("sex", "good"));
        assertThat(good.parts()).hasSize(3);
        assertThat(good.parts())
                .extracting(ThresholdMix.Part::share)
                .satisfiesExactly(
                        share -> assertThat(share).isCloseTo(0.2, HAIR),
                        share -> assertThat(share).isCloseTo(0.4, HAIR),
                        share -> assertThat(share).isCloseTo(0.4, HAIR));
        // Decisions by a draw follow the shares.
        int acted = 0;
        for (int draw = 0; draw < 1000; draw++) {
            acted += good.acts(0.9, draw / 1000.0) ? 1 : 0;
        }
        assertThat(acted).isBetween(599, 601);
        assertThat(odds.accuracy()).isCloseTo((0.6 * 100 + 0.8 * 100) / 200.0, within(0.011));
    }

    @Test
    void theFrontierRunsFromTheBestToParity() {
        PostProcessing fit = of(rows(new SplittableRandom(3), 800, "a", "b", "c"), MATRIX);
        List<Remedy> parity = fit.demographicParityFrontier(5);
        assertThat(parity).hasSize(6);
        assertThat(parity.get(0).worth().total())
                .isCloseTo(fit.unconstrained().worth().total(), within(1e-6));
        assertThat(parity.get(5)).isEqualTo(fit.demographicParity(0));
        for (int step = 1; step <= 5; step++) {
            assertThat(parity.get(step).worth().total())
                    .isLessThanOrEqualTo(parity.get(step - 1).worth().total() + 1e-6);
            assertThat(parity.get(step).selectionGap())
                    .isLessThanOrEqualTo(parity.get(0).selectionGap() * (5 - step) / 5 + 1e-9);
        }
        List<Remedy> odds = fit.equalisedOddsFrontier(4);
        assertThat(odds.get(2).worth().total())
                .isCloseTo((odds.get(0).worth().total() + odds.get(4).worth().total()) / 2, within(1e-6));
        assertThat(odds.get(4).truePositiveGap()).isCloseTo(0, HAIR);
    }

    @Test
    void ranksWithinGroupsHaveAnAucOfTheirOwn() {
        GroupRows rows = new GroupRows(List.of("sex"));
        // Within each group scores rank perfectly; the one group's lie above the other's.
        rows.add(10, 0.9, true, true, "a");
        rows.add(10, 0.8, true, false, "a");
        rows.add(10, 0.2, false, true, "b");
        rows.add(10, 0.1, false, false, "b");
        PostProcessing fit = of(rows, ACCURACY);
        assertThat(fit.aucOfScores()).isEqualTo(0.75);
        assertThat(fit.aucOfRanksWithinGroups()).isEqualTo(1);
    }

    /** On rows held out what was fitted is less than it was. */
    @Test
    void isToBeJudgedOnOtherRows() {
        PostProcessing fit = of(rows(new SplittableRandom(4), 150, "a", "b"), MATRIX);
        PostProcessing heldOut = of(rows(new SplittableRandom(5), 5000, "a", "b"), MATRIX);
        Remedy remedy = heldOut.evaluate(fit.demographicParity(0).thresholds());
        assertThat(remedy.selectionGap()).isBetween(1e-6, 0.3);
        assertThat(remedy.worth().rows()).isEqualTo(5004);
        assertThatThrownBy(() -> heldOut.evaluate(new TreeMap<>())).hasMessage("the group sex = a has no threshold");
    }

    @Test
    void refusesWhatCannotBeFitted() {
        GroupRows one = new GroupRows(List.of("sex"));
        one.add(3, 0.5, true, true, "a");
        assertThatThrownBy(() -> of(one, MATRIX)).hasMessageContaining("need 2 groups or more");
        one.add(3, 0.5, true, false, "b");
        assertThatThrownBy(() -> of(one, MATRIX))
                .hasMessage("the group sex = a needs positive and negative rows, found 3 and 0");
        GroupRows two = rows(new SplittableRandom(6), 50, "a", "b");
        assertThatThrownBy(() -> of(two, new CostMatrix(0, 1, 0, 0, "EUR")))
                .hasMessageContaining("worth more on a positive row");
    }

    @Test
    void weightsMakeLabelAndGroupIndependent() {
        GroupCounts counts = rows(new SplittableRandom(7), 500, "a", "b", "c").counts();
        SortedMap<Group, GroupTally> groups = counts.by(List.of("sex"));
        Map<Group, Reweighing> weights = Reweighing.of(groups);
        double all = 0;
        List<Double> rates = new ArrayList<>();
        for (Map.Entry<Group, GroupTally> entry : groups.entrySet()) {
            LabelledCounts labelled = entry.getValue().labelled();
            Reweighing of = weights.get(entry.getKey());
            double positive = of.positive().getAsDouble() * labelled.positives().rows();
            double negative = of.negative().getAsDouble() * labelled.negatives().rows();
            assertThat(positive + negative).isCloseTo(labelled.rows(), within(1e-9));
            rates.add(positive / (positive + negative));
            all += positive + negative;
        }
        assertThat(all).isCloseTo(506, within(1e-9));
        assertThat(rates).allSatisfy(rate -> assertThat(rate).isCloseTo(rates.get(0), HAIR));
        GroupRows few = new GroupRows(List.of("sex"));
        few.add(3, 0.5, true, true, "a");
        few.add(3, 0.5, true, false, "b");
        assertThat(Reweighing.of(few.counts().by(List.of("sex")))
                        .get(Group.of("sex", "a"))
                        .negative())
                .isEmpty();
    }
}
