package io.headrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.Side;
import io.headrace.stats.fairness.GroupMetric;
import io.headrace.stats.value.CostMatrix;
import io.headrace.stats.value.DecisionRule;
import io.headrace.stats.value.Regret;
import io.headrace.stats.value.ValueBins;
import io.headrace.stats.value.Worth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The figures on the page are those that its rows have. */
class ValuePageTest {
    private static final double[] SCORES = {.05, .12, .18, .25, .33, .48, .62, .71, .83, .95};
    private static final String LABELS = "0001011011";

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/value-and-fairness-statistics.md"));
    }

    @Test
    void thePageShowsWhatItsRowsHave() throws IOException {
        CostMatrix matrix = CostMatrix.ofCosts(1, 5, "EUR");
        LabelledCounts.Counter counter = new LabelledCounts.Counter();
        for (int row = 0; row < SCORES.length; row++) {
            counter.add(SCORES[row], Side.NEGATIVE, LABELS.charAt(row) == '1' ? Side.POSITIVE : Side.NEGATIVE);
        }
        ValueBins known = ValueBins.realised(counter.counts(), matrix);
        ValueBins expected = ValueBins.expected(counter.counts().scores(), matrix);
        Regret regret = known.regret(DecisionRule.above(0.5), 0.95);
        DecisionRule breakEven = DecisionRule.above(matrix.breakEven().probability());
        DecisionRule best = DecisionRule.above(regret.bestThreshold());
        assertThat(page())
                .contains(line("scores above 0.5", expected, known, DecisionRule.above(0.5)))
                .contains(line("scores above 1/6", expected, known, breakEven))
                .contains(line("the three highest", expected.worthAtCapacity(3), known.worthAtCapacity(3)))
                .contains(line("scores above 0.249, the best in hindsight", expected, known, best))
                .contains("// " + number(regret.regret().total()) + " EUR");
        assertThat(regret.bestThreshold()).isEqualTo(0.249);
        assertThat(regret.best()).isEqualTo(known.worth(best));
    }

    private static String line(String name, ValueBins expected, ValueBins known, DecisionRule rule) {
        return line(name, expected.worth(rule), known.worth(rule));
    }

    private static String line(String name, Worth expected, Worth known) {
        return "| " + name + " | "
                + number(expected.total()) + " | "
                + number(expected.standardError().getAsDouble()) + " | "
                + number(expected.labelError().getAsDouble()) + " | "
                + number(known.total()) + " | "
                + number(known.standardError().getAsDouble()) + " |";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    @Test
    void everyMetricOfGroupsIsOnThePage() throws IOException {
        assertThat(page())
                .contains(Stream.of(GroupMetric.values())
                        .map(metric -> "`" + metric + "`")
                        .toList());
    }
}
