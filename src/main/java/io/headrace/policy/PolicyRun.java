package io.headrace.policy;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The days that a policy has judged. It depends on the days alone, not on the order in which they came.
 *
 * <p>A day that comes late, or again with other figures, is judged in its place, and so are all days after it. A day that comes
 * again unchanged changes nothing. Windows count by the days observed: a day without observations is no window. Immutable.
 */
public final class PolicyRun {
    private final Policy policy;
    private final SortedMap<LocalDate, Judged> days;

    private record Judged(ObservedDay day, Step step) {}

    private PolicyRun(Policy policy, SortedMap<LocalDate, Judged> days) {
        this.policy = policy;
        this.days = Collections.unmodifiableSortedMap(days);
    }

    /** Before any day. */
    public static PolicyRun of(Policy policy) {
        return new PolicyRun(policy, new TreeMap<>());
    }

    /** All days, in any order; of two observations of one day the later in the list counts. */
    public static PolicyRun of(Policy policy, Collection<ObservedDay> observed) {
        SortedMap<LocalDate, ObservedDay> sorted = new TreeMap<>();
        observed.forEach(day -> sorted.put(day.day(), day));
        return of(policy).with(sorted);
    }

    /** With one more day, or an earlier one as it is known now. */
    public PolicyRun with(ObservedDay observed) {
        Judged known = days.get(observed.day());
        if (known != null && known.day().equals(observed)) {
            return this;
        }
        SortedMap<LocalDate, ObservedDay> from = new TreeMap<>();
        days.tailMap(observed.day()).forEach((date, judged) -> from.put(date, judged.day()));
        from.put(observed.day(), observed);
        return with(from);
    }

    /** Judges these days, which are all from the first of them on. */
    private PolicyRun with(SortedMap<LocalDate, ObservedDay> from) {
        if (from.isEmpty()) {
            return this;
        }
        SortedMap<LocalDate, Judged> before = days.headMap(from.firstKey());
        SortedMap<LocalDate, Judged> judged = new TreeMap<>(before);
        PolicyState state = before.isEmpty()
                ? PolicyState.start()
                : before.get(before.lastKey()).step().state();
        for (ObservedDay day : from.values()) {
            Step step = state.next(policy, day);
            judged.put(day.day(), new Judged(day, step));
            state = step.state();
        }
        return new PolicyRun(policy, judged);
    }

    /** What was made of a day; empty for one without observations. */
    public Optional<Step> step(LocalDate day) {
        return Optional.ofNullable(days.get(day)).map(Judged::step);
    }

    /** All alerts, by day. */
    public List<Alert> alerts() {
        return days.values().stream()
                .flatMap(judged -> judged.step().alerts().stream())
                .toList();
    }

    /** One decision for each day, by day. */
    public List<Decision> decisions() {
        return days.values().stream().map(judged -> judged.step().decision()).toList();
    }

    /** What differs from an earlier run: new or changed alerts and decisions, and those that are no longer made. */
    public Revision since(PolicyRun earlier) {
        Map<String, Alert> alertsBefore = byKey(earlier.alerts(), Alert::id);
        Map<String, Alert> alertsNow = byKey(alerts(), Alert::id);
        Map<LocalDate, Decision> decisionsBefore = byKey(earlier.decisions(), Decision::day);
        return new Revision(
                alerts().stream()
                        .filter(alert -> !alertsBefore.containsKey(alert.id()))
                        .toList(),
                alerts().stream()
                        .filter(alert -> alertsBefore.containsKey(alert.id())
                                && !alertsBefore.get(alert.id()).equals(alert))
                        .toList(),
                earlier.alerts().stream()
                        .filter(alert -> !alertsNow.containsKey(alert.id()))
                        .toList(),
                decisions().stream()
                        .filter(decision -> !decision.equals(decisionsBefore.get(decision.day())))
                        .toList());
    }

    private static <K, V> Map<K, V> byKey(List<V> values, Function<V, K> key) {
        Map<K, V> byKey = new LinkedHashMap<>();
        values.forEach(value -> byKey.put(key.apply(value), value));
        return byKey;
    }
}
