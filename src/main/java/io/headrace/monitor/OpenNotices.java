package io.headrace.monitor;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.notice.Notice;
import io.headrace.policy.Severity;
import io.headrace.registry.DecisionTable;
import io.headrace.run.RunId;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.NoticeTarget;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * Which alerts a target has not been told of: those of the last run of each day, oldest first. What a later run of the same day no longer finds is
 * not told, and what was told once is not told again, whatever a later run says of it.
 */
final class OpenNotices {
    private final List<Notice> alerts;
    private final List<NoticeTable.Told> told;

    private OpenNotices(List<Notice> alerts, List<NoticeTable.Told> told) {
        this.alerts = List.copyOf(alerts);
        this.told = List.copyOf(told);
    }

    /** @param current a run that is about to end well, if there is one */
    static OpenNotices of(MonitorSpec spec, Lake lake, Ledger ledger, Optional<RunId> current) {
        NavigableMap<LocalDate, String> runs = FinishedRuns.of(spec, ledger).names();
        current.ifPresent(run -> runs.put(run.date(), run.toString()));
        Set<String> recent = runs.isEmpty()
                ? Set.of()
                : Set.copyOf(
                        runs.tailMap(runs.lastKey().minusDays(spec.notices().days()), false)
                                .values());
        List<Notice> alerts = DecisionTable.alerts(lake, recent).stream()
                .map(row -> notice(spec.name(), row))
                .sorted(Comparator.comparing(Notice::day)
                        .thenComparing(Notice::severity, Comparator.reverseOrder())
                        .thenComparing(Notice::alert))
                .toList();
        return new OpenNotices(alerts, NoticeTable.in(lake).of(spec.name()));
    }

    private static Notice notice(String job, Row row) {
        String alert = row.getAs("id");
        return new Notice(
                Notice.id(job, alert),
                alert,
                job,
                row.getAs(RUN_ID),
                row.getAs("logical_date").toString(),
                row.getAs("model"),
                row.getAs("version"),
                row.getAs("action"),
                Severity.valueOf(row.<String>getAs("severity").toUpperCase(Locale.ROOT)),
                row.getList(row.fieldIndex("subjects")),
                row.getList(row.fieldIndex("causes")),
                row.getList(row.fieldIndex("evidence")),
                row.getAs("text"));
    }

    /** What the target has not been told of, oldest first. */
    List<Notice> to(NoticeTarget target) {
        Set<String> known = told.stream()
                .filter(row -> row.isDelivered() && row.target().equals(target.name()))
                .map(NoticeTable.Told::alert)
                .collect(Collectors.toSet());
        return alerts.stream()
                .filter(alert -> alert.severity().compareTo(target.from()) >= 0 && !known.contains(alert.alert()))
                .toList();
    }

    /** Of each target that waits for something, what it waits for and why, in words. */
    List<String> words(MonitorSpec spec) {
        return spec.notices().targets().stream()
                .filter(target -> !to(target).isEmpty())
                .map(target -> target.name() + " does not know of " + to(target).size() + " since "
                        + to(target).get(0).day() + why(target))
                .toList();
    }

    private String why(NoticeTarget target) {
        return told.stream()
                .filter(row -> !row.isDelivered() && row.target().equals(target.name()))
                .max(Comparator.comparing(NoticeTable.Told::at))
                .map(row -> ": " + row.detail())
                .orElse("");
    }
}
