package io.headrace.spec;

import io.headrace.experiment.ArmLayout;
import io.headrace.experiment.ArmLayout.Slot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who decides about whom: entities are drawn once and for all into arms, each with a version of the model of its own.
 *
 * @param salt with the entity it fixes the arm; another one draws anew
 * @param holdout the share of entities about whom nothing is done, 0 to less than 1
 * @param rivals versions beside the champion, which decides about all others
 * @param lane entities that are drawn at all; the champion decides about the others
 */
public record Arms(String salt, BigDecimal holdout, List<Rival> rivals, Lane lane) {
    /** All entities are the champion's. */
    public static final Arms NONE = new Arms("", BigDecimal.ZERO, List.of());

    /** The arm of the model's champion. */
    public static final String CHAMPION = "champion";

    /** The arm whose decision is always negative. */
    public static final String HOLDOUT = "holdout";

    /** What names of arms and aliases look like. */
    public static final String NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    /**
     * The part of a layer that a job has: of jobs in one layer each has entities of its own.
     *
     * @param layer name; empty where all entities are drawn
     * @param salt of the layer: all its jobs have the same
     * @param from 0 or more, included
     * @param to more than from, at most 1, excluded
     */
    public record Lane(String layer, String salt, BigDecimal from, BigDecimal to) {
        /** All entities. */
        public static final Lane ALL = new Lane("", "", BigDecimal.ZERO, BigDecimal.ONE);

        public Lane {
            Objects.requireNonNull(layer, "layer");
            Objects.requireNonNull(salt, "salt");
            if (from.signum() < 0 || to.compareTo(BigDecimal.ONE) > 0 || from.compareTo(to) >= 0) {
                throw new IllegalArgumentException("a lane must lie in 0 to 1, found " + from + " to " + to);
            }
        }

        /** Whether it is one of several. */
        public boolean hasLayer() {
            return !layer.isEmpty();
        }

        /** Whether an entity may be in both. */
        public boolean overlaps(Lane other) {
            return from.compareTo(other.to) < 0 && other.from.compareTo(to) < 0;
        }
    }

    /**
     * A version that decides about a share of entities; with a share of 0 it scores all rows and decides about none.
     *
     * @param arm its name in the scores
     * @param share 0 to 1
     * @param room the greatest share that it may come to have without moving anybody between other arms, the share to 1
     * @param version an alias of the registry, or a number
     * @param stages shares that it is given one after another by the registry, ascending; none where the share is fixed
     */
    public record Rival(String arm, BigDecimal share, BigDecimal room, String version, List<BigDecimal> stages) {
        public Rival {
            Objects.requireNonNull(version, "version");
            stages = List.copyOf(stages);
            if (!arm.matches(NAME) || arm.equals(CHAMPION) || arm.equals(HOLDOUT)) {
                throw new IllegalArgumentException("no name of an arm: " + arm);
            }
            requireShare(share);
            requireShare(room);
            if (share.compareTo(room) > 0) {
                throw new IllegalArgumentException("the share of " + arm + " is more than its room");
            }
        }

        /** A version whose share is fixed. */
        public Rival(String arm, BigDecimal share, BigDecimal room, String version) {
            this(arm, share, room, version, List.of());
        }

        /** Whether the registry says how much it decides. */
        public boolean hasStages() {
            return !stages.isEmpty();
        }

        /** The same with a share that its room holds. */
        Rival with(BigDecimal inForce) {
            return new Rival(arm, inForce, room, version, stages);
        }
    }

    /** All entities are drawn. */
    public Arms(String salt, BigDecimal holdout, List<Rival> rivals) {
        this(salt, holdout, rivals, Lane.ALL);
    }

    public Arms {
        Objects.requireNonNull(salt, "salt");
        Objects.requireNonNull(lane, "lane");
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

    /** Names of the arms that entities are drawn into, now or at a later stage. */
    public List<String> drawn() {
        Set<String> staged =
                rivals.stream().filter(Rival::hasStages).map(Rival::arm).collect(Collectors.toSet());
        return layout().shares().entrySet().stream()
                .filter(arm -> arm.getValue().signum() > 0 || staged.contains(arm.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Names of the arms whose version scores every row, the champion's first. */
    public List<String> scoring() {
        List<String> names = new ArrayList<>(List.of(CHAMPION));
        rivals.forEach(rival -> names.add(rival.arm()));
        return names;
    }

    /** The arm beside the champion of that name. */
    public Optional<Rival> rival(String arm) {
        return rivals.stream().filter(rival -> rival.arm().equals(arm)).findFirst();
    }

    /**
     * The same arms with the shares in force.
     *
     * @param shares of staged arms, within their rooms; the others have theirs
     */
    public Arms with(Map<String, BigDecimal> shares) {
        return new Arms(
                salt,
                holdout,
                rivals.stream()
                        .map(rival -> rival.with(shares.getOrDefault(rival.arm(), rival.share())))
                        .toList(),
                lane);
    }

    /** What entities are drawn by: it stays while shares go through their stages. */
    public String declared() {
        String staged = rivals.stream()
                .filter(Rival::hasStages)
                .map(rival -> ", " + rival.arm() + " in stages "
                        + rival.stages().stream().map(BigDecimal::toPlainString).collect(Collectors.joining(", ")))
                .collect(Collectors.joining());
        String within = lane.hasLayer()
                ? " within " + lane.from().toPlainString() + " to " + lane.to().toPlainString() + " of layer "
                        + lane.layer() + " (" + lane.salt() + ")"
                : "";
        return salt + ": " + layout() + staged + within;
    }

    /** Whether there is more than the champion. */
    public boolean areDrawn() {
        return holdout.signum() > 0 || !rivals.isEmpty();
    }
}
