package io.headrace.registry;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is true of a model now: the fold of its events.
 *
 * @param model the model's name
 * @param versions all versions by number
 * @param champions the champions so far, the present one last
 * @param aliases version by further alias, such as challenger; none names the champion or a version that is retired
 * @param stages what the version of an alias was given to decide, by alias, in the order in which it was given
 * @param lastSeq number of the last event, 0 when there is none
 * @param lastDigest its digest, empty when there is none
 */
public record ModelState(
        String model,
        List<ModelVersion> versions,
        List<Integer> champions,
        NavigableMap<String, Integer> aliases,
        NavigableMap<String, List<EventDetail.Allotment>> stages,
        long lastSeq,
        String lastDigest) {
    /** The alias of the version in force. */
    public static final String CHAMPION = "champion";

    /** The alias of the version that is tried beside the champion. */
    public static final String CHALLENGER = "challenger";

    public ModelState {
        versions = List.copyOf(versions);
        champions = List.copyOf(champions);
        aliases = Collections.unmodifiableNavigableMap(new TreeMap<>(aliases));
        stages = Collections.unmodifiableNavigableMap(new TreeMap<>(stages));
    }

    /**
     * Folds events that are in order.
     *
     * @param lastDigest of the last one; empty without any
     */
    static ModelState of(String model, List<ModelEvent> events, String lastDigest) {
        TreeMap<Integer, ModelVersion> versions = new TreeMap<>();
        List<Integer> champions = new ArrayList<>();
        NavigableMap<String, Integer> aliases = new TreeMap<>();
        NavigableMap<String, List<EventDetail.Allotment>> stages = new TreeMap<>();
        for (ModelEvent event : events) {
            switch (event.type()) {
                case REGISTERED, IMPORTED -> versions.put(event.version(), ModelVersion.registered(event));
                case JUDGED -> versions.computeIfPresent(event.version(), (number, version) -> version.judged(event));
                case PROMOTED, ROLLED_BACK -> {
                    champions.add(event.version());
                    aliases.values().removeIf(version -> version == event.version());
                }
                case ALIASED ->
                    event.alias().ifPresent(alias -> {
                        aliases.put(alias, event.version());
                        stages.remove(alias);
                    });
                case STAGED ->
                    event.stage()
                            .ifPresent(stage -> stages.computeIfAbsent(stage.alias(), alias -> new ArrayList<>())
                                    .add(stage));
                case APPROVED, NOTED, EXPORTED -> {
                    // Approvals count when the version is to become champion; notes are for readers, and so is what
                    // left the lake.
                }
                case UNALIASED -> event.alias().ifPresent(aliases::remove);
                case RETIRED -> {
                    versions.computeIfPresent(event.version(), (number, version) -> version.retire());
                    aliases.values().removeIf(version -> version == event.version());
                }
            }
        }
        stages.keySet().retainAll(aliases.keySet());
        return new ModelState(
                model, List.copyOf(versions.values()), champions, aliases, stages, events.size(), lastDigest);
    }

    /** The version that an alias names, {@value #CHAMPION} included. */
    public Optional<ModelVersion> named(String alias) {
        return alias.equals(CHAMPION)
                ? champion()
                : Optional.ofNullable(aliases.get(alias)).map(this::version);
    }

    /**
     * What the version of an alias decides about on a logical date: the newest stage that has begun by then.
     *
     * @return empty where none has, or the alias names nothing
     */
    public Optional<EventDetail.Allotment> stage(String alias, LocalDate date) {
        return stages.getOrDefault(alias, List.of()).stream()
                .filter(stage -> !stage.begin().isAfter(date))
                .reduce((first, last) -> last);
    }

    /** All aliases of a version, {@value #CHAMPION} first. */
    public List<String> aliasesOf(int version) {
        List<String> found = new ArrayList<>();
        champion().filter(champion -> champion.number() == version).ifPresent(champion -> found.add(CHAMPION));
        aliases.forEach((alias, named) -> {
            if (named == version) {
                found.add(alias);
            }
        });
        return found;
    }

    /** The champion, if there is one. */
    public Optional<ModelVersion> champion() {
        return champions.isEmpty() ? Optional.empty() : Optional.of(version(champions.get(champions.size() - 1)));
    }

    /** The version of that number; a user error when there is none. */
    public ModelVersion version(int number) {
        return versions.stream()
                .filter(version -> version.number() == number)
                .findFirst()
                .orElseThrow(() -> RegistryErrors.noVersion(model, number, versions));
    }

    /** The version that a run has trained, or that an import of that name has brought. */
    public Optional<ModelVersion> of(String runId) {
        return versions.stream()
                .filter(version -> version.runId().equals(runId))
                .findFirst();
    }

    /** The number that the next version gets. */
    public int nextVersion() {
        return versions.stream().mapToInt(ModelVersion::number).max().orElse(0) + 1;
    }

    /** The champion before the present one that is not the present one and not retired. */
    Optional<ModelVersion> formerChampion() {
        int present = champions.isEmpty() ? 0 : champions.get(champions.size() - 1);
        for (int i = champions.size() - 1; i >= 0; i--) {
            ModelVersion former = version(champions.get(i));
            if (former.number() != present && !former.isRetired()) {
                return Optional.of(former);
            }
        }
        return Optional.empty();
    }
}
