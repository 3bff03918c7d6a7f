package io.headrace.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.testing.PythonEnvironment;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The parsers of Prometheus' own Python client read the metrics, as OpenMetrics and as the text format of the textfile collector. */
class MetricsParsersIT {
    @Test
    void readTheSameInBothFormats() throws IOException, InterruptedException {
        MonitorFigures found = Figures.of("monitor-lapse", 30);
        MonitorFigures.LastRun run = found.last().orElseThrow();
        List<MonitorFigures.Moved> columns = new ArrayList<>(run.columns());
        columns.add(Figures.moved(
                "training", "population", "a \"quoted\" \\ name\nwith é", OptionalDouble.of(0.5), "drift", 99));
        MonitorFigures odd = new MonitorFigures(
                "monitor-lapse",
                found.model(),
                found.environment(),
                found.days(),
                Optional.of(new MonitorFigures.LastRun(
                        run.began(),
                        run.asOf(),
                        run.scored(),
                        columns,
                        run.comparisons(),
                        run.figures(),
                        run.alerts(),
                        run.action())),
                found.waiting());
        JsonNode samples = read(MetricsText.of(List.of(odd, Figures.of("monitor-other", 3), Figures.neverRun("new"))));
        assertThat(samples.size()).isGreaterThan(100);
        assertThat(samples.get("headrace_drift_effect{\"against\": \"training\","
                                + " \"column\": \"a \\\"quoted\\\" \\\\ name\\nwith é\", \"environment\": \"local\","
                                + " \"model\": \"lapse\", \"monitor\": \"monitor-lapse\", \"of\": \"population\","
                                + " \"statistic\": \"ks\"}")
                        .asDouble())
                .isEqualTo(0.5);
    }

    private static JsonNode read(String text) throws IOException, InterruptedException {
        Process reading = new ProcessBuilder(
                        PythonEnvironment.named("standards").program("python"),
                        PythonEnvironment.SOURCES.resolve("read_metrics.py").toString())
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = reading.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(reading.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(reading.waitFor()).as(output).isZero();
        return new ObjectMapper().readTree(output);
    }
}
