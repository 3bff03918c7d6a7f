package io.headrace.spec.hocon;

import io.headrace.experiment.DecisionEffect.Design;
import io.headrace.experiment.MetricPlan;
import io.headrace.experiment.MetricPlan.Figure;
import io.headrace.experiment.MetricPlan.Role;
import io.headrace.spec.ExperimentSpec.Measure;
import io.headrace.spec.ExperimentSpec.Outcome;
import io.headrace.spec.ExperimentSpec.RowError;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import io.headrace.spec.TableName;
import io.headrace.stats.trial.Margin;
import io.headrace.stats.trial.Margin.Direction;
import io.headrace.stats.trial.Margin.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what an experiment measures. */
final class MeasuresReader {
    private static final String PRIMARY = "primary";
    private static final String EVENT = "event";
    private static final String OUTCOME = "outcome";
    private static final String VALUE = "value";
    private static final String COVARIATE = "covariate";

    /** What the keys say of a direction. */
    private enum Better {
        HIGHER(Direction.HIGHER_IS_BETTER),
        LOWER(Direction.LOWER_IS_BETTER);

        private final Direction direction;

        Better(Direction direction) {
            this.direction = direction;
        }
    }

    private final String model;
    private final Design design;
    private final Optional<TableName> drawn;
    private final Catalog catalog;

    /**
     * @param model whose label is measured unless something else is named
     * @param drawn the table of those who were drawn; empty where a score job draws them
     */
    MeasuresReader(String model, Design design, Optional<TableName> drawn, Catalog catalog) {
        this.model = model;
        this.design = design;
        this.drawn = drawn;
        this.catalog = catalog;
    }

    /** The primary measure, then guardrails, then secondary ones. */
    List<Measure> measures(Section section) {
        List<Measure> measures = new ArrayList<>(List.of(measure(
                PRIMARY,
                Role.PRIMARY,
                section.requiredSection(
                        PRIMARY,
                        drawn.isPresent()
                                ? "better, and outcome or event { } in { }"
                                : "better, and for another than the label of the model event { } in { }"))));
        measures.addAll(measures(section.section("guardrails"), Role.GUARDRAIL));
        measures.addAll(measures(section.section("secondary"), Role.SECONDARY));
        return measures;
    }

    private List<Measure> measures(Section section, Role role) {
        List<Measure> measures = new ArrayList<>();
        for (String name : section.names(ValueType.KEBAB_NAME)) {
            if (name.equals(PRIMARY)) {
                section.problem(name, "another measure has this name");
            }
            measures.add(measure(role == Role.SECONDARY ? "secondary-" + name : name, role, section.section(name)));
        }
        return measures;
    }

    private Measure measure(String name, Role role, Section section) {
        if (drawn.isPresent()) {
            return ofDraws(name, role, section, drawn.get());
        }
        Stream.of(OUTCOME, "due")
                .filter(section::has)
                .forEach(key -> section.problem(key, "is read from the row of a draw: assigned { }"));
        return design == Design.PAIRED ? paired(name, role, section) : randomised(name, role, section);
    }

    /** What the row of the draw holds, or what happens after it. */
    private Measure ofDraws(String name, Role role, Section section, TableName table) {
        Stream.of("error", VALUE)
                .filter(section::has)
                .forEach(key -> section.problem(key, "is of a model's decisions; a table of draws has none"));
        Rows rows = Rows.of(table);
        Optional<LabelSpec.Event> event = event(section);
        Optional<LabelSpec.Event> per = per(section, event);
        Optional<Outcome> outcome = catalog.findSql(section, OUTCOME, rows, Result.NUMBER)
                .map(sql -> new Outcome(sql, section.value("due", ValueType.daysFrom(0), 0)));
        if (event.isPresent() == outcome.isPresent()) {
            section.problem(section.place(), "expected one of event, outcome");
        }
        Optional<String> covariate = catalog.findSql(section, COVARIATE, rows, Result.NUMBER);
        needsMean(section, per, covariate);
        return new Measure(
                new MetricPlan(name, role, figure(per, covariate), margin(section)),
                event,
                per,
                outcome,
                Optional.empty(),
                covariate,
                Optional.empty());
    }

    /** What is compared row by row; which way is better follows from it. */
    private Measure paired(String name, Role role, Section section) {
        Stream.of("better", EVENT, COVARIATE, "relative-margin")
                .filter(section::has)
                .forEach(key -> section.problem(key, "has no meaning where versions are compared row by row"));
        Optional<String> value = value(section);
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
                Optional.empty(),
                value,
                Optional.empty(),
                error);
    }

    private Optional<String> value(Section section) {
        Optional<String> value = section.find(VALUE, ValueType.KEBAB_NAME);
        value.ifPresent(job -> catalog.needsValueJob(job, model, section.place(VALUE)));
        return value;
    }

    private Measure randomised(String name, Role role, Section section) {
        if (section.has("error")) {
            section.problem("error", "compares versions row by row: design = paired");
        }
        Optional<LabelSpec.Event> event = event(section);
        Optional<LabelSpec.Event> per = per(section, event);
        Optional<String> value = value(section);
        if (value.isPresent() && event.isPresent()) {
            section.problem(VALUE, "expected only one of event, value");
        }
        Optional<String> covariate = section.find(COVARIATE, ValueType.NAME_TEXT);
        covariate.ifPresent(column -> catalog.needsNumber(model, column, section.place(COVARIATE)));
        needsMean(section, per, covariate);
        return new Measure(
                new MetricPlan(name, role, figure(per, covariate), margin(section)),
                event,
                per,
                Optional.empty(),
                value,
                covariate,
                Optional.empty());
    }

    private static void needsMean(Section section, Optional<LabelSpec.Event> per, Optional<String> covariate) {
        if (covariate.isPresent() && per.isPresent()) {
            section.problem(COVARIATE, "a ratio is not adjusted; leave out one of covariate and event.per");
        }
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

    private Optional<LabelSpec.Event> event(Section section) {
        return section.has(EVENT) ? Optional.of(eventOf(section.section(EVENT))) : Optional.empty();
    }

    /** The same events with what their total is divided by. */
    private Optional<LabelSpec.Event> per(Section measure, Optional<LabelSpec.Event> event) {
        if (event.isEmpty()) {
            return Optional.empty();
        }
        LabelSpec.Event total = event.get();
        Section section = measure.section(EVENT);
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
                total.delayDays(),
                total.latest()));
    }

    private LabelSpec.Event eventOf(Section section) {
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
                section.value("delay", ValueType.daysFrom(0), 0),
                ViewReader.latest(section, table, catalog));
    }
}
