package io.headrace.trace;

import io.headrace.registry.Registry;
import io.headrace.run.RunId;
import io.headrace.run.RunStatus;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Project;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Ledger.Claim;
import io.headrace.trace.FirstBad.Found;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Finds the first of a job's daily runs that a criterion does not hold for, and what changed with it. Writes nothing. */
public final class Bisect {
    private static final Set<RunStatus> JUDGED = Set.of(RunStatus.DONE, RunStatus.REFUSED);

    private final Project project;
    private final Lake lake;
    private final Ledger ledger;
    private final Registry registry;
    private final ZoneId zone;

    public Bisect(Project project, Lake lake, Ledger ledger, Registry registry, ZoneId zone) {
        this.project = project;
        this.lake = lake;
        this.ledger = ledger;
        this.registry = registry;
        this.zone = zone;
    }

    /**
     * Searches the runs of a job.
     *
     * @param good a day for whose run the criterion holds
     * @param bad a later day for whose run it does not
     */
    public Bisection of(JobSpec job, Criterion criterion, LocalDate good, LocalDate bad) {
        RunJudge judge = new RunJudge(job, criterion, lake, ledger, registry, zone);
        List<RunId> runs = runs(job, good, bad);
        Found<JudgedRun> found = FirstBad.of(runs.size(), place -> judge.judge(runs.get(place)));
        JudgedRun lastGood = found.judged().get(found.good());
        JudgedRun firstBad = found.judged().get(found.bad());
        found.wrongEnd().ifPresent(end -> {
            throw TraceErrors.wrongEnd(end, end.equals(lastGood), criterion.words());
        });
        return new Bisection(
                job.name(),
                criterion.words(),
                runs.size(),
                List.copyOf(found.judged().values()),
                lastGood,
                firstBad,
                found.between().stream().map(runs::get).toList(),
                missing(lastGood.run(), firstBad.run(), runs),
                new RunChanges(project, ledger, registry).between(lastGood.run(), firstBad.run()));
    }

    /** The last run of each day that ended well or was refused. */
    private List<RunId> runs(JobSpec job, LocalDate good, LocalDate bad) {
        if (!good.isBefore(bad)) {
            throw TraceErrors.notBefore(good, bad);
        }
        NavigableMap<LocalDate, RunId> byDate = new TreeMap<>();
        ledger.claims(job.name()).stream()
                .filter(claim -> claim.ended().filter(JUDGED::contains).isPresent())
                .sorted(Comparator.comparing(Claim::claimedAt))
                .forEach(claim -> byDate.put(claim.date(), claim.run()));
        for (LocalDate end : List.of(good, bad)) {
            if (!byDate.containsKey(end)) {
                throw TraceErrors.noSuchRun(job.name(), end, byDate.keySet());
            }
        }
        return List.copyOf(byDate.subMap(good, true, bad, true).values());
    }

    private static List<LocalDate> missing(RunId good, RunId bad, List<RunId> runs) {
        Set<LocalDate> there = Set.copyOf(runs.stream().map(RunId::date).toList());
        return good.date()
                .datesUntil(bad.date())
                .filter(date -> !there.contains(date))
                .toList();
    }
}
