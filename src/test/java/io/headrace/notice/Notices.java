package io.headrace.notice;

import io.headrace.policy.Severity;
import java.util.List;

/** Notices for tests. */
final class Notices {
    private Notices() {}

    static Notice of(String alert) {
        return with(alert, "income has drifted by ks, effect 0.4");
    }

    static Notice with(String alert, String text) {
        return new Notice(
                Notice.id("monitor-lapse", alert),
                alert,
                "monitor-lapse",
                "monitor-lapse/2026-01-02/1",
                "2026-01-02",
                "lapse",
                "3",
                "drift",
                Severity.PAGE,
                List.of("income", "age"),
                List.of("2026-01-01: the definition of ingest-sales changed"),
                List.of("row 1"),
                text);
    }
}
