package io.headrace.monitor;

import io.headrace.policy.Backtest;
import io.headrace.policy.BacktestReport;
import io.headrace.policy.Decision;
import io.headrace.policy.ObservedDay;
import io.headrace.policy.StoredModels;
import io.headrace.policy.Truth;
import io.headrace.registry.DecisionTable;
import io.headrace.registry.Registry;
import io.headrace.run.RunId;
import io.headrace.spec.MonitorSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Publications;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How a monitor job, or one that is like it, would have done on stored days; starts no Spark. */
public final class MonitorBacktest {
    private final Lake lake;
    private final Ledger ledger;
    private final Registry registry;
    private final Publications publications;
    private final ZoneId zone;

    public MonitorBacktest(Lake lake, Ledger ledger, Registry registry, Publications publications, ZoneId zone) {
        this.lake = lake;
        this.ledger = ledger;
        this.registry = registry;
        this.publications = publications;
        this.zone = zone;
    }

    /** Where the verdicts of a replay come from. */
    public enum Verdicts {
        /** From {@code headrace.drift} and {@code headrace.performance}, as monitor runs judged. */
        AS_STORED("as stored"),
        /** From the counts of {@code headrace.statistics}, judged again. */
        FROM_COUNTS("from counts");

        private final String words;

        Verdicts(String words) {
            this.words = words;
        }

        /** For readers. */
        String words() {
            return words;
        }
    }

    /** What a job must judge by itself, as what is stored was judged by other rules than another job's. */
    public static Verdicts verdicts(MonitorSpec job, MonitorSpec under) {
        return job.window().equals(under.window())
                        && job.against().equals(under.against())
                        && job.drift().equals(under.drift())
                        && job.calibration().equals(under.calibration())
                        && job.delivery().equals(under.delivery())
                        && job.policy().level() == under.policy().level()
                ? Verdicts.AS_STORED
                : Verdicts.FROM_COUNTS;
    }

    /**
     * Replays days.
     *
     * @param job whose days, and by whose policy
     * @param from the first day; nothing is remembered of the days before
     * @param to the last day
     */
    public BacktestSummary of(MonitorSpec job, LocalDate from, LocalDate to, Verdicts verdicts, Truth truth) {
        FinishedRuns finished =
                new FinishedRuns(FinishedRuns.of(job, ledger).byDate().subMap(from, true, to, true));
        Set<String> runs = Set.copyOf(finished.names().values());
        List<ObservedDay> days = verdicts == Verdicts.AS_STORED
                ? StoredDays.of(lake, runs)
                : new CountedDays(job, lake, registry, publications, finished, zone).between(from, to);
        if (days.isEmpty()) {
            throw MonitorErrors.noDays(job.name(), from, to);
        }
        StoredModels models = StoredModels.of(days, decided(runs));
        BacktestReport report = Backtest.run(job.policy(), days, models, truth);
        return BacktestSummary.of(job, verdicts, days, report, models, truth);
    }

    private Map<LocalDate, Decision.Action> decided(Set<String> runs) {
        Map<LocalDate, Decision.Action> decided = new TreeMap<>();
        DecisionTable.actions(lake, runs)
                .forEach((run, action) -> decided.put(RunId.parse(run).date(), action));
        return decided;
    }
}
