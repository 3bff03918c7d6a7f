package io.headrace.monitor;

import io.headrace.monitor.QuietWindows.Column;
import io.headrace.monitor.QuietWindows.Size;
import io.headrace.policy.Budget;
import io.headrace.policy.NullWindows;
import io.headrace.quality.StatisticsTable;
import io.headrace.quality.StatisticsTable.Kept;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Registry;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.MonitorSpec.Against;
import io.headrace.spec.MonitorSpec.Window;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.table.Lake;
import io.headrace.table.Publications;
import io.headrace.table.Publications.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;

/** How often a monitor job alerts although nothing changes; starts no Spark. */
public final class MonitorBudget {
    private static final int DAYS = 365;
    private static final long SEED = 1;

    private final Lake lake;
    private final Registry registry;
    private final Publications publications;

    public MonitorBudget(Lake lake, Registry registry, Publications publications) {
        this.lake = lake;
        this.registry = registry;
        this.publications = publications;
    }

    /**
     * What a level costs.
     *
     * @param level of q
     * @param isKept whether the budget is kept, with 95 % confidence of the simulation
     * @param falseAlerts in the simulated days
     * @param daysBetween simulated days for each false alert; all of them where there was none
     * @param atLeastDays days between false alerts that hold with 95 % confidence
     */
    public record Cost(double level, boolean isKept, long falseAlerts, double daysBetween, double atLeastDays) {
        static Cost of(Budget budget) {
            return new Cost(
                    budget.level(),
                    budget.isKept(),
                    budget.falseAlerts(),
                    budget.expectedDays().orElse((double) budget.simulatedDays()),
                    budget.atLeastDays());
        }
    }

    /**
     * The levels of a job.
     *
     * @param version whose reference windows are drawn from: the champion
     * @param columns columns and scores that are judged
     * @param rows of a window
     * @param budgetDays days between false alerts that the job asks for
     * @param simulatedDays days without change
     * @param seed of the draws
     * @param present what the job's level costs
     * @param highest the highest level up to that which keeps the budget; where none does, the lowest that was tried
     */
    public record Found(
            String job,
            String model,
            int version,
            int columns,
            long rows,
            int budgetDays,
            long simulatedDays,
            long seed,
            Cost present,
            Cost highest) {}

    /**
     * Simulates the job.
     *
     * @param rows of a window; empty for those of the last one
     */
    public Found of(MonitorSpec job, OptionalLong rows) {
        if (job.against().stream().noneMatch(Against.Training.class::isInstance)) {
            throw MonitorErrors.notAgainstTraining(job.name());
        }
        ModelVersion champion = registry.champion(job.model());
        List<Kept> trained = StatisticsTable.of(lake, job.model(), Set.of(champion.runId()));
        CountedRuns reference = CountedRuns.of(trained, List.of(champion.runId()), champion.number());
        List<List<Column>> families =
                List.of(columns(job, reference, Of.TRAINING), columns(job, reference, Of.TEST_SCORES));
        int columns = families.stream().mapToInt(List::size).sum();
        if (columns == 0) {
            throw MonitorErrors.noReference(job.model(), champion.number());
        }
        long rowsOfWindow = rows.orElseGet(() -> rowsOfLast(job));
        Size size = Size.of(columns);
        NullWindows nulls = new QuietWindows(job.rules(), families, rowsOfWindow, parts(job), size).draw(SEED);
        Budget.Simulation simulation = new Budget.Simulation(size.worlds(), DAYS, SEED);
        return new Found(
                job.name(),
                job.model(),
                champion.number(),
                columns,
                rowsOfWindow,
                job.policy().daysBetweenFalseAlerts(),
                (long) size.worlds() * DAYS,
                SEED,
                Cost.of(Budget.measure(nulls, job.policy(), simulation)),
                Cost.of(Budget.calibrate(nulls, job.policy(), simulation)));
    }

    private static List<Column> columns(MonitorSpec job, CountedRuns reference, Of of) {
        SortedMap<String, ColumnBins> bins = reference.bins(of);
        List<Column> columns = new ArrayList<>();
        for (Map.Entry<String, ColumnCounts> counted : reference.columns(of).entrySet()) {
            String column = counted.getKey();
            if (bins.containsKey(column)
                    && counted.getValue().rows() > 0
                    && !job.drift().ignored().contains(column)) {
                Double own = job.drift().tolerances().get(column);
                columns.add(new Column(
                        column,
                        bins.get(column),
                        counted.getValue(),
                        own == null ? OptionalDouble.empty() : OptionalDouble.of(own)));
            }
        }
        return columns;
    }

    private static int parts(MonitorSpec job) {
        return job.window() instanceof Window.Days days ? days.days() : ((Window.Runs) job.window()).runs();
    }

    /** As many rows as the last publication has, for each publication of a window. */
    private long rowsOfLast(MonitorSpec job) {
        NavigableMap<String, Publication> published = publications.visible(job.scores());
        long last = published.isEmpty()
                ? 0
                : StatisticsTable.of(
                                lake,
                                job.model(),
                                Set.of(published.lastEntry().getValue().runId()))
                        .stream()
                        .mapToLong(kept -> kept.statistic().rows())
                        .max()
                        .orElse(0);
        if (last == 0) {
            throw MonitorErrors.nothingScored(job.name(), job.scores().toString());
        }
        return last * parts(job);
    }
}
