package io.headrace.stats.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SampleRatioTest {
    private static final SampleRatio HALVES = shares("0.5", "0.5");

    @Test
    void pValuesAreThoseOfTheVectors() { // A1
        assertThat(HALVES.fixedPValue(new long[] {44_000, 45_000})).isEqualTo(0.000802278, within(5e-10));
        assertThat(HALVES.fixedPValue(new long[] {600, 400})).isEqualTo(2.5396e-10, within(5e-15));
        assertThat(HALVES.fixedPValue(new long[] {5_000, 5_200})).isEqualTo(0.04767, within(5e-6));
    }

    @Test
    void anArmWithoutShareIsNoDegreeOfFreedom() {
        assertThat(shares("0.5", "0.5", "0").fixedPValue(new long[] {5_000, 5_200, 0}))
                .isEqualTo(HALVES.fixedPValue(new long[] {5_000, 5_200}));
        assertThat(shares("0.5", "0.5", "0").evidence(new long[] {5_000, 5_200, 0}))
                .isEqualTo(HALVES.evidence(new long[] {5_000, 5_200}));
        assertThat(shares("0", "1").fixedPValue(new long[] {0, 70})).isOne();
    }

    @Test
    void anEntityInAnArmWithoutShareIsAProof() {
        assertThat(shares("0.5", "0.5", "0").fixedPValue(new long[] {50, 50, 1}))
                .isZero();
        assertThat(shares("0.5", "0.5", "0").alwaysPValue(new long[] {50, 50, 1}, 1))
                .isZero();
    }

    @Test
    void withoutEntitiesNothingIsKnown() {
        assertThat(HALVES.fixedPValue(new long[2])).isOne();
        assertThat(HALVES.evidence(new long[2])).isEqualTo(1, within(1e-12));
    }

    @Test
    void grossAndFineShiftsAreFoundAtEveryLook() {
        assertThat(HALVES.alwaysPValue(new long[] {600, 400}, 1)).isLessThan(1e-6);
        assertThat(HALVES.alwaysPValue(new long[] {505_000, 495_000}, 1)).isLessThan(1e-10);
        assertThat(HALVES.alwaysPValue(new long[] {5_000, 5_200}, 1)).isGreaterThan(0.1);
        assertThat(HALVES.alwaysPValue(new long[] {500, 500}, 0.003)).isEqualTo(0.003);
    }

    /** With κ = 2 in halves the prior is uniform: the chance of the counts is n₁! n₂! / (n + 1)!. */
    @Property(seed = "31", tries = 100)
    void evidenceIsTheRatioOfTheChances(@ForAll @IntRange(max = 60) int first, @ForAll @IntRange(max = 60) int second) {
        double log = (first + second) * Math.log(2) - Math.log(first + second + 1);
        for (int i = 1; i <= second; i++) {
            log -= Math.log((double) (first + i) / i);
        }

        assertThat(HALVES.logEvidence(new long[] {first, second}, 2)).isCloseTo(log, within(1e-9));
    }

    /** The expectation of the evidence under the shares is 1, summed over all ways the counts can fall. */
    @Test
    void evidenceIsFairUnderTheShares() {
        SampleRatio third = shares("0.3", "0.7");
        int all = 40;
        double expectation = 0;
        double chance = Math.pow(0.7, all);
        for (int first = 0; first <= all; first++) {
            expectation += chance * third.evidence(new long[] {first, all - first});
            chance *= 0.3 / 0.7 * (all - first) / (first + 1);
        }

        assertThat(expectation).isCloseTo(1, within(1e-9));
    }

    @Test
    void holdsAtEveryLook() {
        int alarms = 0;
        SampleRatio uneven = shares("0.1", "0.3", "0.6");
        for (int run = 0; run < 300; run++) {
            SplittableRandom random = new SplittableRandom(run);
            long[] counts = new long[3];
            double p = 1;
            for (int look = 0; look < 50; look++) {
                for (int entity = 0; entity < 40; entity++) {
                    double at = random.nextDouble();
                    counts[at < 0.1 ? 0 : at < 0.4 ? 1 : 2]++;
                }
                p = uneven.alwaysPValue(counts, p);
            }
            alarms += p < 0.05 ? 1 : 0;
        }
        assertThat(alarms).isLessThanOrEqualTo(Simulations.most(300, 0.05));
    }

    @Test
    void refusesSharesThatDoNotSumToOne() {
        assertThatThrownBy(() -> shares("0.5", "0.4999")).hasMessage("shares must sum to 1, found 0.9999");
        assertThatThrownBy(() -> shares("1.5", "-0.5")).hasMessageContaining("a share must be 0 or more");
        assertThatThrownBy(() -> HALVES.evidence(new long[3])).hasMessage("there are 2 arms, found entities of 3");
    }

    @Test
    void exposureIsUnhealthyAboveOnePercentAndTenEntities() {
        assertThat(new Exposure(100, 9).isHealthy()).isTrue();
        assertThat(new Exposure(100, 10).isHealthy()).isFalse();
        assertThat(new Exposure(1_000, 10).isHealthy()).isTrue();
        assertThat(new Exposure(1_000, 11).isHealthy()).isFalse();
        assertThatThrownBy(() -> new Exposure(3, 4)).hasMessageContaining("inSeveralArms");
    }

    private static SampleRatio shares(String... shares) {
        return SampleRatio.of(Arrays.stream(shares).map(BigDecimal::new).toList());
    }
}
