package io.headrace.spec;

import io.headrace.experiment.DecisionEffect.Design;
import io.headrace.experiment.ExperimentPlan.Rules;
import io.headrace.experiment.MetricPlan;
import io.headrace.experiment.Rollout.Step;
import io.headrace.metric.Target;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Judges arms by what became of their entities: those of a score job, or those that a table says somebody has drawn.
 *
 * @param model the model; empty where a table has the arms
 * @param scores the table that its score job publishes, or the table of those who were drawn
 * @param assigned how to read that table; empty where a score job draws the arms
 * @param design whether arms are compared on the same rows, or on those that chance gave each of them
 * @param control the arm that is compared with: the champion's, a version's or the holdout
 * @param treated the arm that is judged
 * @param start the first logical date whose scores count
 * @param rules when to decide
 * @param measures one primary, any guardrails and secondary ones
 * @param limits what the treated version's answers must hold on the newest scores
 * @param automation what it does by itself
 */
public record ExperimentSpec(
        JobHeader header,
        String model,
        TableName scores,
        Optional<Assigned> assigned,
        Design design,
        String control,
        String treated,
        LocalDate start,
        Rules rules,
        List<Measure> measures,
        Limits limits,
        Automation automation)
        implements JobSpec {
    /** The word of the kind in a job file. */
    public static final String KIND = "experiment";

    /**
     * A table of who was drawn into which arm.
     *
     * @param entity column of those who were drawn
     * @param time column of the day, or the moment, of the draw; what happened before is no outcome of it
     * @param arm SQL on a row that gives the arm; where it is null, nobody was drawn
     * @param where SQL condition on the rows that count
     * @param shares of the arms, by which they were drawn; exactly 1 together
     * @param score SQL on a row: a number by which those who gain most should come first; empty where none was made
     */
    public record Assigned(
            String entity,
            String time,
            String arm,
            String where,
            Map<String, BigDecimal> shares,
            Optional<String> score) {
        public Assigned {
            Objects.requireNonNull(entity, "entity");
            Objects.requireNonNull(time, "time");
            Objects.requireNonNull(arm, "arm");
            Objects.requireNonNull(where, "where");
            shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
            Objects.requireNonNull(score, "score");
        }
    }

    /**
     * What an experiment does by itself; the rest it only tells.
     *
     * @param rollsBack whether harm takes the treated arm back
     * @param promotes whether a gain makes its version champion
     * @param step how long a staged arm keeps its share
     */
    public record Automation(boolean rollsBack, boolean promotes, Step step) {
        /** Harm is taken back, a gain is told. */
        public static final Automation STANDARD = new Automation(true, false, new Step(7, 0));

        public Automation {
            Objects.requireNonNull(step, "step");
        }
    }

    /**
     * What must hold of the treated version on the newest scores, before anybody knows what becomes of them; what is empty is not asked.
     *
     * @param unscored the greatest share of rows that it cannot score, 0 to 1
     * @param psi the greatest population stability index of its scores against the control's on the same rows
     * @param seconds that the score job's run may take
     * @param fairness the job whose policies its decisions must not break
     */
    public record Limits(
            Optional<Double> unscored,
            Optional<Double> psi,
            Optional<Double> seconds,
            Optional<FairnessSpec> fairness) {
        /** None. */
        public static final Limits NONE =
                new Limits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public Limits {
            Objects.requireNonNull(unscored, "unscored");
            Objects.requireNonNull(psi, "psi");
            Objects.requireNonNull(seconds, "seconds");
            Objects.requireNonNull(fairness, "fairness");
        }
    }

    /** How far a version's answer is from the label of a row. */
    public enum RowError {
        /** Squared distance of probability and label. */
        BRIER(Target.BINARY),
        /** 1 where the decision differs from the label, else 0. */
        WRONG_DECISION(Target.BINARY),
        /** Distance of number and label. */
        ABSOLUTE_ERROR(Target.REGRESSION),
        /** Squared distance of number and label. */
        SQUARED_ERROR(Target.REGRESSION);

        private final Target target;

        RowError(Target target) {
            this.target = target;
        }

        /** The kind of label that it is for. */
        public Target target() {
            return target;
        }
    }

    /**
     * A number that the row of the draw holds once it is known.
     *
     * @param sql on the row; null until it is known
     * @param dueDays days from that of the draw on after which it should be known, 0 or more
     */
    public record Outcome(String sql, int dueDays) {
        public Outcome {
            Objects.requireNonNull(sql, "sql");
            if (dueDays < 0) {
                throw new IllegalArgumentException("due must be 0 days or more, found " + dueDays);
            }
        }
    }

    /**
     * What is measured of an entity.
     *
     * @param plan its role and margin
     * @param event what happens after the as-of, or how much; empty for the label of the model
     * @param per what the total of the event is divided by, a total of the same rows; empty for a mean by entity
     * @param outcome what the row of the draw itself holds; only where a table has the arms
     * @param value name of the value job by which the entity's decision and label are worth money; empty where they are not asked
     * @param covariate a feature as of the score, or SQL on the row of the draw: what explains differences that were there before; empty
     *     without adjustment
     * @param error what is compared row by row in a paired design; empty where it is worth in money, and in a randomised design
     */
    public record Measure(
            MetricPlan plan,
            Optional<LabelSpec.Event> event,
            Optional<LabelSpec.Event> per,
            Optional<Outcome> outcome,
            Optional<String> value,
            Optional<String> covariate,
            Optional<RowError> error) {
        public Measure {
            Objects.requireNonNull(plan, "plan");
            Objects.requireNonNull(event, "event");
            Objects.requireNonNull(per, "per");
            Objects.requireNonNull(outcome, "outcome");
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(covariate, "covariate");
            Objects.requireNonNull(error, "error");
        }
    }

    public ExperimentSpec {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(scores, "scores");
        Objects.requireNonNull(assigned, "assigned");
        Objects.requireNonNull(design, "design");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(rules, "rules");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(automation, "automation");
        measures = List.copyOf(measures);
        if (control.equals(treated)) {
            throw new IllegalArgumentException("control and treated must be two arms, found " + control + " twice");
        }
    }

    /**
     * The days after which nothing new is learnt: those on which entities come, and until the outcomes of the last are known.
     *
     * @param training the train job of the model; empty where it is not known, or there is none
     */
    public int lastDay(Optional<TrainSpec> training) {
        Measure primary = measures.get(0);
        return rules.horizonDays()
                + primary.event()
                        .map(event -> event.horizonDays() + event.delayDays())
                        .or(() -> primary.outcome().map(Outcome::dueDays))
                        .or(() -> training.map(TrainSpec::daysToKnow))
                        .orElse(0);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public NavigableSet<TableName> reads() {
        NavigableSet<TableName> tables = new TreeSet<>(List.of(scores));
        if (assigned.isEmpty()) {
            tables.add(TrainSpec.modelNode(model));
        }
        measures.forEach(measure -> measure.event().ifPresent(event -> tables.add(event.table())));
        limits.fairness().ifPresent(job -> tables.add(job.groups().table()));
        return tables;
    }

    /** None: what it finds stands in Headrace's own tables. */
    @Override
    public NavigableSet<TableName> writes() {
        return new TreeSet<>();
    }

    @Override
    public Optional<TableName> shows() {
        return Optional.of(scores);
    }
}
