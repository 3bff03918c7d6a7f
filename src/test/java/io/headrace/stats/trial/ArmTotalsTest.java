package io.headrace.stats.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ArmTotalsTest {
    private record Unit(double value, double base, double covariate) {}

    @Property(seed = "21", tries = 60)
    void anyOrderAndAnySplitGiveTheSameTotals(@ForAll long seed) {
        List<Unit> units = units(seed, 60, 1e9);
        ArmTotals whole = totals(units);
        List<Unit> shuffled = new ArrayList<>(units);
        Collections.shuffle(shuffled, new Random(seed));
        int cut = (int) Math.floorMod(seed, 60L);
        ArmTotals parts = totals(shuffled.subList(cut, 60)).plus(totals(shuffled.subList(0, cut)));

        ArmCounter counter = new ArmCounter();
        shuffled.subList(0, cut).forEach(unit -> counter.add(unit.value, unit.base, unit.covariate));
        counter.add(totals(shuffled.subList(cut, 60)));

        assertThat(parts).isEqualTo(whole);
        assertThat(counter.totals()).isEqualTo(whole);
        assertThat(parts.toBytes()).isEqualTo(whole.toBytes());
        assertThat(ArmTotals.ofBytes(whole.toBytes())).isEqualTo(whole);
        assertThat(whole.plus(ArmTotals.NONE)).isEqualTo(whole);
    }

    @Property(seed = "22", tries = 60)
    void figuresAreThoseOfTheRows(@ForAll long seed) {
        List<Unit> units = units(seed, 40, 0);
        ArmTotals totals = totals(units);
        double[] values = units.stream().mapToDouble(Unit::value).toArray();
        double[] bases = units.stream().mapToDouble(Unit::base).toArray();

        ArmMean mean = ArmMean.mean(totals);
        assertThat(mean.mean()).isCloseTo(average(values), within(1e-12));
        assertThat(mean.variance()).isCloseTo(covariance(values, values), within(1e-10));
        ArmMean ratio = ArmMean.ratio(totals);
        double quotient = average(values) / average(bases);
        assertThat(ratio.mean()).isCloseTo(quotient, within(1e-12));
        // The delta method is the variance of the linearised rows.
        double[] linear = units.stream()
                .mapToDouble(unit -> (unit.value - quotient * unit.base) / average(bases))
                .toArray();
        assertThat(ratio.variance()).isCloseTo(covariance(linear, linear), within(1e-10));
    }

    @Test
    void aRatioOverOnesIsAMean() {
        ArmCounter counter = new ArmCounter();
        for (double value : new double[] {3, 1, 4, 1, 5}) {
            counter.add(value);
        }

        assertThat(ArmMean.ratio(counter.totals())).isEqualTo(ArmMean.mean(counter.totals()));
    }

    @Test
    void varianceSurvivesALargeMean() {
        ArmCounter counter = new ArmCounter();
        for (double value : new double[] {1e9, 1e9 + 1, 1e9 + 2}) {
            counter.add(value, 1, -value);
        }

        assertThat(ArmMean.mean(counter.totals()).variance()).isEqualTo(1);
        assertThat(Cuped.of(List.of(counter.totals(), counter.totals())).theta())
                .isEqualTo(-1);
    }

    @Test
    void countsOfAShareAreItsTotals() {
        ArmCounter counter = new ArmCounter();
        for (int i = 0; i < 10; i++) {
            counter.add(i < 3 ? 1 : 0);
        }

        assertThat(ArmTotals.ofShare(10, 3)).isEqualTo(counter.totals());
        assertThat(ArmMean.share(counter.totals())).isEqualTo(new ArmMean(10, 0.3, 0.3 * 0.7));
    }

    @Test
    void refusesWhatIsNoNumberAndWhatIsNoTotals() {
        assertThatThrownBy(() -> new ArmCounter().add(Double.NaN)).hasMessage("value must be finite, found NaN");
        assertThatThrownBy(() -> new ArmCounter().add(1, Double.POSITIVE_INFINITY, 0))
                .hasMessage("base must be finite, found Infinity");
        assertThatThrownBy(() -> ArmTotals.ofBytes(new byte[] {2})).hasMessage("totals of an arm have form 1, found 2");
        assertThatThrownBy(() -> ArmTotals.ofBytes(new byte[] {1, 0, 0})).hasMessageContaining("no totals");
        assertThatThrownBy(() -> ArmTotals.ofShare(3, 4)).hasMessageContaining("between 0 and the entities");
    }

    /** Pooled θ, and the naive adjusted rows with their own variance. */
    @Property(seed = "23", tries = 60)
    void cupedEqualsTheAdjustedRows(@ForAll long seed) {
        List<List<Unit>> arms = List.of(units(seed, 30, 0), units(seed + 1, 50, 0));
        double covariance = 0;
        double variance = 0;
        double all = 0;
        for (List<Unit> arm : arms) {
            double[] values = arm.stream().mapToDouble(Unit::value).toArray();
            double[] covariates = arm.stream().mapToDouble(Unit::covariate).toArray();
            covariance += (arm.size() - 1) * covariance(values, covariates);
            variance += (arm.size() - 1) * covariance(covariates, covariates);
            all += average(covariates) * arm.size() / 80;
        }
        double theta = covariance / variance;
        double overall = all;

        Cuped cuped = Cuped.of(arms.stream().map(ArmTotalsTest::totals).toList());

        assertThat(cuped.theta()).isCloseTo(theta, within(1e-10));
        for (int i = 0; i < 2; i++) {
            double[] adjusted = arms.get(i).stream()
                    .mapToDouble(unit -> unit.value - theta * (unit.covariate - overall))
                    .toArray();
            assertThat(cuped.arms().get(i).mean()).isCloseTo(average(adjusted), within(1e-10));
            assertThat(cuped.arms().get(i).variance()).isCloseTo(covariance(adjusted, adjusted), within(1e-9));
        }
        assertThat(cuped.varianceLeft()).isBetween(0.0, 1.0);
    }

    @Test
    void aCovariateThatNeverVariesChangesNothing() {
        ArmTotals arm = ArmTotals.ofSums(10, 20, 100);
        Cuped cuped = Cuped.of(List.of(arm, arm));

        assertThat(cuped.theta()).isZero();
        assertThat(cuped.arms().get(0)).isEqualTo(ArmMean.mean(arm));
        assertThat(cuped.varianceLeft()).isOne();
    }

    private static List<Unit> units(long seed, int count, double offset) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double covariate = random.nextDouble() * 4 - 2;
            units.add(new Unit(offset + covariate + random.nextDouble() * 3, 1 + random.nextInt(5), covariate));
        }
        return units;
    }

    private static ArmTotals totals(List<Unit> units) {
        ArmCounter counter = new ArmCounter();
        units.forEach(unit -> counter.add(unit.value, unit.base, unit.covariate));
        return counter.totals();
    }

    private static double average(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum / numbers.length;
    }

    private static double covariance(double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += (first[i] - average(first)) * (second[i] - average(second));
        }
        return sum / (first.length - 1);
    }
}
