package io.headrace.policy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Replays stored days under a policy: what it would have said, what it would have done, and what came of it.
 *
 * <p>What is decided at the end of a day is in force on the next day: a retrained version if it passes its gates, or the version
 * rolled back to. The first day's champion is the stored one; of the changes of champion that really happened those count that {@link
 * ReplayedModels#arrived} hands out.
 */
public final class Backtest {
    private final Policy policy;
    private final ReplayedModels models;
    private final List<Alert> alerts = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<BacktestReport.Served> served = new ArrayList<>();
    private final List<ObservedDay> seen = new ArrayList<>();
    private final Map<String, LocalDate> trainedOn = new HashMap<>();

    private Backtest(Policy policy, ReplayedModels models) {
        this.policy = policy;
        this.models = models;
    }

    /**
     * Replays days.
     *
     * @param stored at least one; the first that has a champion gives the replay's first
     * @param models what would have been seen with other versions
     * @param truth the changes that are known; {@link Truth#unknown} leaves false alarms and detections empty
     */
    public static BacktestReport run(
            Policy policy, Collection<ObservedDay> stored, ReplayedModels models, Truth truth) {
        List<ObservedDay> days =
                stored.stream().sorted(Comparator.comparing(ObservedDay::day)).toList();
        if (days.isEmpty()) {
            throw new IllegalArgumentException("a backtest needs at least one stored day, found none");
        }
        Backtest backtest = new Backtest(policy, models);
        backtest.replay(days);
        return BacktestReport.of(backtest.alerts, backtest.decisions, backtest.served, backtest.seen, truth);
    }

    private void replay(List<ObservedDay> days) {
        PolicyState state = PolicyState.start();
        Optional<Champion> champion = Optional.empty();
        for (ObservedDay stored : days) {
            champion = models.arrived(stored).or(before(champion)).or(stored::champion);
            champion = champion.map(now -> asStored(now, stored));
            ObservedDay day = champion.map(now -> models.observed(stored, now).withChampion(now))
                    .orElse(stored);
            Step step = state.next(policy, day);
            seen.add(day);
            champion.ifPresent(now -> trainedOn.put(now.version(), now.trained()));
            alerts.addAll(step.alerts());
            decisions.add(step.decision());
            champion.ifPresent(now -> serve(now.version(), day.day()));
            champion = after(champion, step.decision());
            state = step.state();
        }
    }

    private static Supplier<Optional<Champion>> before(Optional<Champion> champion) {
        return () -> champion;
    }

    /** Of a version that was really in force, after the same rollbacks, the stored dates count. */
    private static Champion asStored(Champion now, ObservedDay stored) {
        return stored.champion()
                .filter(real -> real.version().equals(now.version())
                        && real.rolledBackFrom().equals(now.rolledBackFrom()))
                .orElse(now);
    }

    private void serve(String version, LocalDate day) {
        int last = served.size() - 1;
        if (last >= 0 && served.get(last).version().equals(version)) {
            served.set(last, new BacktestReport.Served(version, served.get(last).from(), day));
        } else {
            served.add(new BacktestReport.Served(version, day, day));
        }
    }

    private Optional<Champion> after(Optional<Champion> champion, Decision decision) {
        return switch (decision.action()) {
            case HOLD -> champion;
            case RETRAIN ->
                models.retrain(decision.day(), decision)
                        .map(version -> trained(version, champion, decision.day()))
                        .or(() -> champion);
            case ROLL_BACK -> champion.map(now -> rolledBack(now, decision));
        };
    }

    private static Champion trained(String version, Optional<Champion> before, LocalDate day) {
        return before.map(old ->
                        new Champion(version, day, day, earlier(old, version), old.rolledBackFrom(), old.rolledBack()))
                .orElseGet(() -> new Champion(version, day, day, List.of(), new TreeSet<>(), Optional.empty()));
    }

    /** The version before, of the day it was trained where the replay knows it. */
    private Champion rolledBack(Champion now, Decision decision) {
        String target = decision.target().orElseThrow();
        TreeSet<String> from = new TreeSet<>(now.rolledBackFrom());
        from.add(now.version());
        return new Champion(
                target,
                trainedOn.getOrDefault(target, now.trained()),
                decision.day(),
                earlier(now, target),
                from,
                Optional.of(decision.day()));
    }

    private static List<String> earlier(Champion now, String next) {
        return Stream.concat(Stream.of(now.version()), now.before().stream())
                .filter(version -> !version.equals(next))
                .distinct()
                .toList();
    }
}
