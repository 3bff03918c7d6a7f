package io.headrace.spec.hocon;

import io.headrace.experiment.ExperimentPlan.Rules;
import io.headrace.experiment.MetricPlan;
import io.headrace.experiment.MetricPlan.Role;
import io.headrace.spec.Arms;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.ExperimentSpec.Measure;
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

    private ExperimentReader() {}

    /** Reads the keys of the job. */
    public static Declared read(Section section, JobHeader header, Catalog catalog) {
        String model = JobReader.nameAfterKind(section, "model", header, ExperimentSpec.KIND);
        TableName scores = section.value("scores", ValueType.TABLE, Layer.SCORES.table(model));
        catalog.needsPublished(scores, section.place("scores"));
        catalog.needsFeatures(model, Map.of(), section.place("model"));
        String control = section.value("control", ValueType.KEBAB_NAME, Arms.CHAMPION);
        String treated = section.required("treated", ValueType.KEBAB_NAME);
        if (control.equals(treated)) {
            section.problem("treated", "expected another arm than control, found " + treated);
            treated = treated + "-too";
        } else {
            catalog.needsArm(scores, control, section.place("control"));
            catalog.needsArm(scores, treated, section.place("treated"));
        }
        ExperimentSpec job = new ExperimentSpec(
                header,
                model,
                scores,
                control,
                treated,
                section.required("start", ValueType.DATE),
                rules(section),
                measures(section, catalog),
                section.value("on-harm", ValueType.choice(OnHarm.class), OnHarm.ROLL_BACK) == OnHarm.ROLL_BACK);
        return new Declared(job, section.place("model"));
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
                usual.coolDownDays());
    }

    private static List<Measure> measures(Section section, Catalog catalog) {
        List<Measure> measures = new ArrayList<>(List.of(measure(
                PRIMARY,
                Role.PRIMARY,
                section.requiredSection(
                        PRIMARY, "better, and for another than the label of the model event { } in { }"),
                catalog)));
        measures.addAll(measures(section.section("guardrails"), Role.GUARDRAIL, catalog));
        measures.addAll(measures(section.section("secondary"), Role.SECONDARY, catalog));
        return measures;
    }

    private static List<Measure> measures(Section section, Role role, Catalog catalog) {
        List<Measure> measures = new ArrayList<>();
        for (String name : section.names(ValueType.KEBAB_NAME)) {
            Section measure = section.section(name);
            if (name.equals(PRIMARY)) {
                section.problem(name, "another measure has this name");
            }
            measures.add(measure(role == Role.SECONDARY ? "secondary-" + name : name, role, measure, catalog));
        }
        return measures;
    }

    private static Measure measure(String name, Role role, Section section, Catalog catalog) {
        Optional<LabelSpec.Event> event =
                section.has("event") ? Optional.of(event(section.section("event"), catalog)) : Optional.empty();
        Direction direction = section.required("better", ValueType.choice(Better.class)).direction;
        Scale scale = section.has("relative-margin") ? Scale.RELATIVE : Scale.ABSOLUTE;
        double margin = scale == Scale.RELATIVE
                ? section.required("relative-margin", ValueType.properShare())
                : section.value("margin", ValueType.numberFrom(0), 0.0);
        if (scale == Scale.RELATIVE && section.has("margin")) {
            section.problem("margin", "expected only one of margin, relative-margin");
        }
        return new Measure(
                new MetricPlan(name, role, MetricPlan.Figure.MEAN, new Margin(margin, scale, direction)), event);
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
