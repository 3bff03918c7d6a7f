package io.headrace.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.spec.MonitorSpec;
import io.headrace.stats.drift.DriftVerdict.Answer;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.Side;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class CalibrationJudgeTest {
    private static final MonitorSpec SPEC = MonitorSpecs.standard();
    private static final LabelledCounts TESTED = rows(1, 10_000, p -> p);
    private static final CalibrationJudge JUDGE = new CalibrationJudge(SPEC, Optional.of(TESTED));

    @Test
    void scoresThatHoldAreOk() {
        assertThat(JUDGE.judge(rows(2, 10_000, p -> p), 3)).hasSize(2).allSatisfy(row -> {
            assertThat(row.verdict()).isEqualTo(Answer.OK);
            assertThat(row.decides()).isTrue();
            assertThat(row.subject().n()).isEqualTo(10_000);
            assertThat(row.subject().importance()).isEqualTo(3);
            assertThat(row.power()).isGreaterThan(0.5);
            assertThat(row.q()).isBetween(0.01, 1.0);
        });
    }

    @Test
    void fewerPositivesThanScoresSayIsDriftOfTheRatio() {
        JudgedShift ratio = JUDGE.judge(rows(3, 10_000, p -> 0.6 * p), 1).get(0);
        assertThat(ratio.subject().statistic()).isEqualTo(CalibrationJudge.RATIO);
        assertThat(ratio.verdict()).isEqualTo(Answer.DRIFT);
        assertThat(ratio.value()).isCloseTo(-0.4, within(0.05));
        assertThat(ratio.effect()).isEqualTo(-ratio.value());
    }

    @Test
    void scoresThatAreTooExtremeAreDriftOfTheSlope() {
        List<JudgedShift> rows = JUDGE.judge(rows(4, 10_000, p -> 0.25 + p / 2), 1);
        assertThat(rows.get(0).verdict()).isEqualTo(Answer.OK);
        assertThat(rows.get(1).subject().statistic()).isEqualTo(CalibrationJudge.SLOPE);
        assertThat(rows.get(1).verdict()).isEqualTo(Answer.DRIFT);
    }

    @Test
    void fewRowsAreUnknownAndNoReasonToWakeAnybody() {
        assertThat(JUDGE.judge(rows(5, 99, p -> p), 1)).allSatisfy(row -> {
            assertThat(row.verdict()).isEqualTo(Answer.UNKNOWN);
            assertThat(row.reason()).isEqualTo("fewer than 100 rows");
            assertThat(row.decides()).isFalse();
        });
        assertThat(JUDGE.judge(rows(6, 110, p -> p), 1)).allSatisfy(row -> {
            assertThat(row.reason()).isEqualTo("too few rows to see what is not tolerated");
            assertThat(row.decides()).isFalse();
        });
    }

    @Test
    void oneClassHasNoSlopeButARatio() {
        List<JudgedShift> rows = JUDGE.judge(rows(7, 5_000, p -> 0), 1);
        assertThat(rows.get(0).verdict()).isEqualTo(Answer.DRIFT);
        assertThat(rows.get(1).verdict()).isEqualTo(Answer.UNKNOWN);
        assertThat(rows.get(1).reason()).isEqualTo("rows of one class, or of one score");
    }

    @Test
    void aVersionWithoutTestRowsSaysSo() {
        assertThat(new CalibrationJudge(SPEC, Optional.empty()).judge(rows(8, 1000, p -> p), 1))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.reason()).isEqualTo("the version kept no outcomes of test rows"));
    }

    private static LabelledCounts rows(long seed, int rows, DoubleUnaryOperator rate) {
        SplittableRandom random = new SplittableRandom(seed);
        LabelledCounts.Counter counter = new LabelledCounts.Counter();
        for (int row = 0; row < rows; row++) {
            double probability = random.nextDouble();
            counter.add(
                    probability,
                    probability > 0.5 ? Side.POSITIVE : Side.NEGATIVE,
                    random.nextDouble() < rate.applyAsDouble(probability) ? Side.POSITIVE : Side.NEGATIVE);
        }
        return counter.counts();
    }
}
