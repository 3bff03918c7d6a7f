package io.headrace.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.rollout.ArmLimits.LimitCheck;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.ExperimentSpec.Limits;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.JobHeader;
import io.headrace.spec.Schedule;
import io.headrace.spec.TableName;
import io.headrace.stats.estimate.Side;
import io.headrace.stats.fairness.FairnessPolicy;
import io.headrace.stats.fairness.FairnessRules;
import io.headrace.stats.fairness.GroupMetric;
import io.headrace.stats.fairness.Reference;
import io.headrace.stats.value.ValidDays;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Of 1,000 entities on two days; figures are counted from the same formulas in plain Java. */
@ExtendWith(LakeExtension.class)
class ArmLimitsSparkIT {
    private static final int ENTITIES = 1000;
    private static final LocalDate DAY = LocalDate.of(2026, 2, 2);
    private static final TableName SCORES = new TableName("scores", "lapse");
    private static final TableName PEOPLE = new TableName("silver", "people");

    /** Of entity i the champion's score is i / 1000, the challenger's its square; one in twenty it cannot score. */
    private static final String ANSWERS = """
            select cast(id as int) as customer_id, as_of, if(id % 4 = 0, 'challenger', 'champion') as assigned_arm,
              array(
                named_struct('arm', 'champion', 'model_version', 1, 'score', id / 1000D, 'probability', id / 1000D,
                  'class', cast(null as string), 'rank_pct', 0D, 'decision', id >= 500),
                named_struct('arm', 'challenger', 'model_version', 2,
                  'score', if(id % 20 = 1, null, pow(id / 1000D, 2)), 'probability', if(id % 20 = 1, null, pow(id / 1000D, 2)),
                  'class', cast(null as string), 'rank_pct', 0D,
                  'decision', if(id % 20 = 1, null, id % 2 = 0 and id >= 400))) as arms
            from range(1000) cross join (select explode(array(timestamp'2026-02-02', timestamp'2026-02-03')) as as_of)
            """;

    @Test
    void figuresAreThoseOfAPlainCount(Lake lake) {
        Map<String, LimitCheck> found = checks(
                lake, new Limits(Optional.of(0.5), Optional.of(100.0), Optional.of(60.0), Optional.of(fairness())));
        assertThat(found).containsOnlyKeys("unscored", "psi", "seconds", "fairness-equal");
        assertThat(found.get("unscored").found()).as("of the rows of others").isEqualTo(50.0 / 750);
        assertThat(found.get("psi").found()).isCloseTo(psi(), within(1e-12));
        assertThat(found.get("seconds").found()).isEqualTo(12.5);
        assertThat(found.get("fairness-equal").isBroken())
                .as("no odd one is chosen")
                .isTrue();
        assertThat(found.get("fairness-equal").words()).contains("breach for 1 of 1 groups");
        assertThat(List.of(found.get("unscored"), found.get("psi"), found.get("seconds")))
                .noneMatch(LimitCheck::isBroken);
    }

    @Test
    void aLimitIsBrokenWhereChanceDoesNotExplainIt(Lake lake) {
        assertThat(checks(lake, limits(0.06, psi() - 0.02, 12.5)).values()).noneMatch(LimitCheck::isBroken);
        assertThat(checks(lake, limits(0.03, psi() / 2, 12.4)).values()).allMatch(LimitCheck::isBroken);
    }

    @Test
    void whatScoredNothingIsHeldToNothing(Lake lake) {
        prepare(lake);
        assertThat(checks(lake, with(limits(0, 0, 0), "shadow"))).isEmpty();
        assertThat(checks(lake, with(Limits.NONE, "challenger"))).isEmpty();
    }

    private static Limits limits(double unscored, double psi, double seconds) {
        return new Limits(Optional.of(unscored), Optional.of(psi), Optional.of(seconds), Optional.empty());
    }

    private static Map<String, LimitCheck> checks(Lake lake, Limits limits) {
        if (!lake.has(SCORES)) {
            prepare(lake);
        }
        return checks(lake, with(limits, "challenger")).stream()
                .collect(Collectors.toMap(LimitCheck::limit, check -> check));
    }

    private static List<LimitCheck> checks(Lake lake, ExperimentSpec spec) {
        Intent intent = new Intent(
                "experiment-lapse/" + DAY + "/1",
                "",
                Map.of(SCORES.toString(), lake.version(SCORES), PEOPLE.toString(), lake.version(PEOPLE)),
                List.of(),
                Map.of(ArmLimits.SECONDS, "12.500"),
                0);
        RunContext context = new RunContext(DAY, ZoneOffset.UTC, Clock.systemUTC(), "test", "landing", "test");
        return new ArmLimits(spec, SmallShop.train(), lake, context, intent).checks();
    }

    private static void prepare(Lake lake) {
        lake.spark().sql(ANSWERS).write().format("delta").save(lake.path(SCORES));
        lake.spark()
                .sql("select cast(id as int) as customer_id, if(id % 2 = 0, 'even', 'odd') as side from range(1000)")
                .write()
                .format("delta")
                .save(lake.path(PEOPLE));
    }

    private static ExperimentSpec with(Limits limits, String treated) {
        ExperimentSpec usual = SmallShop.experiment(DAY);
        return new ExperimentSpec(
                usual.header(),
                usual.model(),
                usual.scores(),
                Optional.empty(),
                usual.design(),
                usual.control(),
                treated,
                DAY,
                usual.rules(),
                usual.measures(),
                limits,
                usual.automation());
    }

    private static FairnessSpec fairness() {
        FairnessRules rules = new FairnessRules(1, 30, 0.95, Side.POSITIVE, Reference.declared(Map.of("side", "even")));
        return new FairnessSpec(
                new JobHeader("fairness-lapse", "test", Schedule.DAILY, "digest"),
                "lapse",
                SCORES,
                new FairnessSpec.Protected(PEOPLE, Optional.empty(), Map.of("side", "side")),
                1,
                rules,
                List.of(new FairnessPolicy(
                        "equal",
                        GroupMetric.SELECTION_RATE,
                        FairnessPolicy.Form.RATIO_AT_LEAST,
                        0.8,
                        List.of("side"),
                        rules,
                        "house rule",
                        ValidDays.from(DAY),
                        "test")));
    }

    /** Of the rows that both score, by the deciles of the champion's, half a row more in each bin. */
    private static double psi() {
        double[] control = IntStream.range(0, ENTITIES)
                .filter(id -> id % 20 != 1)
                .mapToDouble(id -> id / 1000.0)
                .toArray();
        double[] treated =
                Arrays.stream(control).map(score -> Math.pow(score, 2)).toArray();
        double[] cuts = IntStream.range(1, 10)
                .mapToDouble(tenth -> quantile(control, tenth / 10.0))
                .toArray();
        double psi = 0;
        for (int bin = 0; bin <= cuts.length; bin++) {
            double p = share(control, cuts, bin);
            double q = share(treated, cuts, bin);
            psi += (q - p) * Math.log(q / p);
        }
        return psi;
    }

    /** Of ascending values, between two of them in proportion. */
    private static double quantile(double[] values, double share) {
        double place = (values.length - 1) * share;
        int below = (int) place;
        return values[below] + (place - below) * (values[below + 1] - values[below]);
    }

    private static double share(double[] scores, double[] cuts, int bin) {
        double from = bin == 0 ? Double.NEGATIVE_INFINITY : cuts[bin - 1];
        double to = bin == cuts.length ? Double.POSITIVE_INFINITY : cuts[bin];
        long rows = Arrays.stream(scores)
                .filter(score -> score > from && score <= to)
                .count();
        return (rows + 0.5) / (scores.length + 0.5 * (cuts.length + 1));
    }
}
