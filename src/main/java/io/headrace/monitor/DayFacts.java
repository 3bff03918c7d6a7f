package io.headrace.monitor;

import io.headrace.policy.Champion;
import io.headrace.policy.Change;
import io.headrace.registry.ModelEvent;
import io.headrace.run.RunId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is known of a day beside drift and performance, as a monitor run records it; dates as ISO text.
 *
 * @param version the version in force; empty where there was none, and then the following are empty too
 * @param trained logical date of its training
 * @param promoted when it came into force
 * @param before versions in force earlier, latest first
 * @param rolledBackFrom versions that were rolled back from
 * @param rolledBack day of the last rollback
 * @param released versions to which a person went back on the day after they had been rolled back from
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
        InForce versions = new InForce(zone);
        events.stream().filter(event -> !versions.day(event).isAfter(date)).forEach(versions::add);
        return versions.facts(date, newLabels, changes);
    }

    /** The versions in force, event by event. */
    private static final class InForce {
        private final ZoneId zone;
        private final Map<Integer, LocalDate> trained = new HashMap<>();
        private final Deque<Integer> latestFirst = new ArrayDeque<>();
        private final Set<String> rolledBackFrom = new TreeSet<>();
        private final Map<String, LocalDate> released = new HashMap<>();
        private Optional<LocalDate> promoted = Optional.empty();
        private Optional<LocalDate> rolledBack = Optional.empty();

        InForce(ZoneId zone) {
            this.zone = zone;
        }

        /** The logical date of the run that did it, or the day on which a person did. */
        LocalDate day(ModelEvent event) {
            return event.runId().isEmpty()
                    ? LocalDate.ofInstant(Instant.EPOCH.plus(event.atMicros(), ChronoUnit.MICROS), zone)
                    : RunId.parse(event.runId()).date();
        }

        void add(ModelEvent event) {
            switch (event.type()) {
                case REGISTERED, IMPORTED -> trained.put(event.version(), day(event));
                case PROMOTED -> promote(event);
                case ROLLED_BACK -> rollBack(event);
                case JUDGED, ALIASED, UNALIASED, STAGED, APPROVED, NOTED, EXPORTED, RETIRED -> {}
            }
        }

        /** A person who promotes a version that was rolled back from releases it. */
        private void promote(ModelEvent event) {
            String version = Integer.toString(event.version());
            if (event.runId().isEmpty() && rolledBackFrom.remove(version)) {
                released.put(version, day(event));
            }
            putInForce(event);
        }

        private void rollBack(ModelEvent event) {
            if (!latestFirst.isEmpty()) {
                rolledBackFrom.add(Integer.toString(latestFirst.getFirst()));
            }
            rolledBack = Optional.of(day(event));
            putInForce(event);
        }

        private void putInForce(ModelEvent event) {
            latestFirst.addFirst(event.version());
            promoted = Optional.of(day(event));
        }

        DayFacts facts(LocalDate date, long newLabels, List<Changed> changes) {
            int present = latestFirst.isEmpty() ? 0 : latestFirst.getFirst();
            return new DayFacts(
                    present == 0 ? "" : Integer.toString(present),
                    Optional.ofNullable(trained.get(present))
                            .or(() -> promoted)
                            .map(LocalDate::toString)
                            .orElse(""),
                    promoted.map(LocalDate::toString).orElse(""),
                    latestFirst.stream()
                            .filter(version -> version != present)
                            .distinct()
                            .map(version -> Integer.toString(version))
                            .toList(),
                    rolledBackFrom,
                    rolledBack.map(LocalDate::toString).orElse(""),
                    released.entrySet().stream()
                            .filter(release -> release.getValue().equals(date))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet()),
                    newLabels,
                    changes);
        }
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
