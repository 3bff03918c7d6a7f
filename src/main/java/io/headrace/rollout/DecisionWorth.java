package io.headrace.rollout;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.ValueJobSpec;
import io.headrace.spec.ValueJobSpec.Version;
import io.headrace.stats.value.CostMatrix;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;

/** What a decision earned, by the version of a value job that holds on the day of its as-of. */
final class DecisionWorth {
    private final ValueJobSpec job;
    private final ZoneId zone;

    private DecisionWorth(ValueJobSpec job, ZoneId zone) {
        this.job = job;
        this.zone = zone;
    }

    /**
     * By a value job that a measure names.
     *
     * @param jobs those of the project
     */
    static DecisionWorth named(String name, ExperimentSpec spec, List<ValueJobSpec> jobs, ZoneId zone) {
        return jobs.stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .map(job -> new DecisionWorth(job, zone))
                .orElseThrow(() -> ExperimentErrors.noValueJob(spec, name));
    }

    /**
     * In the currency of the job; null where the label is not known, or no version holds.
     *
     * @param decision whether it was acted on
     * @param label 1 or 0
     * @param asOfs those of the rows
     */
    Column of(Column decision, Column label, List<Instant> asOfs) {
        Column worth = lit(null).cast("double");
        for (Instant asOf : asOfs) {
            Optional<Version> version = job.on(LocalDate.ofInstant(asOf, zone));
            if (version.isPresent()) {
                worth = when(
                                col(AS_OF).equalTo(lit(Timestamp.from(asOf))),
                                worth(version.get().matrix(), decision, label))
                        .otherwise(worth);
            }
        }
        return worth;
    }

    private static Column worth(CostMatrix matrix, Column decision, Column label) {
        return when(decision.and(label.equalTo(1)), matrix.hit())
                .when(decision.and(label.equalTo(0)), matrix.falseAlarm())
                .when(label.equalTo(1), matrix.miss())
                .when(label.equalTo(0), matrix.rest());
    }
}
