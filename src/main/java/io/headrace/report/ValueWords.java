package io.headrace.report;

import io.headrace.report.ValueFindings.Sum;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What acting on scores is worth, in sentences. */
final class ValueWords {
    private final ValueFindings of;

    ValueWords(ValueFindings of) {
        this.of = of;
    }

    private Optional<Sum> realised() {
        return of.sum("realised", "earned");
    }

    /** One or two words. */
    String word() {
        return of.ofDays().isEmpty() ? "not valued yet" : realised().isPresent() ? "earned" : "not known yet";
    }

    /** Their class in the style sheet. */
    String mark() {
        return realised().isPresent() ? "deed" : "none";
    }

    /** What was earned, and what acting on none or all would have. */
    String earned() {
        if (of.ofDays().isEmpty()) {
            return "Nothing is valued yet: " + of.job() + " has to run for a day on which scores are published.";
        }
        return realised()
                .map(sum -> "Acting on the scores of " + of.model() + " has earned " + amount(sum) + " of "
                        + DisplayFormat.counted(sum.days(), "day") + otherwise(sum))
                .orElse("What acting on the scores of " + of.model()
                        + " has earned is not known yet: no monitor job has counted an outcome.");
    }

    private String otherwise(Sum earned) {
        return of.sum("realised", "none")
                        .map(none -> "; acting on none would have earned " + beside(none, earned))
                        .orElse("")
                + of.sum("realised", "all")
                        .map(all -> ", on all " + beside(all, earned))
                        .orElse("")
                + ".";
    }

    /** What is not known yet. */
    String open() {
        return of.sum("open", "earned")
                .map(sum -> "Not known yet are " + DisplayFormat.counted(sum.rows(), "row") + " of "
                        + DisplayFormat.counted(sum.days(), "day") + ", expected to earn " + amount(sum) + ".")
                .orElse(
                        of.ofDays().isEmpty()
                                ? ""
                                : of.rowsOpen() == 0
                                        ? "All outcomes are known."
                                        : "Not known yet are " + DisplayFormat.counted(of.rowsOpen(), "row") + ".");
    }

    /** What each arm earned, where several decided and an outcome is known. */
    String arms() {
        String found = of.arms().stream()
                .flatMap(arm ->
                        arm.earned().stream().map(earned -> arm.name() + " " + DisplayFormat.amount(earned.value())))
                .collect(Collectors.joining(", "));
        return found.isEmpty() ? "" : "For 1,000 rows of each arm: " + found + ".";
    }

    /** As-ofs without a value. */
    String notValued() {
        return of.notValued() == 0
                ? ""
                : DisplayFormat.counted(of.notValued(), "day") + (of.notValued() == 1 ? " is" : " are")
                        + " not valued: published after the last run, or scored before rows were counted.";
    }

    private String amount(Sum sum) {
        return DisplayFormat.amount(sum.value()) + " " + of.currency()
                + interval(sum).map(text -> " (" + text + ")").orElse("");
    }

    static Optional<String> interval(Sum sum) {
        return sum.lower().isPresent() && sum.upper().isPresent()
                ? Optional.of(DisplayFormat.amount(sum.lower().getAsDouble()) + " to "
                        + DisplayFormat.amount(sum.upper().getAsDouble()))
                : Optional.empty();
    }

    private static String beside(Sum other, Sum earned) {
        return DisplayFormat.amount(other.value()) + ", " + difference(other, earned);
    }

    /** How much more or less something else would have earned. */
    static String difference(Sum other, Sum earned) {
        double more = other.value() - earned.value();
        return more == 0 ? "the same" : DisplayFormat.amount(Math.abs(more)) + (more > 0 ? " more" : " less");
    }

    /** The rule of the best sum. */
    static String rule(Sum best) {
        return best.threshold().isEmpty()
                ? "on " + best.figure()
                : String.format(
                        Locale.ENGLISH, "on scores above %.2f", best.threshold().getAsDouble());
    }
}
