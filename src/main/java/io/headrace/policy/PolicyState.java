package io.headrace.policy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a policy has seen up to a day; the next day follows from it and from nothing else. Immutable. */
public final class PolicyState {
    private final Memory memory;

    private PolicyState(Memory memory) {
        this.memory = memory;
    }

    /** Before the first day. */
    public static PolicyState start() {
        return new PolicyState(Memory.none());
    }

    /** The state that was written down. */
    public static PolicyState of(StoredState stored) {
        return new PolicyState(stored.memory());
    }

    /** To be written down. */
    public StoredState stored() {
        return StoredState.of(memory);
    }

    /**
     * Judges the next day. The same state, policy and day always give the same step.
     *
     * @param day later than all days before; for an earlier one see {@link PolicyRun}
     */
    public Step next(Policy policy, ObservedDay day) {
        memory.day().filter(last -> !day.day().isAfter(last)).ifPresent(last -> {
            throw new IllegalArgumentException(day.day() + " does not come after " + last);
        });
        Memory seen = see(policy, day);
        List<Alert> alerts = new ArrayList<>();
        Map<Memory.Alerted, LocalDate> alerted = new HashMap<>(seen.alerted());
        for (AlertRules.Raised raised : new AlertRules(policy, day, seen).raised()) {
            Alert alert = raised.alert();
            alerts.add(alert);
            raised.subjects()
                    .forEach(subject ->
                            alerted.put(new Memory.Alerted(subject, alert.kind(), alert.severity()), day.day()));
        }
        Decision decision = new DecisionRules(policy, day, seen).decision();
        return new Step(new PolicyState(decided(seen, alerted, decision)), alerts, decision);
    }

    private Memory see(Policy policy, ObservedDay day) {
        Optional<LocalDate> trained = day.champion().map(Champion::trained);
        boolean trainedAnew = trained.isPresent() && !trained.equals(memory.trained());
        Optional<LocalDate> rolledBack =
                latest(memory.rolledBack(), day.champion().flatMap(Champion::rolledBack));
        Map<String, LocalDate> released = released(day, rolledBack);
        List<LocalDate> recentDays = last(memory.recentDays(), day.day(), policy.windowsKept());
        Map<Subject, List<Seen>> windows = windows(policy, day);
        return new Memory(
                Optional.of(day.day()),
                windows,
                resting(policy, day.day(), windows),
                Stream.concat(memory.changes().stream(), day.changes().stream())
                        .filter(change -> !change.day().isBefore(recentDays.get(0)))
                        .toList(),
                recentDays,
                memory.retrained(),
                (trainedAnew ? 0 : memory.labels()) + day.newLabels(),
                trained.or(memory::trained),
                rolledBack,
                rolledBackFrom(day, released),
                released);
    }

    /**
     * Alerts whose cool-down is over keep no other from being raised, now or later. That something cannot be judged is told
     * once: its cool-down begins anew with each day on which it still cannot.
     */
    private Map<Memory.Alerted, LocalDate> resting(Policy policy, LocalDate day, Map<Subject, List<Seen>> windows) {
        Map<Memory.Alerted, LocalDate> resting = new HashMap<>(memory.alerted());
        resting.replaceAll((alerted, last) -> isStillUnjudged(alerted, day, windows) ? day : last);
        resting.values().removeIf(last -> !day.isBefore(last.plusDays(policy.coolDownDays())));
        return resting;
    }

    private static boolean isStillUnjudged(Memory.Alerted alerted, LocalDate day, Map<Subject, List<Seen>> windows) {
        return alerted.kind() == Alert.Kind.UNJUDGED
                && windows.getOrDefault(alerted.subject(), List.of()).stream()
                        .anyMatch(window -> window.day().equals(day) && window.finding() == Finding.UNKNOWN);
    }

    private Set<String> rolledBackFrom(ObservedDay day, Map<String, LocalDate> released) {
        Set<String> from = new HashSet<>(memory.rolledBackFrom());
        day.champion().map(Champion::rolledBackFrom).ifPresent(from::addAll);
        from.removeAll(released.keySet());
        return Set.copyOf(from);
    }

    /** A rollback after a release, by policy or by hand, takes the release back. */
    private Map<String, LocalDate> released(ObservedDay day, Optional<LocalDate> rolledBack) {
        Map<String, LocalDate> released = new HashMap<>(memory.released());
        rolledBack.ifPresent(last -> released.values().removeIf(last::isAfter));
        day.released().forEach(version -> released.put(version, day.day()));
        return Map.copyOf(released);
    }

    private Map<Subject, List<Seen>> windows(Policy policy, ObservedDay day) {
        String version = day.champion().map(Champion::version).orElse("");
        Map<Subject, List<Seen>> windows = new HashMap<>(memory.windows());
        for (ColumnWindow column : day.columns()) {
            Seen seen = new Seen(day.day(), version, column.finding(policy), column.row());
            see(windows, Subject.of(column), seen, policy.drift());
        }
        for (PerformanceWindow figure : day.performance()) {
            Seen seen = new Seen(day.day(), version, figure.finding(), figure.row());
            see(windows, Subject.of(figure), seen, policy.performance());
        }
        return Collections.unmodifiableMap(windows);
    }

    /** Adds a window; of a subject whose kept windows are all quiet nothing needs to be kept, and most subjects are. */
    private static void see(Map<Subject, List<Seen>> windows, Subject subject, Seen seen, Persistence persistence) {
        List<Seen> before = windows.get(subject);
        if (before == null && seen.finding() == Finding.QUIET) {
            return;
        }
        List<Seen> kept = last(before == null ? List.of() : before, seen, persistence.of());
        if (kept.stream().allMatch(window -> window.finding() == Finding.QUIET)) {
            windows.remove(subject);
        } else {
            windows.put(subject, kept);
        }
    }

    private static <T> List<T> last(List<T> old, T added, int kept) {
        List<T> all = new ArrayList<>(old);
        all.add(added);
        return List.copyOf(all.subList(Math.max(0, all.size() - kept), all.size()));
    }

    private static Memory decided(Memory seen, Map<Memory.Alerted, LocalDate> alerted, Decision decision) {
        boolean train = decision.action() == Decision.Action.RETRAIN;
        boolean back = decision.action() == Decision.Action.ROLL_BACK;
        Map<String, LocalDate> released = new HashMap<>(seen.released());
        if (back) {
            released.remove(decision.version());
        }
        return new Memory(
                seen.day(),
                seen.windows(),
                Map.copyOf(alerted),
                seen.changes(),
                seen.recentDays(),
                train ? seen.day() : seen.retrained(),
                train ? 0 : seen.labels(),
                seen.trained(),
                back ? seen.day() : seen.rolledBack(),
                back ? union(seen.rolledBackFrom(), Set.of(decision.version())) : seen.rolledBackFrom(),
                Map.copyOf(released));
    }

    private static Set<String> union(Set<String> first, Set<String> second) {
        Set<String> union = new HashSet<>(first);
        union.addAll(second);
        return Set.copyOf(union);
    }

    private static Optional<LocalDate> latest(Optional<LocalDate> first, Optional<LocalDate> second) {
        return Stream.concat(first.stream(), second.stream()).max(LocalDate::compareTo);
    }

    /** The last day judged; empty before the first. */
    public Optional<LocalDate> day() {
        return memory.day();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PolicyState that && memory.equals(that.memory);
    }

    @Override
    public int hashCode() {
        return memory.hashCode();
    }

    @Override
    public String toString() {
        return "PolicyState[" + memory + "]";
    }
}
