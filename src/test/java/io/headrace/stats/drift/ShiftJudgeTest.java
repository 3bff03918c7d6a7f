package io.headrace.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.drift.DriftVerdict.Answer;
import io.headrace.stats.drift.ShiftJudge.Judged;
import io.headrace.stats.drift.ShiftJudge.Shift;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShiftJudgeTest {
    private static final ShiftJudge JUDGE = new ShiftJudge(0.01, 0.5);

    @Test
    void driftIsNeitherChanceNorTolerated() {
        assertThat(verdict(new Shift(0.3, 0.02, 0.2))).isEqualTo(Answer.DRIFT);
        assertThat(verdict(new Shift(-0.3, 0.02, 0.2))).isEqualTo(Answer.DRIFT);
        assertThat(verdict(new Shift(0.15, 0.02, 0.2))).as("tolerated").isEqualTo(Answer.OK);
        assertThat(verdict(new Shift(0.3, 0.3, 0.2)))
                .as("chance, and a shift of the tolerance would not be seen")
                .isEqualTo(Answer.UNKNOWN);
        assertThat(verdict(new Shift(0.05, 0.1, 0.3))).isEqualTo(Answer.OK);
        assertThat(verdict(new Shift(0.05, 0, 0.3))).isEqualTo(Answer.OK);
        assertThat(verdict(new Shift(0.5, 0, 0.3))).isEqualTo(Answer.DRIFT);
        assertThat(verdict(new Shift(0, 0, 0.3))).isEqualTo(Answer.OK);
    }

    @Test
    void aRowSaysWhatItWouldSee() {
        Judged judged = JUDGE.judge(List.of(new Shift(0.05, 0.1, 0.3))).get(0);
        assertThat(judged.null95()).isCloseTo(0.195996, within(1e-6));
        assertThat(judged.null99()).isCloseTo(0.257583, within(1e-6));
        assertThat(judged.pValue()).isCloseTo(0.617075, within(1e-6));
        assertThat(judged.qValue()).isEqualTo(judged.pValue());
        assertThat(judged.power()).isCloseTo(0.664280, within(1e-4));
        assertThat(judged.detectable()).isCloseTo(0.257583 + 0.0841621, within(1e-6));
    }

    /** The chance that a window of many quiet figures has a finding. */
    @Test
    void manyQuietFiguresAreQuiet() {
        SplittableRandom random = new SplittableRandom(5);
        int alarmed = 0;
        for (int window = 0; window < 1000; window++) {
            List<Shift> family = IntStream.range(0, 40)
                    .mapToObj(i -> new Shift(Worlds.normal(random), 1, 1e-9))
                    .toList();
            alarmed += JUDGE.judge(family).stream().anyMatch(judged -> judged.verdict() == Answer.DRIFT) ? 1 : 0;
        }
        // 1 % of 1,000, and four standard errors more.
        assertThat(alarmed).isLessThan(23);
        assertThat(JUDGE.judge(List.of())).isEmpty();
    }

    @Test
    void refusesWhatIsNoShift() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Shift(Double.NaN, 1, 1))
                .withMessageContaining("found NaN, 1.0 and 1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Shift(0, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Shift(0, 1, 0));
    }

    private static Answer verdict(Shift shift) {
        return JUDGE.judge(List.of(shift)).get(0).verdict();
    }
}
