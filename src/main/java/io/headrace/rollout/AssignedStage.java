package io.headrace.rollout;

import io.headrace.experiment.ExperimentPlan;
import io.headrace.experiment.Verdict;
import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.rollout.VerdictTable.Beside;
import io.headrace.run.Intent;
import io.headrace.run.Json;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.Arms;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Looks at an experiment whose arms a table has; there is nothing that it could do by itself. */
final class AssignedStage implements JobStage {
    private final ExperimentSpec spec;
    private final Workplace place;
    private final LookJudge judge;

    AssignedStage(ExperimentSpec spec, Workplace place) {
        this.spec = spec;
        this.place = place;
        this.judge = new LookJudge(spec, place);
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        if (!place.lake().has(spec.scores())) {
            throw ExperimentErrors.nobodyDrawn(spec, spec.scores().toString());
        }
        String arms = LookPlan.arms(spec, Arms.NONE);
        List<String> earlier = judge.runs(judge.done(context.date()), spec.start());
        judge.requireSame(earlier, arms);
        Map<String, Long> inputs = new TreeMap<>();
        tables().forEach(table -> inputs.put(table.toString(), place.lake().version(table)));
        return new Resolved(
                inputs,
                List.of(),
                Map.of(
                        LookPlan.ARMS,
                        arms,
                        LookPlan.SINCE,
                        spec.start().toString(),
                        LookPlan.LAST_DAY,
                        Integer.toString(spec.lastDay(Optional.empty())),
                        LookPlan.EARLIER,
                        Json.write(earlier)));
    }

    private Set<TableName> tables() {
        Set<TableName> tables = new HashSet<>(Set.of(spec.scores()));
        spec.measures().forEach(measure -> measure.event().ifPresent(event -> tables.add(event.table())));
        return tables;
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        if (context.date().isBefore(spec.start())) {
            return LookJudge.nothing("starts on " + spec.start());
        }
        ArmOutcomes.Found found = new AssignedOutcomes(spec, place.lake(), context, intent).found();
        ExperimentPlan plan = LookPlan.of(spec, Arms.NONE, intent);
        Verdict verdict = judge.verdict(plan, found.peek(), intent);
        Beside beside = new Beside(Optional.empty(), List.of(), found.uplift());
        return new Prepared(
                judge.findings(found.peek(), verdict, beside, VerdictTable.NONE, intent),
                List.of(),
                List.of(),
                io.headrace.run.Verdict.NONE,
                LookJudge.counts(found.peek(), verdict),
                judge.message(verdict, beside));
    }
}
