package io.headrace.monitor;

import io.headrace.monitor.MonitorFigures.AlertKind;
import io.headrace.monitor.MonitorFigures.LastRun;
import io.headrace.monitor.MonitorFigures.Measured;
import io.headrace.monitor.MonitorFigures.Moved;
import io.headrace.policy.Alert;
import io.headrace.policy.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Figures of a job that tests make up. */
final class Figures {
    private Figures() {}

    /** A run with so many features, the first of them the least important one, a score, and three figures. */
    static MonitorFigures of(String job, int features) {
        List<Moved> columns = new ArrayList<>();
        for (int i = 0; i < features; i++) {
            columns.add(moved("training", "population", "f" + i, OptionalDouble.of(i / 100.0), "ok", i));
            columns.add(moved("season", "population", "f" + i, OptionalDouble.empty(), "unknown", i));
        }
        columns.add(moved("training", "scores", "score", OptionalDouble.of(0.25), "drift", 1));
        LastRun run = new LastRun(
                Instant.parse("2026-01-21T06:00:00.125Z"),
                Instant.parse("2026-01-21T00:00:00Z"),
                Optional.of(Instant.parse("2026-01-21T00:00:00Z")),
                columns,
                Map.of("ok", (long) features, "unknown", (long) features, "drift", 1L),
                List.of(
                        measured("cbpe", "auc", OptionalDouble.of(0.75), "worse"),
                        measured("realised", "auc", OptionalDouble.of(0.7), "ok"),
                        measured("realised", "precision", OptionalDouble.empty(), "unknown")),
                Map.of(new AlertKind(Alert.Kind.DRIFT, Severity.TICKET), 2L),
                "roll_back");
        return new MonitorFigures(job, "lapse", "local", 3, Optional.of(run), new TreeMap<>(Map.of("crm", 1L)));
    }

    /** A job that has never run. */
    static MonitorFigures neverRun(String job) {
        return new MonitorFigures(job, "lapse", "local", 0, Optional.empty(), new TreeMap<>());
    }

    static Moved moved(
            String against, String of, String column, OptionalDouble effect, String verdict, double importance) {
        return new Moved(against, of, column, "ks", effect, 0.125, verdict, importance);
    }

    private static Measured measured(String method, String measure, OptionalDouble value, String verdict) {
        OptionalDouble lower = value.isPresent() ? OptionalDouble.of(0.5) : value;
        OptionalDouble upper = value.isPresent() ? OptionalDouble.of(1) : value;
        return new Measured(method, measure, value, lower, upper, OptionalDouble.of(0.75), verdict);
    }
}
