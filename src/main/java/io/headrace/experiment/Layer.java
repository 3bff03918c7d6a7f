package io.headrace.experiment;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Experiments of which an entity is in one at most.
 *
 * <p>The layer's own hash gives the lane, the experiment's then the arm. A lane has declared ends, so one that ends or is added moves
 * nobody in the others; layers are independent of each other.
 */
public final class Layer {
    /**
     * The part of a layer that one experiment has.
     *
     * @param experiment name
     * @param from 0 or more, included
     * @param to more than from, at most 1, excluded
     */
    public record Lane(String experiment, BigDecimal from, BigDecimal to) {
        public Lane {
            if (from.signum() < 0 || to.compareTo(BigDecimal.ONE) > 0 || from.compareTo(to) >= 0) {
                throw new IllegalArgumentException("the lane of " + experiment
                        + " must begin at 0 or more and end later, at 1 at most, found " + from.toPlainString() + " to "
                        + to.toPlainString());
            }
        }
    }

    private final String name;
    private final List<Lane> lanes;
    private final long[][] ends;
    private final EntityHash hash;

    private Layer(String name, List<Lane> lanes, EntityHash hash) {
        this.name = name;
        this.lanes = lanes;
        this.ends = lanes.stream()
                .map(lane -> new long[] {ArmLayout.places(lane.from), ArmLayout.places(lane.to)})
                .toArray(long[][]::new);
        this.hash = hash;
    }

    /** A layer; lanes may not overlap, and what no lane has is in no experiment. */
    public static Layer of(String name, String salt, List<Lane> lanes) {
        List<Lane> ordered = new ArrayList<>(lanes);
        ordered.sort(Comparator.comparing(Lane::from));
        for (int i = 1; i < ordered.size(); i++) {
            if (ordered.get(i).from.compareTo(ordered.get(i - 1).to) < 0) {
                throw new IllegalArgumentException("lanes of layer " + name + " overlap: "
                        + ordered.get(i - 1).experiment + " ends at "
                        + ordered.get(i - 1).to.toPlainString() + ", " + ordered.get(i).experiment + " begins at "
                        + ordered.get(i).from.toPlainString());
            }
        }
        return new Layer(name, List.copyOf(ordered), EntityHash.of(salt, "layer:" + name));
    }

    /** The layer's name. */
    public String name() {
        return name;
    }

    /** Names of experiments, by lane. */
    public List<String> experiments() {
        return lanes.stream().map(Lane::experiment).toList();
    }

    /** The one experiment that an entity is in, if any. */
    public Optional<String> experimentOf(String entity) {
        long place = hash.place(entity);
        for (int i = 0; i < ends.length; i++) {
            if (place >= ends[i][0] && place < ends[i][1]) {
                return Optional.of(lanes.get(i).experiment);
            }
        }
        return Optional.empty();
    }
}
