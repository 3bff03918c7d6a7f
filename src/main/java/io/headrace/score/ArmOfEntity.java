package io.headrace.score;

import io.headrace.experiment.ArmAssignment;
import io.headrace.experiment.Layer;
import io.headrace.run.Json;
import io.headrace.spec.Arms;
import io.headrace.spec.Arms.Lane;
import java.util.List;
import org.apache.spark.sql.api.java.UDF1;

/** The arm of an entity by its key as text, null where it is not in the job's lane, as a function of Spark's. */
final class ArmOfEntity implements UDF1<String, String> {
    private static final long serialVersionUID = 1L;

    private final String job;
    private final String arms;
    private transient volatile ThreadLocal<ArmAssignment> assignment;

    /** @param job whose arms they are: other jobs draw on their own, also by the same salt */
    ArmOfEntity(String job, Arms arms) {
        this.job = job;
        this.arms = Json.write(arms);
    }

    @Override
    public String call(String entity) {
        ThreadLocal<ArmAssignment> known = assignment;
        if (known == null) {
            known = ThreadLocal.withInitial(() -> assignment(job, Json.read(arms, Arms.class)));
            assignment = known;
        }
        return known.get().armOf(entity).orElse(null);
    }

    static ArmAssignment assignment(String job, Arms arms) {
        Lane lane = arms.lane();
        if (!lane.hasLayer()) {
            return ArmAssignment.of(job, arms.salt(), arms.layout());
        }
        Layer layer = Layer.of(lane.layer(), lane.salt(), List.of(new Layer.Lane(job, lane.from(), lane.to())));
        return ArmAssignment.within(layer, job, arms.salt(), arms.layout());
    }
}
