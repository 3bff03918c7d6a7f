package io.headrace.stats.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.estimate.Side;
import io.headrace.stats.fairness.Reversal.Direction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReversalTest {
    private static final FairnessRules RULES =
            new FairnessRules(1, 20, 0.95, Side.POSITIVE, Reference.declared(Map.of("sex", "m", "department", "A")));

    /** Admissions to Berkeley, autumn of 1973, six largest departments (P. Bickel, E. Hammel and J. O'Connell, Science 187, 1975). */
    @Test
    void womenAreAdmittedLessOftenInAllButNotInTheDepartments() {
        GroupRows rows = new GroupRows(List.of("sex", "department"));
        int[][] admitted = {
            {512, 825, 89, 108},
            {353, 560, 17, 25},
            {120, 325, 202, 593},
            {138, 417, 131, 375},
            {53, 191, 94, 393},
            {22, 373, 24, 341}
        };
        for (int place = 0; place < admitted.length; place++) {
            String department = String.valueOf((char) ('A' + place));
            int[] of = admitted[place];
            rows.add(of[0], 0.5, true, true, "m", department);
            rows.add(of[1] - of[0], 0.5, false, true, "m", department);
            rows.add(of[2], 0.5, true, true, "f", department);
            rows.add(of[3] - of[2], 0.5, false, true, "f", department);
        }
        List<Reversal> found = Reversal.find(rows.counts(), GroupMetric.SELECTION_RATE, RULES);
        Reversal reversal = found.stream()
                .filter(one -> one.group().equals(Group.of("sex", "f")))
                .findFirst()
                .orElseThrow();
        assertThat(reversal.margin()).isCloseTo(557 / 1835.0 - 1198 / 2691.0, within(1e-12));
        assertThat(reversal.adjusted()).isPositive().isLessThan(0.05);
        assertThat(reversal.column()).isEqualTo("department");
        assertThat(reversal.strata())
                .filteredOn(stratum -> stratum.direction() == Direction.REVERSED)
                .extracting(stratum -> stratum.value().toString())
                .containsExactly("department = A", "department = B", "department = D", "department = F");
        // Within departments chance may bring it.
        assertThat(reversal.marginInterval().contains(0)).isFalse();
        assertThat(reversal.isClear()).isFalse();
    }

    /** Treatments of kidney stones (C. Charig and others 1986), ten times as many: no chance. */
    @Test
    void aClearReversalIsNamed() {
        GroupRows rows = new GroupRows(List.of("treatment", "stones"));
        int[][] cured = {{81, 87, 234, 270}, {192, 263, 55, 80}};
        String[] stones = {"small", "large"};
        for (int place = 0; place < 2; place++) {
            int[] of = cured[place];
            rows.add(of[0] * 10, 0.5, true, true, "open", stones[place]);
            rows.add((of[1] - of[0]) * 10, 0.5, false, true, "open", stones[place]);
            rows.add(of[2] * 10, 0.5, true, true, "puncture", stones[place]);
            rows.add((of[3] - of[2]) * 10, 0.5, false, true, "puncture", stones[place]);
        }
        rows.add(5, 0.5, true, true, "open", "unclear");
        FairnessRules rules =
                new FairnessRules(1, 20, 0.95, Side.POSITIVE, Reference.declared(Map.of("treatment", "puncture")));
        Reversal reversal =
                Reversal.find(rows.counts(), GroupMetric.SELECTION_RATE, rules).get(0);
        assertThat(reversal.isClear()).isTrue();
        assertThat(reversal.margin()).isNegative();
        assertThat(reversal.adjusted()).isPositive();
        assertThat(reversal.strata())
                .extracting(Reversal.Stratum::direction)
                .containsExactly(Direction.REVERSED, Direction.REVERSED, Direction.INSUFFICIENT);
    }

    @Test
    void sameDirectionsAreNoReversal() {
        GroupRows rows = new GroupRows(List.of("sex", "department"));
        for (String department : List.of("A", "B")) {
            rows.add(60, 0.5, true, true, "m", department);
            rows.add(40, 0.5, false, true, "m", department);
            rows.add(40, 0.5, true, true, "f", department);
            rows.add(60, 0.5, false, true, "f", department);
        }
        assertThat(Reversal.find(rows.counts(), GroupMetric.SELECTION_RATE, RULES))
                .isEmpty();
    }
}
