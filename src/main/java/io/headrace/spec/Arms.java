package io.headrace.spec;

import io.headrace.experiment.ArmLayout;
import io.headrace.experiment.ArmLayout.Slot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Who decides about whom: entities are drawn once and for all into arms, each with a version of the model of its own.
 *
 * @param salt with the entity it fixes the arm; another one draws anew
 * @param holdout the share of entities about whom nothing is done, 0 to less than 1
 * @param rivals versions beside the champion, which decides about all others
 */
public record Arms(String salt, BigDecimal holdout, List<Rival> rivals) {
    /** All entities are the champion's. */
    public static final Arms NONE = new Arms("", BigDecimal.ZERO, List.of());

    /** The arm of the model's champion. */
    public static final String CHAMPION = "champion";

    /** The arm whose decision is always negative. */
    public static final String HOLDOUT = "holdout";

    /** What names of arms and aliases look like. */
    public static final String NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    /**
     * A version that decides about a share of entities; with a share of 0 it scores all rows and decides about none.
     *
     * @param arm its name in the scores
     * @param share 0 to 1
     * @param room the greatest share that it may come to have without moving anybody between other arms, the share to 1
     * @param version an alias of the registry, or a number
     */
    public record Rival(String arm, BigDecimal share, BigDecimal room, String version) {
        public Rival {
            Objects.requireNonNull(version, "version");
            if (!arm.matches(NAME) || arm.equals(CHAMPION) || arm.equals(HOLDOUT)) {
                throw new IllegalArgumentException("no name of an arm: " + arm);
            }
            requireShare(share);
            requireShare(room);
            if (share.compareTo(room) > 0) {
                throw new IllegalArgumentException("the share of " + arm + " is more than its room");
            }
        }
    }

    public Arms {
        Objects.requireNonNull(salt, "salt");
        requireShare(holdout);
        rivals = List.copyOf(rivals);
        Set<String> names = new HashSet<>();
        if (!rivals.stream().allMatch(rival -> names.add(rival.arm()))) {
            throw new IllegalArgumentException("an arm is named twice: " + rivals);
        }
        if (rooms(holdout, rivals).compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("holdout and the rooms of versions add up to more than 1");
        }
    }

    private static void requireShare(BigDecimal share) {
        if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("a share must lie in 0 to 1, found " + share);
        }
    }

    /** What no change of a share may exceed: the holdout and the rooms of all rivals. */
    public static BigDecimal rooms(BigDecimal holdout, List<Rival> rivals) {
        return rivals.stream().map(Rival::room).reduce(holdout, BigDecimal::add);
    }

    /** The arms on the line from 0 to 1; names of those that decide have a share. */
    public ArmLayout layout() {
        List<Slot> slots = new ArrayList<>(List.of(new Slot(HOLDOUT, holdout, holdout)));
        rivals.forEach(rival -> slots.add(new Slot(rival.arm(), rival.room(), rival.share())));
        return new ArmLayout(CHAMPION, slots);
    }

    /** Names of the arms that entities are drawn into. */
    public List<String> drawn() {
        return layout().shares().entrySet().stream()
                .filter(arm -> arm.getValue().signum() > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether there is more than the champion. */
    public boolean areDrawn() {
        return holdout.signum() > 0 || !rivals.isEmpty();
    }
}
