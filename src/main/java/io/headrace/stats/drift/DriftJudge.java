package io.headrace.stats.drift;

import io.headrace.stats.BenjaminiHochberg;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Judges the columns of one window of a model against a reference.
 *
 * <p>Drift is what is neither chance nor tolerated: q below the level and {@code effect − error} above the tolerance. Of the
 * statistics of a column one decides, and beside it the share of missing values and that of unseen levels; the p values of all these, over all columns,
 * are adjusted together, so that without drift a window has a false alarm with a chance of the level at most. Every other
 * statistic is adjusted over the columns by itself and shown. A column that shows no drift is ok only if an effect of the
 * tolerance would have been seen with enough power.
 */
public final class DriftJudge {
    private static final double POWER_OF_DETECTABLE = 0.8;

    private final DriftRules rules;

    public DriftJudge(DriftRules rules) {
        this.rules = rules;
    }

    /**
     * Verdicts of all columns, in their order.
     *
     * @param columns of the reference
     * @param now rows of the window, one for each column, counted by its bins
     */
    public List<DriftVerdict> judge(List<ReferenceColumn> columns, List<ColumnCounts> now) {
        if (columns.size() != now.size()) {
            throw new IllegalArgumentException(
                    "every column must have its counts, found " + columns.size() + " and " + now.size());
        }
        List<ReferenceColumn> owners = new ArrayList<>();
        List<Measure> measures = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            for (Measure measure : ColumnMeasures.of(columns.get(i), now.get(i), rules)) {
                owners.add(columns.get(i));
                measures.add(measure);
            }
        }
        return verdicts(owners, measures);
    }

    private List<DriftVerdict> verdicts(List<ReferenceColumn> owners, List<Measure> measures) {
        boolean[] decides = new boolean[measures.size()];
        for (int i = 0; i < decides.length; i++) {
            decides[i] =
                    rules.decides(measures.get(i).statistic(), owners.get(i).bins());
        }
        double[] qValues = new double[decides.length];
        int[] tests = new int[decides.length];
        adjust(measures, i -> decides[i], qValues, tests);
        for (Statistic statistic : rules.statistics()) {
            adjust(measures, i -> !decides[i] && measures.get(i).statistic() == statistic, qValues, tests);
        }
        return IntStream.range(0, decides.length)
                .mapToObj(i -> verdict(owners.get(i), measures.get(i), decides[i], qValues[i], tests[i]))
                .toList();
    }

    /** Adjusts the p values of one family, and notes how many they are. */
    private static void adjust(List<Measure> measures, IntPredicate family, double[] qValues, int[] tests) {
        int[] members = IntStream.range(0, qValues.length).filter(family).toArray();
        double[] adjusted = BenjaminiHochberg.adjusted(
                IntStream.of(members).mapToDouble(i -> measures.get(i).pValue()).toArray());
        int known =
                (int) DoubleStream.of(adjusted).filter(q -> !Double.isNaN(q)).count();
        for (int i = 0; i < members.length; i++) {
            qValues[members[i]] = adjusted[i];
            tests[members[i]] = Math.max(1, known);
        }
    }

    private DriftVerdict verdict(ReferenceColumn owner, Measure measure, boolean decides, double qValue, int tests) {
        Statistic statistic = measure.statistic();
        double tolerance = tolerance(owner, statistic);
        double power = measure.law().power(tolerance, rules.level() / tests);
        UnknownReason reason = measure.reason();
        boolean drift = qValue < rules.level() && measure.effect() - measure.error() > tolerance;
        if (reason == UnknownReason.NONE && !drift && power < rules.leastPower()) {
            reason = UnknownReason.TOO_FEW_ROWS;
        }
        return new DriftVerdict(
                owner.column(),
                statistic,
                statistic == Statistic.POPULATION_STABILITY ? rules.smoothing().words() : "",
                measure.n(),
                measure.m(),
                measure.value(),
                measure.law().quantile(0.95),
                measure.law().quantile(0.99),
                measure.pValue(),
                qValue,
                measure.effect(),
                measure.error(),
                tolerance,
                power,
                measure.law().detectable(rules.level() / tests, POWER_OF_DETECTABLE),
                answer(drift, reason),
                reason,
                decides,
                owner.importance(),
                measure.levels());
    }

    private double tolerance(ReferenceColumn owner, Statistic statistic) {
        boolean isOwn = rules.isOfValues(statistic, owner.bins());
        return isOwn
                ? owner.tolerance().orElse(rules.tolerances().get(statistic))
                : rules.tolerances().get(statistic);
    }

    private static DriftVerdict.Answer answer(boolean drift, UnknownReason reason) {
        if (reason != UnknownReason.NONE) {
            return DriftVerdict.Answer.UNKNOWN;
        }
        return drift ? DriftVerdict.Answer.DRIFT : DriftVerdict.Answer.OK;
    }
}
