package io.headrace.rollout;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.experiment.DecisionEffect.Design;
import io.headrace.experiment.ExperimentJudge;
import io.headrace.experiment.ExperimentPlan;
import io.headrace.experiment.Verdict;
import io.headrace.run.Json;
import io.headrace.spec.Arms;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.ScoreSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Ledger.Claim;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * The looks that the last look of an experiment was judged with, and itself, as they were recorded; none where the job has changed since.
 *
 * @param looks in the order of their dates
 * @param shares what arms should hold; empty where that is not known any more
 * @param takenBackBy the run that took the treated arm back, also if its date was looked at again; empty where none did
 */
public record ExperimentLooks(List<Look> looks, Optional<DeclaredShares> shares, Optional<String> takenBackBy) {
    private static final String ROLLED_BACK = "roll_back";

    public ExperimentLooks {
        looks = List.copyOf(looks);
    }

    /**
     * A look.
     *
     * @param whole its row of {@code headrace.verdicts}
     * @param measures those of the measures, as they were written
     * @param arms rows of {@code headrace.peeks}, by arm and measure
     * @param uplift rows of {@code headrace.uplift}, the whole and the points of the curve; none where no score ranks entities
     */
    public record Look(String run, Row whole, List<Row> measures, List<Row> arms, List<Row> uplift) {
        public Look {
            measures = List.copyOf(measures);
            arms = List.copyOf(arms);
            uplift = List.copyOf(uplift);
        }
    }

    /**
     * What arms should hold, and whether they do.
     *
     * @param byArm share of each
     * @param pValue of these shares at all looks so far, of entities
     * @param outcomesPValue likewise, of entities with an outcome
     */
    public record DeclaredShares(Map<String, BigDecimal> byArm, double pValue, double outcomesPValue) {}

    /**
     * Reads them; starts no Spark.
     *
     * @param scoring the job that draws the arms, as it is now; empty where there is none
     */
    public static ExperimentLooks of(ExperimentSpec spec, Optional<ScoreSpec> scoring, Lake lake, Ledger ledger) {
        List<Claim> done =
                ledger.claims(spec.name()).stream().filter(Claim::isDone).toList();
        Optional<String> takenBackBy = takenBackBy(done, lake);
        return done.stream()
                .filter(claim -> !claim.date().isBefore(spec.start()))
                .filter(claim -> claim.intent().specDigest().equals(spec.digest()))
                .max(Comparator.comparing(Claim::date).thenComparing(Claim::claimedAt))
                .map(last -> of(spec, scoring, lake, last, takenBackBy))
                .orElseGet(() -> new ExperimentLooks(List.of(), Optional.empty(), takenBackBy));
    }

    private static Optional<String> takenBackBy(List<Claim> done, Lake lake) {
        Set<String> runs = done.stream().map(claim -> claim.run().toString()).collect(Collectors.toSet());
        return runs.isEmpty()
                ? Optional.empty()
                : VerdictTable.in(lake).rows(Map.of(RUN_ID, runs, "measure", Set.of(""))).stream()
                        .filter(row -> row.getAs("action").equals(ROLLED_BACK))
                        .map(row -> row.<String>getAs(RUN_ID))
                        .max(Comparator.naturalOrder());
    }

    private static ExperimentLooks of(
            ExperimentSpec spec, Optional<ScoreSpec> scoring, Lake lake, Claim last, Optional<String> takenBackBy) {
        List<String> runs = new ArrayList<>(List.of(Json.read(last.intent().fact(LookPlan.EARLIER), String[].class)));
        runs.add(last.run().toString());
        Map<String, List<Row>> verdicts = byRun(VerdictTable.in(lake).rows(Map.of(RUN_ID, Set.copyOf(runs))));
        Map<String, List<Row>> peeks = byRun(PeekTable.in(lake).rows(Map.of(RUN_ID, Set.copyOf(runs))));
        Map<String, List<Row>> uplift = byRun(UpliftTable.in(lake).rows(Map.of(RUN_ID, Set.copyOf(runs))));
        List<Look> looks = runs.stream()
                .filter(verdicts::containsKey)
                .map(name -> look(
                        name,
                        verdicts.get(name),
                        peeks.getOrDefault(name, List.of()),
                        uplift.getOrDefault(name, List.of())))
                .toList();
        return new ExperimentLooks(
                looks,
                arms(spec, scoring)
                        .filter(arms ->
                                LookPlan.arms(spec, arms).equals(last.intent().fact(LookPlan.ARMS)))
                        .flatMap(arms -> shares(LookPlan.of(spec, arms, last.intent()), lake, runs, looks)),
                takenBackBy);
    }

    /** What draws the entities now; empty where nothing does, and where both versions score the same rows. */
    private static Optional<Arms> arms(ExperimentSpec spec, Optional<ScoreSpec> scoring) {
        if (spec.assigned().isPresent()) {
            return Optional.of(Arms.NONE);
        }
        return scoring.filter(job -> spec.design() == Design.RANDOMISED).map(ScoreSpec::arms);
    }

    private static Map<String, List<Row>> byRun(Collection<Row> rows) {
        return rows.stream().collect(Collectors.groupingBy(row -> row.<String>getAs(RUN_ID)));
    }

    private static Look look(String run, List<Row> verdicts, List<Row> peeks, List<Row> uplift) {
        Map<Boolean, List<Row>> isWhole = verdicts.stream()
                .collect(Collectors.partitioningBy(
                        row -> row.<String>getAs("measure").isEmpty()));
        return new Look(run, isWhole.get(true).get(0), isWhole.get(false), peeks, uplift);
    }

    /** Counted again from the peeks, and only told where that leads to the verdict that was recorded. */
    private static Optional<DeclaredShares> shares(
            ExperimentPlan plan, Lake lake, List<String> runs, List<Look> looks) {
        List<Verdict> verdicts = ExperimentJudge.judge(plan, PeekTable.peeks(lake, runs));
        Verdict last = verdicts.get(verdicts.size() - 1);
        return looks.isEmpty()
                        || !word(last)
                                .equals(looks.get(looks.size() - 1).whole().getAs("verdict"))
                ? Optional.empty()
                : Optional.of(new DeclaredShares(
                        plan.shares(),
                        last.health().sharesPValue(),
                        last.health().outcomesPValue()));
    }

    private static String word(Verdict verdict) {
        return verdict.state().name().toLowerCase(Locale.ROOT);
    }
}
