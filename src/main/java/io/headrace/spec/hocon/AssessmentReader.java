package io.headrace.spec.hocon;

import io.headrace.spec.Assessment;
import io.headrace.spec.Assessment.Purpose;
import io.headrace.spec.Assessment.Value;
import io.headrace.spec.FeatureView;
import io.headrace.spec.Gates;
import io.headrace.spec.Gates.Kind;
import io.headrace.spec.NearestName;
import io.headrace.spec.SqlText;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import io.headrace.spec.Target;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a train job asks of its test rows, and the gates. */
final class AssessmentReader {
    private static final Set<Kind> OF_VALUE =
            Set.of(Kind.VALUE_PER_1000_AT_LEAST, Kind.VALUE_GAIN_OVER_CHAMPION_AT_LEAST);
    private static final Set<Kind> OF_SLICES =
            Set.of(Kind.WORST_SLICE_AUC_AT_LEAST, Kind.WORST_SLICE_ACCURACY_AT_LEAST, Kind.WORST_SLICE_RMSE_AT_MOST);
    private static final Set<Kind> UP_TO_ONE = Set.of(
            Kind.AUC_AT_LEAST,
            Kind.ACCURACY_AT_LEAST,
            Kind.WORST_SLICE_ACCURACY_AT_LEAST,
            Kind.AVERAGE_PRECISION_AT_LEAST,
            Kind.BRIER_AT_MOST,
            Kind.CALIBRATION_ERROR_AT_MOST,
            Kind.WORST_SLICE_AUC_AT_LEAST);
    private static final Set<Kind> ANY_SIGN =
            Set.of(Kind.R2_AT_LEAST, Kind.VALUE_PER_1000_AT_LEAST, Kind.VALUE_GAIN_OVER_CHAMPION_AT_LEAST);

    private AssessmentReader() {}

    static Assessment read(Section job, FeatureView view, Target target, Catalog catalog) {
        Rows rows = Rows.of(view.table());
        Optional<Value> value =
                job.has("value") ? Optional.of(value(job.section("value"), rows, catalog)) : Optional.empty();
        if (value.isPresent() && target != Target.BINARY) {
            job.problem("value", "applies to a binary label only; this label is " + target.words());
        }
        return new Assessment(
                purpose(job.section("card")),
                catalog.findSql(job, "baseline", rows, target == Target.MULTICLASS ? Result.TEXT : Result.NUMBER),
                slices(job, TrainReader.names(view)),
                value);
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
        for (String key : List.of("hit", "false-alarm", "miss", "rest")) {
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

    static Gates gates(Section section, Assessment assessment, Target target) {
        Map<Kind, Double> bounds = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            section.find(kind.word(), type(kind, target)).ifPresent(bound -> {
                bounds.put(kind, bound);
                refuseUnfit(section, kind, assessment, target);
            });
        }
        return new Gates(bounds);
    }

    private static ValueType<Double> type(Kind kind, Target target) {
        if (kind == Kind.TEST_ROWS_AT_LEAST) {
            return ValueType.wholeNumberAsDouble(1);
        }
        if (kind == Kind.BRIER_AT_MOST && target == Target.MULTICLASS) {
            return ValueType.numberBetween(0, 2);
        }
        if (UP_TO_ONE.contains(kind)) {
            return ValueType.numberBetween(0, 1);
        }
        if (kind == Kind.GAIN_OVER_BASELINE_AT_LEAST || kind == Kind.GAIN_OVER_CHAMPION_AT_LEAST) {
            return ValueType.numberBetween(-1, 1);
        }
        return ANY_SIGN.contains(kind) ? ValueType.NUMBER : ValueType.numberFrom(0);
    }

    private static void refuseUnfit(Section section, Kind kind, Assessment assessment, Target target) {
        if (!kind.suits(target)) {
            section.problem(kind.word(), "is not defined for a " + target.words() + " label");
        } else if (kind == Kind.GAIN_OVER_BASELINE_AT_LEAST
                && assessment.baseline().isEmpty()) {
            section.problem(kind.word(), "needs a baseline to compare with");
        } else if (OF_VALUE.contains(kind) && assessment.value().isEmpty()) {
            section.problem(kind.word(), "needs value: what decisions are worth");
        } else if (OF_SLICES.contains(kind) && assessment.slices().isEmpty()) {
            section.problem(kind.word(), "needs slices");
        }
    }
}
