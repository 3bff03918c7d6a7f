package io.headrace.engine;

import io.headrace.features.SeenChanges;
import io.headrace.features.SeenChanges.Reading;
import io.headrace.job.Arrivals;
import io.headrace.job.JobKind;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.EngineColumn;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.JobSpec;
import io.headrace.spec.TableName;
import io.headrace.spec.Windows;
import io.headrace.table.Lake;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What came into the lake's tables, by the times of the rows and the inputs of the views by which jobs see them. */
final class LakeArrivals implements Arrivals {
    private final Lake lake;
    private final ZoneId zone;
    private final Map<String, FeatureView> views = new TreeMap<>();
    private final Map<Asked, Optional<Long>> known = new HashMap<>();

    /** A run that read a version of a table which has another one now. */
    private record Asked(String table, RunId run, long read, long now) {}

    LakeArrivals(Lake lake, ZoneId zone, List<JobSpec> jobs) {
        this.lake = lake;
        this.zone = zone;
        jobs.forEach(job -> sees(job).ifPresent(view -> views.put(job.name(), view)));
    }

    private static <J extends JobSpec> Optional<FeatureView> sees(J job) {
        return JobKind.of(job).sees(job);
    }

    @Override
    public Optional<Map<RunId, Long>> since(String job, String table, Map<RunId, Long> read) {
        Optional<FeatureView> view = Optional.ofNullable(views.get(job))
                .filter(sees -> inputs(sees, table).size() > 0);
        Optional<TableName> name =
                view.map(sees -> inputs(sees, table).get(0).table()).filter(lake::has);
        return name.flatMap(of -> since(view.orElseThrow(), of, read));
    }

    private Optional<Map<RunId, Long>> since(FeatureView view, TableName table, Map<RunId, Long> read) {
        long now = lake.version(table);
        List<Asked> all = read.entrySet().stream()
                .filter(run -> run.getValue() < now)
                .map(run -> new Asked(table.toString(), run.getKey(), run.getValue(), now))
                .toList();
        List<Asked> open =
                all.stream().filter(asked -> !known.containsKey(asked)).toList();
        if (!open.isEmpty()) {
            List<Reading> readings = new ArrayList<>();
            open.forEach(asked -> readings.add(new Reading(asOf(asked.run().date()), asked.read())));
            Optional<Map<Integer, Long>> seen = new SeenChanges(lake, view, zone).of(table, readings);
            if (seen.isEmpty()) {
                return Optional.empty();
            }
            for (int place = 0; place < open.size(); place++) {
                known.put(open.get(place), Optional.ofNullable(seen.get().get(place)));
            }
        }
        Map<RunId, Long> found = new HashMap<>();
        all.forEach(asked -> known.get(asked).ifPresent(version -> found.put(asked.run(), version)));
        return Optional.of(found);
    }

    @Override
    public Optional<Boolean> sees(String job, String table, LocalDate date, LocalDate written) {
        List<Input> byAsOf = Optional.ofNullable(views.get(job)).stream()
                .flatMap(view -> inputs(view, table).stream())
                .filter(input -> input.time().filter(EngineColumn.AS_OF::equals).isPresent())
                .toList();
        return byAsOf.isEmpty()
                ? Optional.empty()
                : Optional.of(byAsOf.stream().anyMatch(input -> sees(input, asOf(date), asOf(written))));
    }

    private boolean sees(Input input, Instant asOf, Instant written) {
        Duration delay = input.windows().map(Windows::delay).orElse(Duration.ZERO);
        Optional<Instant> begin = input.windows().flatMap(windows -> windows.begin(asOf, zone));
        return written.isBefore(asOf.minus(delay))
                && begin.map(first -> !written.isBefore(first)).orElse(true);
    }

    private static List<Input> inputs(FeatureView view, String table) {
        return view.allInputs().values().stream()
                .filter(input -> input.table().toString().equals(table))
                .toList();
    }

    private Instant asOf(LocalDate date) {
        return RunContext.asOf(date, zone);
    }
}
