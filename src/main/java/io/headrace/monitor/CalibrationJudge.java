package io.headrace.monitor;

import io.headrace.monitor.JudgedShift.Subject;
import io.headrace.spec.MonitorSpec;
import io.headrace.stats.drift.DriftRules;
import io.headrace.stats.drift.ShiftJudge;
import io.headrace.stats.estimate.CalibrationShift;
import io.headrace.stats.estimate.LabelledCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the rates that came with the scores, beside the same on the test rows of the version that scored. */
final class CalibrationJudge {
    /** Of the level. */
    static final String RATIO = "calibration-ratio";

    /** Of the spread. */
    static final String SLOPE = "calibration-slope";

    private static final String RATIO_FORM = "realised over expected positives, less that of the test rows";
    private static final String SLOPE_FORM = "slope of the log-odds, less that of the test rows";

    private final MonitorSpec spec;
    private final Optional<LabelledCounts> tested;

    /** @param tested of the version's test rows; empty where it kept none */
    CalibrationJudge(MonitorSpec spec, Optional<LabelledCounts> tested) {
        this.spec = spec;
        this.tested = tested;
    }

    /** A part of calibration, with what it would be tested by. */
    private record Part(Subject subject, double tolerance, Optional<CalibrationShift> shift) {}

    /** Both rows of a window whose labels are known. */
    List<JudgedShift> judge(LabelledCounts outcomes, double importance) {
        List<Part> parts = List.of(
                new Part(
                        subject(RATIO, RATIO_FORM, outcomes, importance),
                        spec.calibration().ratio(),
                        tested.flatMap(before -> CalibrationShift.ofRatio(before, outcomes))),
                new Part(
                        subject(SLOPE, SLOPE_FORM, outcomes, importance),
                        spec.calibration().slope(),
                        tested.flatMap(before -> CalibrationShift.ofSlope(before, outcomes))));
        Optional<String> reason = reason(outcomes);
        if (reason.isPresent()) {
            return parts.stream()
                    .map(part -> JudgedShift.unknown(part.subject(), part.tolerance(), reason.get()))
                    .toList();
        }
        return judged(parts);
    }

    private Subject subject(String statistic, String form, LabelledCounts outcomes, double importance) {
        return new Subject(
                "training",
                "scores",
                "score",
                statistic,
                form,
                tested.map(LabelledCounts::rows).orElse(0L),
                outcomes.rows(),
                importance);
    }

    private Optional<String> reason(LabelledCounts outcomes) {
        long least = spec.drift().rowsAtLeast();
        if (tested.isEmpty()) {
            return Optional.of("the version kept no outcomes of test rows");
        }
        return Math.min(outcomes.rows(), tested.get().rows()) < least
                ? Optional.of("fewer than " + least + " rows")
                : Optional.empty();
    }

    private List<JudgedShift> judged(List<Part> parts) {
        List<ShiftJudge.Shift> family = parts.stream()
                .flatMap(part -> part.shift().stream()
                        .map(shift ->
                                new ShiftJudge.Shift(shift.difference(), shift.standardError(), part.tolerance())))
                .toList();
        List<ShiftJudge.Judged> judged =
                new ShiftJudge(spec.policy().level(), DriftRules.STANDARD.leastPower()).judge(family);
        List<JudgedShift> rows = new ArrayList<>();
        int next = 0;
        for (Part part : parts) {
            rows.add(
                    part.shift().isPresent()
                            ? JudgedShift.of(part.subject(), judged.get(next++))
                            : JudgedShift.unknown(
                                    part.subject(), part.tolerance(), "rows of one class, or of one score"));
        }
        return rows;
    }
}
