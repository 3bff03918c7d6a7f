package io.headrace.policy;

import java.time.LocalDate;
import java.util.Optional;

/** The models of a replay, which may not be those that were in force. */
public interface ReplayedModels {
    /**
     * A stored day as it would have been with this version in force: its columns, performance and labels.
     *
     * @param stored the day as it was
     * @param champion the version in force in the replay, which the returned day is given in any case
     */
    ObservedDay observed(ObservedDay stored, Champion champion);

    /**
     * Trains on what was known on a day.
     *
     * @return the new version; empty if it does not pass its gates, so that the present one stays
     */
    Optional<String> retrain(LocalDate day, Decision decision);

    /**
     * The version that came into force on a day for another reason than the policy, such as a schedule or a person; it counts in the replay,
     * too. By default none.
     */
    default Optional<Champion> arrived(ObservedDay stored) {
        return Optional.empty();
    }

    /** Nothing is trained, and performance is that which was stored. */
    static ReplayedModels asStored() {
        return new ReplayedModels() {
            @Override
            public ObservedDay observed(ObservedDay stored, Champion champion) {
                return stored;
            }

            @Override
            public Optional<String> retrain(LocalDate day, Decision decision) {
                return Optional.empty();
            }
        };
    }
}
