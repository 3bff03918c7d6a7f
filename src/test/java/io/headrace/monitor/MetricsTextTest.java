package io.headrace.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.policy.Alert;
import io.headrace.policy.Decision;
import io.headrace.policy.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTextTest {
    private static final String JOB = "environment=\"local\",model=\"lapse\",monitor=\"monitor-lapse\"";

    private final List<String> lines = MetricsText.of(List.of(Figures.of("monitor-lapse", 30), Figures.neverRun("new")))
            .lines()
            .toList();

    @Test
    void saysWhenItRanAndWhatItLookedAt() {
        assertThat(lines)
                .contains(
                        "# TYPE headrace_monitor_run_timestamp_seconds gauge",
                        "headrace_monitor_days{" + JOB + "} 3.0",
                        "headrace_monitor_run_timestamp_seconds{" + JOB + "} 1.768975200125E9",
                        "headrace_monitor_as_of_timestamp_seconds{" + JOB + "} 1.7689536E9",
                        "headrace_monitor_scored_as_of_timestamp_seconds{" + JOB + "} 1.7689536E9");
    }

    @Test
    void saysOfAJobThatNeverRanThatItDidNot() {
        assertThat(lines.stream().filter(line -> line.contains("monitor=\"new\"")))
                .containsExactly("headrace_monitor_days{environment=\"local\",model=\"lapse\",monitor=\"new\"} 0.0");
    }

    @Test
    void whatIsNotKnownIsNoSample() {
        assertThat(lines)
                .contains(
                        "headrace_drift_comparisons{" + withVerdict("unknown") + "} 30.0",
                        "headrace_drift_comparisons{" + withVerdict("drift") + "} 1.0")
                .noneMatch(line -> line.startsWith("headrace_drift_effect") && line.contains("season"))
                .noneMatch(line -> line.startsWith("headrace_drift_found") && line.contains("season"))
                .noneMatch(line -> line.contains("NaN"))
                .noneMatch(line -> line.startsWith("headrace_performance_value") && line.contains("precision"))
                .noneMatch(line -> line.startsWith("headrace_performance_worse") && line.contains("precision"));
    }

    @Test
    void onlyTheMostImportantFeaturesHaveSeriesOfTheirOwn() {
        assertThat(lines.stream().filter(line -> line.startsWith("headrace_drift_effect{")))
                .hasSize(MetricsText.MOST_FEATURES + 1)
                .anyMatch(line -> line.contains("column=\"score\""))
                .anyMatch(line -> line.contains("column=\"f29\""))
                .noneMatch(line -> line.contains("column=\"f9\""));
        assertThat(MetricsText.of(List.of(Figures.of("monitor-lapse", 1000))).lines())
                .as("whatever the number of columns")
                .hasSize((int) MetricsText.of(List.of(Figures.of("monitor-lapse", MetricsText.MOST_FEATURES)))
                        .lines()
                        .count());
    }

    @Test
    void alertsAndDecisionsThatAreNotAreZero() {
        assertThat(lines.stream().filter(line -> line.startsWith("headrace_alerts{")))
                .hasSize(Alert.Kind.values().length * Severity.values().length)
                .contains(
                        "headrace_alerts{environment=\"local\",kind=\"drift\",model=\"lapse\",monitor=\"monitor-lapse\",severity=\"ticket\"} 2.0");
        assertThat(lines.stream().filter(line -> line.startsWith("headrace_decision{") && line.endsWith(" 1.0")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("action=\"roll_back\""));
        assertThat(lines.stream().filter(line -> line.startsWith("headrace_decision{")))
                .hasSize(Decision.Action.values().length);
    }

    @Test
    void meaningsNeedNoEscape() {
        assertThat(lines.stream().filter(line -> line.startsWith("# HELP")))
                .hasSize(MetricsText.Metric.values().length)
                .noneMatch(line -> line.contains("\\"));
        assertThat(lines).last().isEqualTo("# EOF");
    }

    private static String withVerdict(String verdict) {
        return JOB + ",verdict=\"" + verdict + "\"";
    }
}
