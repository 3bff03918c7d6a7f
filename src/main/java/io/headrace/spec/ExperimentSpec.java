package io.headrace.spec;

import io.headrace.experiment.ExperimentPlan.Rules;
import io.headrace.experiment.MetricPlan;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Judges the arms of a score job by what became of their entities.
 *
 * @param model the model
 * @param scores the table that its score job publishes
 * @param control the arm that is compared with: the champion's, a version's or the holdout
 * @param treated the arm that is judged
 * @param start the first logical date whose scores count
 * @param rules when to decide
 * @param measures one primary, any guardrails and secondary ones
 * @param rollsBack whether harm takes the treated arm back, or is only told
 */
public record ExperimentSpec(
        JobHeader header,
        String model,
        TableName scores,
        String control,
        String treated,
        LocalDate start,
        Rules rules,
        List<Measure> measures,
        boolean rollsBack)
        implements JobSpec {
    /** The word of the kind in a job file. */
    public static final String KIND = "experiment";

    /**
     * What is measured of an entity.
     *
     * @param plan its role and margin
     * @param event what happens after the as-of, or how much; empty for the label of the model
     */
    public record Measure(MetricPlan plan, Optional<LabelSpec.Event> event) {
        public Measure {
            Objects.requireNonNull(plan, "plan");
            Objects.requireNonNull(event, "event");
        }
    }

    public ExperimentSpec {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(scores, "scores");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(rules, "rules");
        measures = List.copyOf(measures);
        if (control.equals(treated)) {
            throw new IllegalArgumentException("control and treated must be two arms, found " + control + " twice");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public NavigableSet<TableName> reads() {
        NavigableSet<TableName> tables = new TreeSet<>(List.of(scores, TrainSpec.modelNode(model)));
        measures.forEach(measure -> measure.event().ifPresent(event -> tables.add(event.table())));
        return tables;
    }

    /** None: what it finds stands in Headrace's own tables. */
    @Override
    public NavigableSet<TableName> writes() {
        return new TreeSet<>();
    }
}
