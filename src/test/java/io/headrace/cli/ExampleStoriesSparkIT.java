package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headrace.groups.FairnessStatus;
import io.headrace.groups.FairnessStatus.Compared;
import io.headrace.groups.FairnessStatus.Figure;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The projects under examples/ on real data earn, and do to groups, what docs/value-and-fairness-stories.md says. */
@Tag("full")
class ExampleStoriesSparkIT {
    private static final Path DATA = Path.of("../shared/data").toAbsolutePath().normalize();
    private static final Map<String, String> YOUNG = Map.of("age_group", "to 25");

    @TempDir
    private Path lakes;

    private final SparkSession spark = LakeExtension.session();

    @BeforeEach
    void isOfSpark4() {
        assertThat(spark.version()).startsWith("4.");
    }

    private ExampleStories stories(String name) {
        assumeTrue(ExampleStories.has(DATA, name), "the data of " + name + " is not here; UCI publishes it");
        return new ExampleStories(DATA, lakes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"german_credit_reweighed", "diabetes130", "bank_marketing"})
    void figuresAreThoseOfThePage(String name) throws IOException {
        assertThat(stories(name).told(name)).isEqualTo(ExampleStories.onPage(name));
    }

    /** F4, by jobs from raw files on: the young pay back less often, by just more than a fifth, and 190 rows cannot tell. */
    @Test
    void theYoungOfGermanCreditFailFourFifthsByAHair() throws IOException {
        ExampleStories stories = stories("german_credit");
        assertThat(stories.told("german_credit")).isEqualTo(ExampleStories.onPage("german_credit"));
        FairnessStatus outcomes = stories.fairness("german_credit", "fairness-outcomes");
        assertThat(baseRate(outcomes, YOUNG)).isEqualTo(110 / 190.0);
        assertThat(baseRate(outcomes, Map.of("age_group", "over 25"))).isEqualTo(590 / 810.0);
        assertThat(baseRate(outcomes, Map.of("sex", "female"))).isEqualTo(201 / 310.0);
        assertThat(baseRate(outcomes, Map.of("sex", "male"))).isEqualTo(499 / 690.0);
        assertThat(compared(outcomes, "ratio")).isCloseTo(0.7948260, within(5e-8));
        assertThat(compared(outcomes, "difference")).isCloseTo(-0.1494477, within(5e-8));
        assertThat(outcomes.policies())
                .filteredOn(policy -> policy.policy().equals("paid-back-by-age"))
                .extracting(FairnessStatus.OfPolicy::verdict)
                .containsOnly("unknown");
        assertThat(outcomes.favourable()).isEqualTo("negative");
    }

    private static double baseRate(FairnessStatus found, Map<String, String> group) {
        return found.figures().stream()
                .filter(figure ->
                        figure.metric().equals("base_rate") && figure.group().equals(group))
                .map(Figure::value)
                .findFirst()
                .orElseThrow();
    }

    private static double compared(FairnessStatus found, String form) {
        return found.comparisons().stream()
                .filter(pair -> pair.metric().equals("base_rate")
                        && pair.form().equals(form)
                        && pair.group().equals(YOUNG))
                .map(Compared::value)
                .findFirst()
                .orElseThrow();
    }
}
