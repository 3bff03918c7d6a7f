package io.headrace.trace;

import io.headrace.monitor.FinishedRuns;
import io.headrace.registry.Registry;
import io.headrace.run.Intent;
import io.headrace.run.RunId;
import io.headrace.spec.JobSpec;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.Project;
import io.headrace.spec.ScoreSpec;
import io.headrace.table.Ledger;
import io.headrace.table.Ledger.Claim;
import io.headrace.table.Ledger.Done;
import io.headrace.trace.RunDifference.Kind;
import io.headrace.trace.RunDifference.Known;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What differs between two runs of a job and between the runs that they go back to: for each table that both read, the runs that wrote the versions
 * in between, each beside the run of its job before them.
 */
final class RunChanges {
    private static final int MOST_FILES = 20;

    private final Project project;
    private final Ledger ledger;
    private final Registry registry;
    private final Map<String, NavigableMap<Long, Done>> writers = new HashMap<>();
    private final Map<RunId, Known> known = new HashMap<>();
    private final Set<String> walked = new HashSet<>();
    private final List<RunDifference> found = new ArrayList<>();

    RunChanges(Project project, Ledger ledger, Registry registry) {
        this.project = project;
        this.ledger = ledger;
        this.registry = registry;
        ledger.done()
                .forEach(run -> run.outputs()
                        .forEach((table, version) -> writers.computeIfAbsent(table, name -> new TreeMap<>())
                                .put(version, run)));
    }

    /** The differences, those of data last, as data differ each day. */
    List<RunDifference> between(RunId good, RunId bad) {
        walk(good, bad);
        // Stable: runs nearer to the judged ones come first.
        found.sort(Comparator.comparing(difference -> difference.kind() == Kind.DATA));
        return found.stream().distinct().toList();
    }

    private Known known(RunId run) {
        return known.computeIfAbsent(run, id -> Known.of(ledger, id));
    }

    private void walk(RunId good, RunId bad) {
        if (!walked.add(bad.job())) {
            return;
        }
        Known before = known(good);
        Known after = known(bad);
        found.addAll(RunDifference.between(before, after));
        files(before.intent(), after.intent());
        training(before.intent(), after.intent());
        after.intent().inputs().forEach((table, version) -> {
            if (!isOwn(table, bad)) {
                table(table, Optional.ofNullable(before.intent().inputs().get(table)), version, bad);
            }
        });
        judged(good, bad);
    }

    /** What a job adds to what it wrote the day before would lead back to its first day. */
    private boolean isOwn(String table, RunId reader) {
        return writers.getOrDefault(table, new TreeMap<>()).values().stream()
                .anyMatch(run -> run.run().job().equals(reader.job()));
    }

    private void table(String table, Optional<Long> before, long after, RunId reader) {
        RunDifference.add(
                found,
                Kind.DATA,
                table + ", read by " + reader.job(),
                before.map(version -> "version " + version).orElse(""),
                "version " + after);
        writers(table, before.orElse(-1L), after);
    }

    /** Of each job that wrote a version of the table after the first and up to the second the last run, beside the last one up to the first. */
    private void writers(String table, long after, long upTo) {
        NavigableMap<Long, Done> ofTable = writers.getOrDefault(table, new TreeMap<>());
        Map<String, RunId> earlier = lastByJob(ofTable.headMap(after, true));
        lastByJob(ofTable.subMap(after, false, upTo, true)).forEach((job, last) -> {
            if (earlier.containsKey(job)) {
                walk(earlier.get(job), last);
            } else {
                RunDifference.add(found, Kind.JOB, "first run of " + job, "", last.toString());
            }
        });
    }

    private static Map<String, RunId> lastByJob(Map<Long, Done> byVersion) {
        Map<String, RunId> last = new TreeMap<>();
        byVersion.values().forEach(run -> last.put(run.run().job(), run.run()));
        return last;
    }

    /** Files that runs of the job took in after the first run and up to the second. */
    private void files(Intent before, Intent after) {
        RunId good = RunId.parse(before.runId());
        RunId bad = RunId.parse(after.runId());
        List<String> files = ledger.claims(bad.job()).stream()
                .filter(Claim::isDone)
                .filter(claim -> claim.intent().createdMicros() > before.createdMicros()
                        && claim.intent().createdMicros() <= after.createdMicros())
                .filter(claim -> !claim.run().equals(good))
                .flatMap(claim -> claim.intent().files().stream())
                .map(Intent.RawFile::path)
                .sorted()
                .distinct()
                .toList();
        if (!files.isEmpty()) {
            String more = files.size() > MOST_FILES ? " and " + (files.size() - MOST_FILES) + " more" : "";
            found.add(new RunDifference(
                    Kind.DATA,
                    "files that " + bad.job() + " took in",
                    "",
                    String.join(", ", files.subList(0, Math.min(MOST_FILES, files.size()))) + more));
        }
    }

    /** How the jobs differed that trained the versions of two score runs. */
    private void training(Intent before, Intent after) {
        Optional<RunId> old = trainer(before);
        Optional<RunId> now = trainer(after);
        if (old.isPresent() && now.isPresent() && !old.equals(now)) {
            found.add(new RunDifference(
                    Kind.MODEL,
                    "run that trained the version",
                    old.get().toString(),
                    now.get().toString()));
            if (old.get().job().equals(now.get().job())) {
                found.addAll(RunDifference.between(known(old.get()), known(now.get())));
            }
        }
    }

    private Optional<RunId> trainer(Intent scoring) {
        String version = scoring.facts().get("model_version");
        return project.job(RunId.parse(scoring.runId()).job())
                .filter(ScoreSpec.class::isInstance)
                .map(ScoreSpec.class::cast)
                .filter(job -> version != null)
                .map(job -> registry.state(job.model())
                        .version(Integer.parseInt(version))
                        .runId())
                .filter(run -> !run.isEmpty())
                .map(RunId::parse);
    }

    /** A monitor job goes back to the newest publications that it looked at. */
    private void judged(RunId good, RunId bad) {
        Optional<JobSpec> job = project.job(bad.job());
        if (job.filter(MonitorSpec.class::isInstance).isPresent()) {
            Optional<RunId> before = newestScored(good);
            Optional<RunId> after = newestScored(bad);
            if (before.isPresent() && after.isPresent()) {
                walk(before.get(), after.get());
            }
        }
    }

    private Optional<RunId> newestScored(RunId monitor) {
        return ledger.claims(monitor.job()).stream()
                .filter(claim -> claim.run().equals(monitor) && claim.isDone())
                .reduce((earlier, later) -> later)
                .map(FinishedRuns::published)
                .filter(published -> !published.isEmpty())
                .map(published -> RunId.parse(published.get(published.lastKey())));
    }
}
