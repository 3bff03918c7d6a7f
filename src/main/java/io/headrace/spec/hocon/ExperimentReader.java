package io.headrace.spec.hocon;

import io.headrace.experiment.DecisionEffect;
import io.headrace.experiment.DecisionEffect.Design;
import io.headrace.experiment.ExperimentPlan.Rules;
import io.headrace.experiment.Rollout.Step;
import io.headrace.spec.Arms;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.ExperimentSpec.Assigned;
import io.headrace.spec.ExperimentSpec.Automation;
import io.headrace.spec.ExperimentSpec.Limits;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.JobHeader;
import io.headrace.spec.Layer;
import io.headrace.spec.NearestName;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.JobReader.Declared;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads an experiment job. */
public final class ExperimentReader {
    private static final double MOST_ALPHA = 0.5;
    private static final ValueType<BigDecimal> SHARE = ValueType.decimalBetween(BigDecimal.ZERO, BigDecimal.ONE);

    /** What says something of versions and of those who score. */
    private static final List<String> OF_VERSIONS =
            List.of("model", "scores", "design", "decision", "limits", "on-harm", "on-gain", "step", "cool-down");

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
        return section.has("assigned") ? drawn(section, header, catalog) : scored(section, header, catalog);
    }

    /** By a table of who was drawn: there is no version to take back. */
    private static Declared drawn(Section section, JobHeader header, Catalog catalog) {
        OF_VERSIONS.stream()
                .filter(section::has)
                .forEach(key -> section.problem(
                        key, "is of the versions of a model; where a table has the arms (assigned), leave it out"));
        Section assigned = section.section("assigned");
        TableName table = assigned.required("table", ValueType.TABLE);
        catalog.needsTable(table, assigned.place("table"));
        Map<String, BigDecimal> shares = shares(assigned);
        String control = section.required("control", ValueType.TEXT);
        String treated = section.required("treated", ValueType.TEXT);
        needsShare(section, "control", control, shares);
        needsShare(section, "treated", treated, shares);
        if (control.equals(treated)) {
            section.problem("treated", "expected another arm than control, found " + treated);
            treated = treated + "-too";
        }
        ExperimentSpec job = new ExperimentSpec(
                header,
                "",
                table,
                Optional.of(assigned(assigned, table, shares, catalog)),
                Design.RANDOMISED,
                control,
                treated,
                section.required("start", ValueType.DATE),
                rules(section),
                new MeasuresReader("", Design.RANDOMISED, Optional.of(table), catalog).measures(section),
                Limits.NONE,
                Automation.STANDARD);
        return new Declared(job, assigned.place("table"));
    }

    private static void needsShare(Section section, String key, String arm, Map<String, BigDecimal> shares) {
        if (section.has(key) && !shares.containsKey(arm)) {
            section.problem(
                    key,
                    "expected an arm of assigned.shares, found \"" + arm + "\""
                            + NearestName.hint(arm, shares.keySet()));
        }
    }

    private static Assigned assigned(
            Section section, TableName table, Map<String, BigDecimal> shares, Catalog catalog) {
        String entity = section.required("entity", ValueType.NAME_TEXT);
        catalog.needsColumn(table, entity, section.place("entity"));
        String time = section.required("time", ValueType.NAME_TEXT);
        catalog.needsTimeColumn(table, time, section.place("time"));
        Rows rows = Rows.of(table);
        return new Assigned(
                entity,
                time,
                catalog.sql(section, "arm", rows, Result.VALUE),
                catalog.condition(section, "where", rows),
                shares,
                catalog.findSql(section, "score", rows, Result.NUMBER));
    }

    /** Of two arms or more, exactly 1 together. */
    private static Map<String, BigDecimal> shares(Section assigned) {
        Section section = assigned.requiredSection("shares", "the share of each arm, as { voucher = 0.8, none = 0.2 }");
        Map<String, BigDecimal> shares = new LinkedHashMap<>();
        for (String arm : section.names(ValueType.TEXT)) {
            BigDecimal share = section.required(arm, SHARE);
            if (share.signum() == 0) {
                section.problem(arm, "expected a share above 0, found 0");
            }
            shares.put(arm, share);
        }
        BigDecimal all = shares.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (!shares.isEmpty() && all.compareTo(BigDecimal.ONE) != 0) {
            assigned.problem("shares", "expected shares that add up to 1, found " + all.toPlainString());
        }
        return shares;
    }

    private static Declared scored(Section section, JobHeader header, Catalog catalog) {
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
                Optional.empty(),
                design,
                control,
                treated,
                section.required("start", ValueType.DATE),
                rules(section),
                new MeasuresReader(model, design, Optional.empty(), catalog).measures(section),
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
}
