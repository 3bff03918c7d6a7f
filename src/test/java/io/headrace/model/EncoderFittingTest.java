package io.headrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EncoderFittingTest {
    @Test
    void featuresKeepTheOrderOfTheCalls() {
        FeatureEncoder encoder = new EncoderFitting()
                .flag("is_member")
                .numeric("age", 100, 0, 41.5)
                .categorical("country", Map.of("Germany", 60L, "Spain", 40L))
                .fit();

        assertThat(encoder.slotNames())
                .containsExactly(
                        "is_member", "is_member:missing", "age", "country=Spain", "country:other", "country:missing");
    }

    @Test
    void aNumberGetsAMissingSlotOnlyIfTrainingRowsLackIt() {
        assertThat(new EncoderFitting().numeric("age", 100, 1, 41.5).fit().encodings())
                .containsExactly(new Encoding.Numeric("age", 41.5, true));
        assertThat(new EncoderFitting().numeric("age", 100, 0, 41.5).fit().encodings())
                .containsExactly(new Encoding.Numeric("age", 41.5, false));
    }

    @Test
    void aFeatureWithoutAnyValueIsAccepted() {
        assertThat(new EncoderFitting()
                        .numeric("age", 100, 100, Double.NaN)
                        .categorical("country", Map.of())
                        .fit()
                        .slotNames())
                .containsExactly("age", "age:missing", "country:other", "country:missing");
    }

    @Test
    void levelsFallByCountThenRiseByName() {
        assertThat(levels(new EncoderFitting(), Map.of("b", 50L, "a", 50L, "c", 70L, "d", 20L)))
                .isEqualTo(Levels.of(List.of("c", "a", "b", "d")));
    }

    @Test
    void rareLevelsAreLeftOut() {
        assertThat(levels(new EncoderFitting(), Map.of("a", 20L, "b", 19L)).inOrder())
                .containsExactly("a");
        assertThat(levels(new EncoderFitting().minimumLevelCount(5), Map.of("a", 5L, "b", 4L))
                        .inOrder())
                .containsExactly("a");
    }

    @Test
    void theMostFrequentLevelsAreKept() {
        Map<String, Long> many =
                IntStream.range(0, 40).boxed().collect(Collectors.toMap(i -> "level" + i, i -> 100L + i));

        assertThat(levels(new EncoderFitting(), many).inOrder())
                .hasSize(30)
                .startsWith("level39", "level38")
                .endsWith("level10");
        assertThat(levels(new EncoderFitting().maxLevels(2), many).inOrder()).containsExactly("level39", "level38");
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EncoderFitting().maxLevels(0))
                .withMessage("max levels must be 1 or more, found 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EncoderFitting().minimumLevelCount(0))
                .withMessage("minimum level count must be 1 or more, found 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EncoderFitting().numeric("age", 10, 11, 1))
                .withMessage("feature age: nulls must lie in 0 to 10 rows, found 11");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EncoderFitting().numeric("age", 10, 0, Double.POSITIVE_INFINITY))
                .withMessage("feature age: mean must be finite, found Infinity");
    }

    private static Levels levels(EncoderFitting fitting, Map<String, Long> counts) {
        Encoding encoding =
                fitting.categorical("country", counts).fit().encodings().get(0);
        return ((Encoding.Categorical) encoding).levels();
    }
}
