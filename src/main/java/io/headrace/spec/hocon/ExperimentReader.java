package io.headrace.spec.hocon;

import io.headrace.experiment.DecisionEffect;
import io.headrace.experiment.DecisionEffect.Design;
import io.headrace.experiment.ExperimentPlan.Rules;
import io.headrace.experiment.MetricPlan;
import io.headrace.experiment.MetricPlan.Figure;
import io.headrace.experiment.MetricPlan.Role;
import io.headrace.experiment.Rollout.Step;
import io.headrace.spec.Arms;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.ExperimentSpec.Automation;
import io.headrace.spec.ExperimentSpec.Limits;
import io.headrace.spec.ExperimentSpec.Measure;
import io.headrace.spec.ExperimentSpec.RowError;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.JobHeader;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.Layer;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.JobReader.Declared;
import io.headrace.stats.trial.Margin;
import io.headrace.stats.trial.Margin.Direction;
import io.headrace.stats.trial.Margin.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads an experiment job. */
public final class ExperimentReader {
    private static final double MOST_ALPHA = 0.5;
    private static final String PRIMARY = "primary";

    /** What the keys say of a direction. */
    private enum Better {
        HIGHER(Direction.HIGHER_IS_BETTER),
        LOWER(Direction.LOWER_IS_BETTER);

        private final Direction direction;

        Better(Direction direction) {
            this.direction = direction;
        }
    }

    /** What follows from harm. */
    private enum OnHarm {
        ROLL_BACK,
        TELL
    }

    /** What follows from a gain. */
    private enum OnGain {
        PROMOTE,
        TELL
    }

    private ExperimentReader() {}

    /** Reads the keys of the job. */
    public static Declared read(Section section, JobHeader header, Catalog catalog) {
        String model = JobReader.nameAfterKind(section, "model", header, ExperimentSpec.KIND);
        TableName scores = section.value("scores", ValueType.TABLE, Layer.SCORES.table(model));
        catalog.needsPublished(scores, section.place("scores"));
        catalog.needsFeatures(model, Map.of(), section.place("model"));
        Design design = design(section);
        String control = section.value("control", ValueType.KEBAB_NAME, Arms.CHAMPION);
        String treated = section.required("treated", ValueType.KEBAB_NAME);
        if (control.equals(treated)) {
            section.problem("treated", "expected another arm than control, found " + treated);
            treated = treated + "-too";
        } else {
            catalog.needsArm(scores, control, design == Design.RANDOMISED, section.place("control"));
            catalog.needsArm(scores, treated, design == Design.RANDOMISED, section.place("treated"));
        }
        ExperimentSpec job = new ExperimentSpec(
                header,
                model,
                scores,
                design,
                control,
                treated,
                section.required("start", ValueType.DATE),
                rules(section),
                measures(section, design, model, catalog),
                limits(section, model, catalog),
                automation(section));
        return new Declared(job, section.place("model"));
    }

    private static Design design(Section section) {
        Design design = section.value("design", ValueType.choice(Design.class), Design.RANDOMISED);
        DecisionEffect effect =
                section.value("decision", ValueType.choice(DecisionEffect.class), DecisionEffect.CHANGES_OUTCOME);
        effect.refusalOf(design)
                .ifPresent(refusal -> section.problem("design", refusal + ": decision = leaves-outcome"));
        return design;
    }

    private static Automation automation(Section section) {
        Automation usual = Automation.STANDARD;
        Section step = section.section("step");
        return new Automation(
                section.value("on-harm", ValueType.choice(OnHarm.class), OnHarm.ROLL_BACK) == OnHarm.ROLL_BACK,
                section.value("on-gain", ValueType.choice(OnGain.class), OnGain.TELL) == OnGain.PROMOTE,
                new Step(
                        step.value("days", ValueType.daysFrom(1), usual.step().days()),
                        step.value("entities-at-least", ValueType.wholeNumberFrom(0), 0)));
    }

    private static Limits limits(Section section, String model, Catalog catalog) {
        if (!section.has("limits")) {
            return Limits.NONE;
        }
        Section limits = section.section("limits");
        Optional<FairnessSpec> fairness =
                limits.has("fairness") ? catalog.fairness(limits, "fairness") : Optional.empty();
        fairness.filter(job -> !job.model().equals(model))
                .ifPresent(job -> limits.problem(
                        "fairness",
                        job.name() + " is about the model " + job.model() + ", expected one about " + model));
        return new Limits(
                limits.find("unscored-at-most", ValueType.numberBetween(0, 1)),
                limits.find("psi-at-most", ValueType.numberFrom(0)),
                limits.find("seconds-at-most", ValueType.numberFrom(0)),
                fairness);
    }

    private static Rules rules(Section section) {
        Rules usual = Rules.STANDARD;
        int horizon = section.value("horizon", ValueType.daysFrom(1), usual.horizonDays());
        int fewest = section.value("days-at-least", ValueType.daysFrom(0), Math.min(horizon, usual.fewestDays()));
        if (fewest > horizon) {
            section.problem("days-at-least", "expected the horizon or less, found " + fewest + " days");
            fewest = horizon;
        }
        double alpha = section.value("alpha", ValueType.properShare(), usual.alpha());
        if (alpha >= MOST_ALPHA) {
            section.problem("alpha", "expected a number between 0 and " + MOST_ALPHA + ", found " + alpha);
            alpha = usual.alpha();
        }
        return new Rules(
                horizon,
                fewest,
                section.value(
                        "entities-at-least", ValueType.wholeNumberFrom(2), Math.toIntExact(usual.fewestEntities())),
                alpha,
                section.value("planned-entities", ValueType.wholeNumberFrom(1), Math.toIntExact(usual.tunedFor())),
                usual.healthLevel(),
                section.value("missing-at-most", ValueType.numberBetween(0, 1), usual.missingAtMost()),
                section.value("cool-down", ValueType.daysFrom(0), usual.coolDownDays()));
    }

    private static List<Measure> measures(Section section, Design design, String model, Catalog catalog) {
        List<Measure> measures = new ArrayList<>(List.of(measure(
                PRIMARY,
                Role.PRIMARY,
                design,
                model,
                section.requiredSection(
                        PRIMARY, "better, and for another than the label of the model event { } in { }"),
                catalog)));
        measures.addAll(measures(section.section("guardrails"), Role.GUARDRAIL, design, model, catalog));
        measures.addAll(measures(section.section("secondary"), Role.SECONDARY, design, model, catalog));
        return measures;
    }

    private static List<Measure> measures(Section section, Role role, Design design, String model, Catalog catalog) {
        List<Measure> measures = new ArrayList<>();
        for (String name : section.names(ValueType.KEBAB_NAME)) {
            Section measure = section.section(name);
            if (name.equals(PRIMARY)) {
                section.problem(name, "another measure has this name");
            }
            measures.add(measure(
                    role == Role.SECONDARY ? "secondary-" + name : name, role, design, model, measure, catalog));
        }
        return measures;
    }

    private static Measure measure(
            String name, Role role, Design design, String model, Section section, Catalog catalog) {
        return design == Design.PAIRED
                ? paired(name, role, model, section, catalog)
                : randomised(name, role, model, section, catalog);
    }

    /** What is compared row by row; which way is better follows from it. */
    private static Measure paired(String name, Role role, String model, Section section, Catalog catalog) {
        Stream.of("better", "event", "covariate", "relative-margin")
                .filter(section::has)
                .forEach(key -> section.problem(key, "has no meaning where versions are compared row by row"));
        Optional<String> value = value(section, model, catalog);
        Optional<RowError> error = section.find("error", ValueType.choice(RowError.class));
        error.ifPresent(found -> catalog.needsTarget(model, found.target(), section.place("error")));
        if (value.isPresent() == error.isPresent()) {
            section.problem(section.place(), "expected one of error, value");
        }
        Direction direction = value.isPresent() ? Direction.HIGHER_IS_BETTER : Direction.LOWER_IS_BETTER;
        Margin margin = new Margin(section.value("margin", ValueType.numberFrom(0), 0.0), Scale.ABSOLUTE, direction);
        return new Measure(
                new MetricPlan(name, role, Figure.MEAN, margin),
                Optional.empty(),
                Optional.empty(),
                value,
                Optional.empty(),
                error);
    }

    private static Optional<String> value(Section section, String model, Catalog catalog) {
        Optional<String> value = section.find("value", ValueType.KEBAB_NAME);
        value.ifPresent(job -> catalog.needsValueJob(job, model, section.place("value")));
        return value;
    }

    private static Measure randomised(String name, Role role, String model, Section section, Catalog catalog) {
        if (section.has("error")) {
            section.problem("error", "compares versions row by row: design = paired");
        }
        Optional<LabelSpec.Event> event =
                section.has("event") ? Optional.of(event(section.section("event"), catalog)) : Optional.empty();
        Optional<LabelSpec.Event> per = event.flatMap(total -> per(section.section("event"), total, catalog));
        Optional<String> value = value(section, model, catalog);
        if (value.isPresent() && event.isPresent()) {
            section.problem("value", "expected only one of event, value");
        }
        Optional<String> covariate = section.find("covariate", ValueType.NAME_TEXT);
        covariate.ifPresent(column -> catalog.needsNumber(model, column, section.place("covariate")));
        if (covariate.isPresent() && per.isPresent()) {
            section.problem("covariate", "a ratio is not adjusted; leave out one of covariate and event.per");
        }
        return new Measure(
                new MetricPlan(name, role, figure(per, covariate), margin(section)),
                event,
                per,
                value,
                covariate,
                Optional.empty());
    }

    private static Figure figure(Optional<LabelSpec.Event> per, Optional<String> covariate) {
        if (per.isPresent()) {
            return Figure.RATIO;
        }
        return covariate.isPresent() ? Figure.ADJUSTED_MEAN : Figure.MEAN;
    }

    private static Margin margin(Section section) {
        Direction direction = section.required("better", ValueType.choice(Better.class)).direction;
        Scale scale = section.has("relative-margin") ? Scale.RELATIVE : Scale.ABSOLUTE;
        double margin = scale == Scale.RELATIVE
                ? section.required("relative-margin", ValueType.properShare())
                : section.value("margin", ValueType.numberFrom(0), 0.0);
        if (scale == Scale.RELATIVE && section.has("margin")) {
            section.problem("margin", "expected only one of margin, relative-margin");
        }
        return new Margin(margin, scale, direction);
    }

    /** The same events with what their total is divided by. */
    private static Optional<LabelSpec.Event> per(Section section, LabelSpec.Event total, Catalog catalog) {
        Optional<String> per = catalog.findSql(section, "per", Rows.of(total.table()), Result.NUMBER);
        if (per.isPresent() && total.total().isEmpty()) {
            section.problem("per", "needs a total that is divided by it");
            return Optional.empty();
        }
        return per.map(sql -> new LabelSpec.Event(
                total.table(),
                total.time(),
                total.where(),
                total.positive(),
                Optional.of(sql),
                total.horizonDays(),
                total.delayDays()));
    }

    private static LabelSpec.Event event(Section section, Catalog catalog) {
        TableName table = section.required("table", ValueType.TABLE);
        catalog.needsTable(table, section.place("table"));
        String time = section.required("time", ValueType.NAME_TEXT);
        catalog.needsTimeColumn(table, time, section.place("time"));
        return new LabelSpec.Event(
                table,
                time,
                catalog.condition(section, "where", Rows.of(table)),
                LabelSpec.Event.Positive.EVENT,
                catalog.findSql(section, "total", Rows.of(table), Result.NUMBER),
                section.required("horizon", ValueType.daysFrom(1)),
                section.value("delay", ValueType.daysFrom(0), 0));
    }
}
