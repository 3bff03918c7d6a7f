package io.headrace.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is true of a model now: the fold of its events.
 *
 * @param model the model's name
 * @param versions all versions by number
 * @param champions the champions so far, the present one last
 * @param lastSeq number of the last event, 0 when there is none
 * @param lastDigest its digest, empty when there is none
 */
public record ModelState(
        String model, List<ModelVersion> versions, List<Integer> champions, long lastSeq, String lastDigest) {
    public ModelState {
        versions = List.copyOf(versions);
        champions = List.copyOf(champions);
    }

    /**
     * Folds events that are in order.
     *
     * @param lastDigest of the last one; empty without any
     */
    static ModelState of(String model, List<ModelEvent> events, String lastDigest) {
        TreeMap<Integer, ModelVersion> versions = new TreeMap<>();
        List<Integer> champions = new ArrayList<>();
        for (ModelEvent event : events) {
            switch (event.type()) {
                case REGISTERED -> versions.put(event.version(), ModelVersion.registered(event));
                case JUDGED -> versions.computeIfPresent(event.version(), (number, version) -> version.judged(event));
                case PROMOTED, ROLLED_BACK -> champions.add(event.version());
                case RETIRED -> versions.computeIfPresent(event.version(), (number, version) -> version.retire());
            }
        }
        return new ModelState(model, List.copyOf(versions.values()), champions, events.size(), lastDigest);
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
