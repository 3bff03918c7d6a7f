package io.headrace.spec.hocon;

import io.headrace.metric.Gate;
import io.headrace.metric.Gate.Need;
import io.headrace.metric.Gates;
import io.headrace.metric.Gates.Then;
import io.headrace.metric.Target;
import io.headrace.spec.Assessment;
import io.headrace.spec.Assessment.Decided;
import io.headrace.spec.Assessment.Purpose;
import io.headrace.spec.Assessment.Value;
import io.headrace.spec.FeatureView;
import io.headrace.spec.NearestName;
import io.headrace.spec.Recipe;
import io.headrace.spec.SqlText;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads how a train job evaluates its test rows, and its gates. */
final class AssessmentReader {
    private AssessmentReader() {}

    static Assessment read(Section job, FeatureView view, Target target, Catalog catalog) {
        Rows rows = Rows.of(view.table());
        Optional<Value> value =
                job.has("value") ? Optional.of(value(job.section("value"), rows, catalog)) : Optional.empty();
        if (value.isPresent() && target != Target.BINARY) {
            job.problem("value", "applies to a binary label only; this label is " + target.words());
        }
        if (job.has("decision") && value.isPresent()) {
            job.problem("decision", "does not go with value, which says when it pays to act");
        } else if (job.has("decision") && target != Target.BINARY) {
            job.problem("decision", "applies to a binary label only; this label is " + target.words());
        }
        return new Assessment(
                purpose(job.section("card")),
                catalog.findSql(job, "baseline", rows, target == Target.MULTICLASS ? Result.TEXT : Result.NUMBER),
                slices(job, TrainReader.names(view)),
                value,
                decided(job.section("decision")));
    }

    private static Decided decided(Section section) {
        return section.<Decided>oneOf(
                Map.of(
                        "probability",
                        () -> new Decided.FromProbability(
                                section.required("probability", ValueType.numberBetween(0, 1))),
                        "top-share",
                        () -> new Decided.TopShare(section.required("top-share", ValueType.positiveShare()))),
                () -> new Decided.FromProbability(Assessment.HALF));
    }

    private static Purpose purpose(Section section) {
        return new Purpose(
                section.value("intended-use", ValueType.TEXT, ""), section.value("limits", ValueType.TEXT, ""));
    }

    private static List<String> slices(Section job, List<String> features) {
        if (!job.has("slices")) {
            return List.of();
        }
        return job.list("slices", ValueType.NAME_TEXT, (name, place) -> {
            if (!features.contains(name) && !name.equals(ValueType.NO_NAME)) {
                job.problem(place, "the view has no feature \"" + name + "\"" + NearestName.hint(name, features));
            }
        });
    }

    private static Value value(Section section, Rows rows, Catalog catalog) {
        for (String key : Value.OUTCOMES) {
            section.find(key, ValueType.SCALAR)
                    .ifPresent(text -> catalog.check(new SqlText(text, section.place(key), rows, Result.NUMBER)));
        }
        return new Value(
                section.required("hit", ValueType.SCALAR),
                section.required("false-alarm", ValueType.SCALAR),
                section.required("miss", ValueType.SCALAR),
                section.value("rest", ValueType.SCALAR, "0"),
                section.value("currency", ValueType.TEXT, ""),
                section.find("capacity", ValueType.positiveShare()));
    }

    static Gates gates(Section section, Assessment assessment, Recipe recipe, Target target) {
        Map<Gate, Double> bounds = new LinkedHashMap<>();
        for (Gate gate : Gate.all()) {
            section.find(gate.key(), ValueType.within(gate.range(target))).ifPresent(bound -> {
                bounds.put(gate, bound);
                refuseUnfit(section, gate, assessment, recipe, target);
            });
        }
        return new Gates(bounds, section.value("then", ValueType.choice(Then.class), Then.PROMOTE));
    }

    private static void refuseUnfit(Section section, Gate gate, Assessment assessment, Recipe recipe, Target target) {
        if (!gate.suits(target)) {
            section.problem(gate.key(), "is not defined for a " + target.words() + " label");
        } else if (gate.needs().contains(Need.BASELINE) && assessment.baseline().isEmpty()) {
            section.problem(gate.key(), "needs a baseline to compare with");
        } else if (gate.needs().contains(Need.VALUE) && assessment.value().isEmpty()) {
            section.problem(gate.key(), "needs value: what decisions are worth");
        } else if (gate.needs().contains(Need.INTERVAL) && recipe.interval().isEmpty()) {
            section.problem(gate.key(), "needs interval: bounds on the numbers predicted");
        } else if (gate.needs().contains(Need.SLICES) && assessment.slices().isEmpty()) {
            section.problem(gate.key(), "needs slices");
        }
    }
}
