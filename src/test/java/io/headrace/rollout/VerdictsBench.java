package io.headrace.rollout;

import io.headrace.experiment.ExperimentJudge;
import io.headrace.experiment.ExperimentPlan;
import io.headrace.experiment.MetricPlan;
import io.headrace.experiment.MetricPlan.Figure;
import io.headrace.experiment.MetricPlan.Role;
import io.headrace.experiment.Peek;
import io.headrace.experiment.Verdict;
import io.headrace.run.RunId;
import io.headrace.stats.trial.ArmCounter;
import io.headrace.stats.trial.Exposure;
import io.headrace.stats.trial.Margin;
import io.headrace.table.Lake;
import io.headrace.testing.Bench;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/**
 * Verdicts of a year of looks, from what is stored of them: reads {@code headrace.peeks} and judges each look of each experiment.
 *
 * <p>Arguments: days, measures, experiments (one for each group of entities), rounds.
 */
public final class VerdictsBench {
    private static final LocalDate START = LocalDate.of(2025, 1, 1);
    private static final Map<String, Double> ARMS = new TreeMap<>(Map.of("champion", 10.0, "challenger", 10.05));
    private static final int ENTITIES_A_DAY = 20;

    private VerdictsBench() {}

    /** Prints the seconds of each round. */
    public static void main(String[] arguments) throws IOException {
        int days = Integer.parseInt(arguments[0]);
        int measures = Integer.parseInt(arguments[1]);
        int groups = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        Bench.run(Bench.settings(arguments, 4), (spark, folder) -> {
            Lake lake = Lake.open(spark, folder.resolve("lake").toString());
            long rows = 0;
            for (int group = 0; group < groups; group++) {
                rows += look(lake, group, days, measures);
            }
            System.out.printf(
                    Locale.ROOT, "  %,d rows of %d experiments, %d looks, %d measures%n", rows, groups, days, measures);
            Bench bench = new Bench();
            for (int round = 0; round < rounds; round++) {
                bench.time("verdicts from stored totals", () -> judge(lake, groups, days, measures));
            }
            bench.report("verdicts from stored totals");
        });
    }

    /** Keeps the looks of an experiment, as its runs would. */
    private static long look(Lake lake, int group, int days, int measures) {
        SplittableRandom dice = new SplittableRandom(group);
        Map<String, List<ArmCounter>> counters = new TreeMap<>();
        ARMS.keySet()
                .forEach(arm -> counters.put(
                        arm,
                        IntStream.range(0, measures)
                                .mapToObj(i -> new ArmCounter())
                                .toList()));
        List<Row> rows = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            ARMS.forEach((arm, mean) -> counters.get(arm).forEach(counter -> {
                for (int i = 0; i < ENTITIES_A_DAY; i++) {
                    counter.add(mean + dice.nextDouble() * 20 - 10);
                }
            }));
            long entities = (day + 1L) * ENTITIES_A_DAY;
            Map<String, Peek.Arm> arms = new TreeMap<>();
            counters.forEach((arm, of) -> {
                Map<String, io.headrace.stats.trial.ArmTotals> totals = new TreeMap<>();
                IntStream.range(0, measures)
                        .forEach(i -> totals.put(name(i), of.get(i).totals()));
                arms.put(arm, new Peek.Arm(entities, entities, entities, totals));
            });
            Peek peek = new Peek(START.plusDays(day), arms, new Exposure(ARMS.size() * entities, 0));
            rows.addAll(PeekTable.rows(run(group, day), peek));
        }
        PeekTable.in(lake).append(run(group, days - 1), rows);
        return rows.size();
    }

    private static void judge(Lake lake, int groups, int days, int measures) {
        ExperimentPlan plan = plan(days, measures);
        for (int group = 0; group < groups; group++) {
            int experiment = group;
            List<String> runs = IntStream.range(0, days)
                    .mapToObj(day -> run(experiment, day).toString())
                    .toList();
            List<Verdict> verdicts = ExperimentJudge.judge(plan, PeekTable.peeks(lake, runs));
            if (verdicts.size() != days || verdicts.get(days - 1).metrics().size() != measures) {
                throw new IllegalStateException("not every look has its verdict");
            }
        }
    }

    private static ExperimentPlan plan(int days, int measures) {
        BigDecimal half = new BigDecimal("0.5");
        Margin margin = new Margin(0.5, Margin.Scale.ABSOLUTE, Margin.Direction.HIGHER_IS_BETTER);
        ExperimentPlan.Rules rules = new ExperimentPlan.Rules(days, 7, 100, 0.05, 5_000, 0.001, 0.05, 7);
        return new ExperimentPlan(
                "bench",
                "champion",
                "challenger",
                Map.of("champion", half, "challenger", half),
                START,
                rules,
                IntStream.range(0, measures)
                        .mapToObj(i ->
                                new MetricPlan(name(i), i == 0 ? Role.PRIMARY : Role.GUARDRAIL, Figure.MEAN, margin))
                        .toList());
    }

    private static String name(int measure) {
        return String.format(Locale.ROOT, "m%03d", measure);
    }

    private static RunId run(int group, int day) {
        return RunId.parse("experiment-" + group + "/" + START.plusDays(day) + "/1");
    }
}
