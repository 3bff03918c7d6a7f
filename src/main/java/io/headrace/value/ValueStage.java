package io.headrace.value;

import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.monitor.FinishedRuns;
import io.headrace.quality.StatisticsTable.Kept;
import io.headrace.registry.Registry;
import io.headrace.run.Intent;
import io.headrace.run.Json;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.ValueJobSpec;
import io.headrace.spec.ValueJobSpec.Version;
import io.headrace.table.Ledger.Claim;
import io.headrace.table.Partitions;
import io.headrace.table.Publications;
import io.headrace.table.Publications.Publication;
import io.headrace.value.CountedScores.Valued;
import io.headrace.value.ValueTable.Heading;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** Values each as-of that was scored, or whose outcomes were counted, since the run before; all of them after a change of the job. */
final class ValueStage implements JobStage {
    /** As-ofs whose counts are held at once. */
    private static final int HELD = 31;

    private static final double MILLIS = 1000;
    private static final String ALL_ROWS = "";

    private final ValueJobSpec job;
    private final Workplace place;

    ValueStage(ValueJobSpec job, Workplace place) {
        this.job = job;
        this.place = place;
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        Publications publications = new Publications(place.lake(), place.clock());
        SortedMap<String, Publication> visible =
                new TreeMap<>(publications.visible(job.scores()).headMap(Partitions.text(context.asOf()), true));
        visible.keySet().removeIf(asOf -> version(asOf, context.zone()).isEmpty());
        Reach reach = Reach.of(visible, monitoring(context.date()), publications.fallenBack(job.scores()))
                .beyond(
                        job.digest(),
                        FinishedRuns.of(job, place.ledger()).byDate().headMap(context.date(), false));
        return new Resolved(Map.of(), List.of(), Map.of(Reach.FACT, Json.write(reach)));
    }

    /** What a decision is worth is looked up on the day that begins at the as-of, when it is acted on. */
    private Optional<Version> version(String asOf, ZoneId zone) {
        return job.on(LocalDate.ofInstant(Partitions.instant(asOf), zone));
    }

    private List<Claim> monitoring(LocalDate date) {
        return place.jobs().stream()
                .filter(MonitorSpec.class::isInstance)
                .map(MonitorSpec.class::cast)
                .filter(monitor ->
                        monitor.model().equals(job.model()) && monitor.scores().equals(job.scores()))
                .flatMap(monitor ->
                        FinishedRuns.of(monitor, place.ledger()).byDate().headMap(date, true).values().stream())
                .sorted(Comparator.comparing(Claim::date)
                        .thenComparing(claim -> claim.run().job()))
                .toList();
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        Map<String, Reach.Counted> days =
                Json.read(intent.fact(Reach.FACT), Reach.class).days();
        CountedScores counted = new CountedScores(place.lake(), new Registry(place.lake(), place.clock()), job.model());
        Map<String, Double> seconds = job.compute().isPresent() ? seconds() : Map.of();
        List<Row> rows = new ArrayList<>();
        int valued = 0;
        int known = 0;
        List<String> asOfs = List.copyOf(days.keySet());
        for (int first = 0; first < asOfs.size(); first += HELD) {
            List<String> some = asOfs.subList(first, Math.min(asOfs.size(), first + HELD));
            List<Kept> kept = counted.of(some.stream().map(days::get).toList());
            for (String asOf : some) {
                Reach.Counted by = days.get(asOf);
                Optional<Valued> found = counted.day(asOf, by, kept);
                if (found.isPresent()) {
                    Version version = version(asOf, context.zone()).orElseThrow();
                    rows.addAll(rows(
                            new Heading(run, job, version, found.get().version(), asOf, by, ALL_ROWS),
                            found.get(),
                            Optional.ofNullable(seconds.get(by.scoredBy()))));
                    valued++;
                    known += found.get().day().outcomes().isPresent() ? 1 : 0;
                }
            }
        }
        return prepared(rows, valued, known, asOfs.size() - valued);
    }

    private List<Row> rows(Heading heading, Valued valued, Optional<Double> seconds) {
        ScoredDay day = valued.day();
        List<ValueFigure> figures = new ArrayList<>(day.figures(heading.version()));
        job.compute()
                .flatMap(compute -> seconds.map(compute::of))
                .ifPresent(cost ->
                        figures.add(ValueFigure.spent(cost, day.decisions().rows())));
        List<Row> rows = new ArrayList<>(ValueTable.rows(heading, day, figures));
        valued.arms()
                .forEach((arm, of) -> rows.addAll(ValueTable.rows(
                        heading.of(arm, of.version()), of.day(), of.day().earned(heading.version()))));
        return rows;
    }

    private Prepared prepared(List<Row> rows, int valued, int known, int uncounted) {
        return new Prepared(
                List.of(run -> ValueTable.in(place.lake()).append(run, rows)),
                List.of(),
                List.of(),
                Verdict.NONE,
                Map.of(
                        "as-ofs", Integer.toString(valued),
                        "realised", Integer.toString(known),
                        "uncounted", Integer.toString(uncounted)),
                valued + (valued == 1 ? " as-of" : " as-ofs") + " valued, " + known + " with outcomes"
                        + (uncounted == 0 ? "" : "; nothing was counted of " + uncounted));
    }

    /** How long the attempts at each run took. */
    private Map<String, Double> seconds() {
        Map<String, Double> seconds = new HashMap<>();
        place.ledger()
                .attempts()
                .forEach(attempt -> seconds.merge(
                        attempt.getAs("run_id"),
                        Duration.between(
                                                attempt.<Timestamp>getAs("started_at")
                                                        .toInstant(),
                                                attempt.<Timestamp>getAs("ended_at")
                                                        .toInstant())
                                        .toMillis()
                                / MILLIS,
                        Double::sum));
        return seconds;
    }
}
