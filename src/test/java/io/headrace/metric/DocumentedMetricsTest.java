package io.headrace.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The lists of metrics and gates in {@code reference.conf} and {@code docs/training.md} are those of {@link StandardMetrics}. With
 * {@code -Dheadrace.write=true} the test writes them.
 */
class DocumentedMetricsTest {
    private static final List<Metric> METRICS = new StandardMetrics().metrics();
    private static final List<Gate> GATES = new StandardMetrics().gates();

    @Test
    void referenceConfHasAllGates() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Gate gate : GATES) {
            text.append("      # Unset. ")
                    .append(sentence(gate.meaning()))
                    .append(labels(gate))
                    .append('\n');
            text.append("      ")
                    .append(gate.key())
                    .append(" = ")
                    .append(example(gate))
                    .append('\n');
        }
        same(Path.of("src/main/resources/reference.conf"), "      then = promote\n", "    }\n", text.toString());
    }

    @Test
    void trainingPageHasAllMetrics() throws IOException {
        String text = METRICS.stream()
                .map(metric -> "| `" + metric.name() + "` | " + metric.meaning() + " | "
                        + metric.better().name().toLowerCase(Locale.ROOT) + " | " + targets(metric) + " |\n")
                .collect(Collectors.joining());
        same(Path.of("docs/training.md"), "| metric | meaning | better | label |\n|---|---|---|---|\n", "\n\n", text);
    }

    @Test
    void trainingPageHasAllGates() throws IOException {
        String text = GATES.stream()
                .map(gate -> "| `" + gate.key() + "` | " + gate.meaning() + " | "
                        + Arrays.stream(Target.values())
                                .filter(gate::suits)
                                .map(Target::words)
                                .collect(Collectors.joining(", "))
                        + " |\n")
                .collect(Collectors.joining());
        same(Path.of("docs/training.md"), "| gate | bounds | label |\n|---|---|---|\n", "\n\n", text);
    }

    private static String targets(Metric metric) {
        return metric.targets().stream().sorted().map(Target::words).collect(Collectors.joining(", "));
    }

    private static String labels(Gate gate) {
        List<String> fit = Arrays.stream(Target.values())
                .filter(gate::suits)
                .map(Target::words)
                .toList();
        return fit.size() == Target.values().length ? "" : " For a " + String.join(" or ", fit) + " label.";
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
    }

    private static String example(Gate gate) {
        Range range = gate.range(
                Arrays.stream(Target.values()).filter(gate::suits).findFirst().orElseThrow());
        if (range.isWhole()) {
            return "200";
        }
        if (Double.isInfinite(range.most())) {
            return Double.isInfinite(range.least()) ? "0" : "1.0";
        }
        return Double.toString((range.least() + range.most()) / 2);
    }

    private static void same(Path file, String from, String to, String expected) throws IOException {
        String all = Files.readString(file);
        int start = all.indexOf(from) + from.length();
        int end = all.indexOf(to, start - 1) + (to.isBlank() ? 1 : 0);
        assertThat(all).contains(from);
        if (Boolean.getBoolean("headrace.write")) {
            Files.writeString(file, all.substring(0, start) + expected + all.substring(end));
        } else {
            assertThat(all.substring(start, end)).isEqualTo(expected);
        }
    }
}
