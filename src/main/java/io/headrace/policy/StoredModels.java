package io.headrace.policy;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The versions that were really in force. Nothing is trained: what a decision leads to is known where the project really trained then.
 *
 * <p>A version that was trained, or put back, as a recorded decision asked for comes only where the replay decides so, too. One that
 * came for another reason, such as a schedule or a person, comes in the replay as well. On days on which another version was really in force,
 * performance is not known.
 */
public final class StoredModels implements ReplayedModels {
    private final Map<LocalDate, Decision.Action> decided;
    private final Map<LocalDate, Champion> arrived = new HashMap<>();
    private final Map<LocalDate, String> trained = new HashMap<>();

    private StoredModels(Map<LocalDate, Decision.Action> decided) {
        this.decided = Map.copyOf(decided);
    }

    /**
     * The versions of stored days.
     *
     * @param decided what was recorded to be done, by day
     */
    public static StoredModels of(Collection<ObservedDay> days, Map<LocalDate, Decision.Action> decided) {
        StoredModels models = new StoredModels(decided);
        List<ObservedDay> sorted = days.stream()
                .filter(day -> day.champion().isPresent())
                .sorted(Comparator.comparing(ObservedDay::day))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            models.add(sorted.get(i - 1), sorted.get(i));
        }
        return models;
    }

    private void add(ObservedDay before, ObservedDay day) {
        Champion old = before.champion().orElseThrow();
        Champion now = day.champion().orElseThrow();
        if (now.version().equals(old.version())) {
            return;
        }
        if (!isBack(old, now)) {
            trained.putIfAbsent(now.trained(), now.version());
        }
        if (!isAsDecided(old, now)) {
            arrived.put(day.day(), now);
        }
    }

    private static boolean isBack(Champion old, Champion now) {
        return old.before().contains(now.version());
    }

    /** A decision to train leads to a training on the next day; a rollback is of the day that decided it. */
    private boolean isAsDecided(Champion old, Champion now) {
        if (isBack(old, now)) {
            return now.rolledBack()
                    .filter(day -> decided.get(day) == Decision.Action.ROLL_BACK)
                    .isPresent();
        }
        return decided.get(now.trained().minusDays(1)) == Decision.Action.RETRAIN;
    }

    @Override
    public Optional<Champion> arrived(ObservedDay stored) {
        return Optional.ofNullable(arrived.get(stored.day()));
    }

    /** Whether a version was in force on a stored day, so that its performance is known. */
    public static boolean isKnown(ObservedDay stored, String version) {
        return stored.champion()
                .filter(champion -> champion.version().equals(version))
                .isPresent();
    }

    @Override
    public ObservedDay observed(ObservedDay stored, Champion champion) {
        return isKnown(stored, champion.version())
                ? stored
                : new ObservedDay(
                        stored.day(),
                        stored.champion(),
                        stored.columns(),
                        List.of(),
                        stored.newLabels(),
                        stored.changes(),
                        stored.released());
    }

    /** The version that came of a training on the next day, when a train job acts on a decision. */
    @Override
    public Optional<String> retrain(LocalDate day, Decision decision) {
        return Optional.ofNullable(trained.get(day.plusDays(1)));
    }
}
