package io.headrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.stats.estimate.Cbpe;
import io.headrace.stats.estimate.Figure;
import io.headrace.stats.estimate.Measure;
import io.headrace.stats.estimate.Performance;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.stats.estimate.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The figures on the page are those that its rows have. */
class EstimatedPerformanceTest {
    @Test
    void thePageShowsWhatItsRowsHave() throws IOException {
        ScoreCounts.Counter counter = new ScoreCounts.Counter();
        counter.add(0.9, Side.POSITIVE);
        counter.add(0.8, Side.POSITIVE);
        counter.add(0.3, Side.NEGATIVE);
        counter.add(0.1, Side.NEGATIVE);
        Performance estimate = Cbpe.of(counter.counts(), Performance.THREE_STANDARD_ERRORS);
        String page = Files.readString(Path.of("docs/estimated-performance.md"));
        String table = names().entrySet().stream()
                .map(row -> line(row.getValue(), estimate.figure(row.getKey())))
                .collect(Collectors.joining("\n"));
        assertThat(page).contains(table);
    }

    private static String line(String name, Figure figure) {
        return String.format(
                Locale.ROOT,
                "| %s | %.4f | %.4f | %.4f |",
                name,
                figure.value().getAsDouble(),
                figure.standardError().getAsDouble(),
                figure.labelError().getAsDouble());
    }

    private static Map<Measure, String> names() {
        Map<Measure, String> names = new LinkedHashMap<>();
        names.put(Measure.TRUE_POSITIVES, "true positives");
        names.put(Measure.ACCURACY, "accuracy");
        names.put(Measure.PRECISION, "precision");
        names.put(Measure.RECALL, "recall");
        names.put(Measure.F1, "F1");
        names.put(Measure.AUC, "AUC");
        names.put(Measure.AVERAGE_PRECISION, "average precision");
        names.put(Measure.BRIER, "Brier score");
        names.put(Measure.LOG_LOSS, "log loss");
        return names;
    }
}
