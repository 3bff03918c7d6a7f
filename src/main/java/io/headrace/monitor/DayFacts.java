package io.headrace.monitor;

import io.headrace.policy.Champion;
import io.headrace.policy.Change;
import io.headrace.registry.ModelEvent;
import io.headrace.run.RunId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known of a day beside drift and performance, as a monitor run records it; dates as ISO text.
 *
 * @param version the version in force; empty where there was none, and then the following are empty too
 * @param trained logical date of its training
 * @param promoted when it came into force
 * @param before versions in force earlier, latest first
 * @param rolledBackFrom versions that were rolled back from
 * @param rolledBack day of the last rollback
 * @param released versions to which a person went back after they had been rolled back from
 * @param newLabels labels that became mature
 * @param changes what else changed
 */
record DayFacts(
        String version,
        String trained,
        String promoted,
        List<String> before,
        Set<String> rolledBackFrom,
        String rolledBack,
        Set<String> released,
        long newLabels,
        List<Changed> changes) {
    DayFacts {
        before = List.copyOf(before);
        rolledBackFrom = Collections.unmodifiableSortedSet(new TreeSet<>(rolledBackFrom));
        released = Collections.unmodifiableSortedSet(new TreeSet<>(released));
        changes = List.copyOf(changes);
    }

    /**
     * What changed on the day.
     *
     * @param what in words
     * @param row the run or event that says so
     */
    record Changed(String what, String row) {}

    /** What the registry knew of a model at the end of a day. */
    static DayFacts of(List<ModelEvent> events, LocalDate date, ZoneId zone, long newLabels, List<Changed> changes) {
        TreeMap<Integer, String> trained = new TreeMap<>();
        List<Integer> champions = new ArrayList<>();
        Set<String> from = new TreeSet<>();
        Set<String> released = new TreeSet<>();
        String promoted = "";
        String rolledBack = "";
        for (ModelEvent event : events) {
            LocalDate day = day(event, zone);
            if (day.isAfter(date)) {
                continue;
            }
            String version = Integer.toString(event.version());
            switch (event.type()) {
                case REGISTERED -> trained.put(event.version(), day.toString());
                case PROMOTED -> {
                    champions.add(event.version());
                    promoted = day.toString();
                    if (event.runId().isEmpty() && from.remove(version)) {
                        released.add(version);
                    }
                }
                case ROLLED_BACK -> {
                    if (!champions.isEmpty()) {
                        from.add(Integer.toString(champions.get(champions.size() - 1)));
                    }
                    champions.add(event.version());
                    promoted = day.toString();
                    rolledBack = day.toString();
                }
                case JUDGED, RETIRED -> {}
            }
        }
        if (champions.isEmpty()) {
            return new DayFacts("", "", "", List.of(), Set.of(), "", Set.of(), newLabels, changes);
        }
        int present = champions.get(champions.size() - 1);
        return new DayFacts(
                Integer.toString(present),
                trained.getOrDefault(present, promoted),
                promoted,
                before(champions, present),
                from,
                rolledBack,
                released,
                newLabels,
                changes);
    }

    private static List<String> before(List<Integer> champions, int present) {
        List<Integer> latestFirst = new ArrayList<>(champions);
        Collections.reverse(latestFirst);
        return latestFirst.stream()
                .filter(version -> version != present)
                .distinct()
                .map(version -> Integer.toString(version))
                .toList();
    }

    /** The logical date of the run that did it, or the day on which a person did. */
    static LocalDate day(ModelEvent event, ZoneId zone) {
        return event.runId().isEmpty()
                ? LocalDate.ofInstant(Instant.EPOCH.plus(event.atMicros(), ChronoUnit.MICROS), zone)
                : RunId.parse(event.runId()).date();
    }

    Optional<Champion> champion() {
        return version.isEmpty()
                ? Optional.empty()
                : Optional.of(new Champion(
                        version,
                        LocalDate.parse(trained),
                        LocalDate.parse(promoted),
                        before,
                        rolledBackFrom,
                        rolledBack.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(rolledBack))));
    }

    List<Change> changesOn(LocalDate day) {
        return changes.stream()
                .map(changed -> new Change(day, changed.what(), changed.row()))
                .toList();
    }
}
