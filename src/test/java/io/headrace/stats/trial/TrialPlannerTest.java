package io.headrace.stats.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.StandardNormal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TrialPlannerTest {
    /** A share of 0.5, halves, 1,000 entities a day. */
    private static final TrialPlanner PLANNER = new TrialPlanner(0.25, 0.5, 0.5, 1_000, 0.05, 0.8);

    @Test
    void aFixedTrialIsThatOfTheTextbook() {
        // n by arm = 2 (1.959964 + 0.841621)² · 0.25 / 0.02² = 9,811.1
        TrialPlanner.Size size = PLANNER.fixed(0.02);

        assertThat(size.control()).isEqualTo(9_812);
        assertThat(size.treated()).isEqualTo(9_812);
        assertThat(size.days()).isEqualTo(20);
    }

    @Test
    void looksCostEntities() {
        double critical = new ConfidenceSequence(0.05, 1).halfWidth(1);
        double factor = Math.pow((critical + 0.841621) / (1.959964 + 0.841621), 2);

        TrialPlanner.Size size = PLANNER.sequential(0.02);
        assertThat((double) size.control()).isEqualTo(9_811.1 * factor, within(2.0));
        assertThat(factor).isBetween(1.8, 2.2);
        assertThat(PLANNER.sequentialOneSided(0.02).control()).isLessThan(size.control());
        assertThat(size.tunedFor()).isEqualTo(size.control() + size.treated());
    }

    @Test
    void whatItDetectsIsWhatItPlansFor() {
        TrialPlanner.Size size = PLANNER.sequential(0.02);

        assertThat(PLANNER.detectable(size.days())).isBetween(0.0195, 0.02);
        assertThat(PLANNER.sequential(-0.02)).isEqualTo(size);
    }

    @Test
    void aSmallArmTakesLonger() {
        TrialPlanner canary = new TrialPlanner(0.25, 0.95, 0.05, 1_000, 0.05, 0.8);

        TrialPlanner.Size size = canary.fixed(0.02);
        assertThat(size.control()).isCloseTo(19 * size.treated(), within(20L));
        assertThat(size.days()).isGreaterThan(100);
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> PLANNER.fixed(0)).hasMessage("effect must be finite and not 0, found 0.0");
        assertThatThrownBy(() -> new TrialPlanner(0.25, 0.6, 0.5, 1_000, 0.05, 0.8))
                .hasMessage("shares must sum to 1 at most, found 0.6 and 0.5");
        assertThatThrownBy(() -> new TrialPlanner(0, 0.5, 0.5, 1_000, 0.05, 0.8))
                .hasMessageContaining("variance must be finite and above 0");
    }

    @Test
    void boundsOfGroupsAreThoseOfTheVector() { // A4: the end runs over the plan of 300, so shares are of 810
        double[] shares = Arrays.stream(new double[] {250, 450, 630, 810})
                .map(n -> n / 810)
                .toArray();

        double[] alphas = new AlphaSpending(0.01).twoSidedAlphas(shares);

        assertThat(alphas[0]).isEqualTo(0.00095, within(5e-6));
        assertThat(alphas[1]).isEqualTo(0.00241, within(5e-6));
        assertThat(alphas[2]).isEqualTo(0.00410, within(5e-6));
        assertThat(alphas[3]).isEqualTo(0.00636, within(5e-6));
    }

    @Test
    void oneLookSpendsAll() {
        assertThat(new AlphaSpending(0.05).twoSidedBounds(1))
                .containsExactly(new double[] {StandardNormal.twoSidedCritical(0.95)}, within(1e-9));
        assertThatThrownBy(() -> new AlphaSpending(0.05).twoSidedBounds(0.5, 0.5))
                .hasMessage("shares must ascend from above 0 to 1, found 0.5");
        assertThatThrownBy(() -> new AlphaSpending(0.05).twoSidedBounds(0.5, 1.1))
                .hasMessageContaining("found 1.1");
    }
}
