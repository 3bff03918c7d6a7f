package io.headrace.experiment;

import java.util.Optional;

/**
 * Which arm an entity is in: a function of the experiment's name, its salt, the layout, the layer and the entity's key, and of nothing
 * else. Other entities, days, runs and rows never move anybody.
 *
 * <p>For one thread.
 */
public final class ArmAssignment {
    private final String experiment;
    private final ArmLayout layout;
    private final long[][] ends;
    private final EntityHash hash;
    private final Optional<Layer> layer;

    private ArmAssignment(String experiment, ArmLayout layout, EntityHash hash, Optional<Layer> layer) {
        this.experiment = experiment;
        this.layout = layout;
        this.ends = layout.ends();
        this.hash = hash;
        this.layer = layer;
    }

    /** Every entity is in the experiment. */
    public static ArmAssignment of(String experiment, String salt, ArmLayout layout) {
        return new ArmAssignment(experiment, layout, EntityHash.of(salt, "arm:" + experiment), Optional.empty());
    }

    /** Only entities of the experiment's lane are in it. */
    public static ArmAssignment within(Layer layer, String experiment, String salt, ArmLayout layout) {
        if (!layer.experiments().contains(experiment)) {
            throw new IllegalArgumentException("layer " + layer.name() + " has no lane for " + experiment
                    + "; there are lanes for " + layer.experiments());
        }
        return new ArmAssignment(experiment, layout, EntityHash.of(salt, "arm:" + experiment), Optional.of(layer));
    }

    /**
     * The entity's arm; empty where it is not in the experiment.
     *
     * @param entity its key as text; not null
     */
    public Optional<String> armOf(String entity) {
        boolean isIn = layer.isEmpty()
                || layer.get().experimentOf(entity).filter(experiment::equals).isPresent();
        return isIn ? Optional.of(armAt(hash.place(entity))) : Optional.empty();
    }

    private String armAt(long place) {
        for (int i = 0; i < ends.length; i++) {
            if (place >= ends[i][0] && place < ends[i][1]) {
                return layout.slots().get(i).arm();
            }
        }
        return layout.rest();
    }
}
