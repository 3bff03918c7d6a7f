package io.headrace.maintain;

import io.headrace.job.JobStage;
import io.headrace.run.Faults;
import io.headrace.run.Intent;
import io.headrace.run.Json;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.MaintainSpec;
import io.headrace.table.Lake;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Removes files that nothing needs, then puts small files together; what a killed run has left, the next attempt does. */
final class MaintainStage implements JobStage {
    /** So many small files of a partition become one. */
    private static final int SMALL_FILES = 20;

    private static final double MEGABYTE = 1e6;

    private final MaintainSpec spec;
    private final Lake lake;
    private final Vacuum vacuum;

    MaintainStage(MaintainSpec spec, Lake lake, Vacuum vacuum) {
        this.spec = spec;
        this.lake = lake;
        this.vacuum = vacuum;
    }

    /** What a run found, so that its record is the same after an interruption. */
    record Found(long files, long bytes, long heldBytes, long holders, long broken) {}

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        return new Resolved(Map.of(), List.of(), Map.of());
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        List<VacuumPlan> plans = vacuum.plans(vacuum.tables(), keep(spec.keepDays()));
        Found found = kept(run, found(plans));
        List<Output> outputs = new ArrayList<>(List.of(new Removed(plans)));
        if (spec.compacts()) {
            outputs.add(new PutTogether());
        }
        Map<String, String> counts = new TreeMap<>(Map.of(
                "files", Long.toString(found.files()),
                "bytes", Long.toString(found.bytes()),
                "held_bytes", Long.toString(found.heldBytes()),
                "broken", Long.toString(found.broken())));
        return new Prepared(outputs, List.of(), Verdict.PUBLISHED, counts, message(found));
    }

    private static Optional<Duration> keep(OptionalInt days) {
        return days.isPresent() ? Optional.of(Duration.ofDays(days.getAsInt())) : Optional.empty();
    }

    private static Found found(List<VacuumPlan> plans) {
        return new Found(
                plans.stream().mapToLong(plan -> plan.going().size()).sum(),
                plans.stream().mapToLong(VacuumPlan::bytes).sum(),
                plans.stream().mapToLong(VacuumPlan::heldBytes).sum(),
                plans.stream()
                        .flatMap(plan -> plan.held().stream())
                        .filter(held -> held.bytes() > 0)
                        .map(held -> held.pin().holder())
                        .distinct()
                        .count(),
                plans.stream()
                        .flatMap(plan -> plan.held().stream())
                        .filter(VacuumPlan.Held::isBroken)
                        .count());
    }

    private Found kept(RunId run, Found found) {
        String plan = "headrace/maintain/" + run.toString().replace('/', '_') + ".plan.json";
        if (lake.readText(plan).isEmpty()) {
            lake.writeOnce(plan, Json.write(found).getBytes(StandardCharsets.UTF_8));
        }
        Faults.reach("maintenance planned");
        return Json.read(lake.readText(plan).orElseThrow(), Found.class);
    }

    private static String message(Found found) {
        String gone = found.files() == 0
                ? "no file of an old version can go"
                : String.format(
                        Locale.ROOT,
                        "%,d files of old versions removed, %,.1f MB",
                        found.files(),
                        found.bytes() / MEGABYTE);
        String held = found.heldBytes() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %,.1f MB more are held for %,d versions, publications and jobs",
                        found.heldBytes() / MEGABYTE,
                        found.holders());
        String broken = found.broken() == 0
                ? ""
                : "; " + found.broken()
                        + " versions of tables that are needed cannot be read any more: headrace pins names them";
        return gone + held + broken;
    }

    /** Files that go. */
    private final class Removed implements Output {
        private final List<VacuumPlan> plans;

        Removed(List<VacuumPlan> plans) {
            this.plans = List.copyOf(plans);
        }

        @Override
        public String name() {
            return "files";
        }

        @Override
        public long publish(RunId run) {
            vacuum.remove(plans);
            return 0;
        }
    }

    /** Small files of all tables, put together. */
    private final class PutTogether implements Output {
        @Override
        public String name() {
            return "small files";
        }

        @Override
        public long publish(RunId run) {
            vacuum.tables().forEach(table -> lake.compact(table, SMALL_FILES));
            return 0;
        }
    }
}
