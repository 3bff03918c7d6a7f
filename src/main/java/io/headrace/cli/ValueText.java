package io.headrace.cli;

import io.headrace.value.ArmSum;
import io.headrace.value.ValueStatus;
import io.headrace.value.ValueStatus.Campaign;
import io.headrace.value.ValueStatus.Sum;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/** What decisions are worth, in ten lines, and a few more where several arms decide. */
final class ValueText {
    private static final double PERCENT = 100;

    private ValueText() {}

    static List<String> lines(ValueStatus status) {
        List<String> lines = new ArrayList<>();
        lines.add(status.model() + ": what acting on its scores is worth, in " + status.currency() + ", by "
                + (status.run().isEmpty() ? status.job() : status.run()));
        if (status.days() == 0) {
            lines.add("  nothing is valued yet: run " + status.job() + " for a day on which scores are published");
        } else {
            lines.add(String.format(
                    Locale.ROOT,
                    "  scored       %,d rows of %s, as of %s to %s, by version %s",
                    status.rows(),
                    days(status.days()),
                    status.first(),
                    status.last(),
                    status.versions().stream().map(String::valueOf).collect(Collectors.joining(", "))));
            lines.addAll(earned(status));
            status.sum("spent", "compute")
                    .ifPresent(cost -> lines.add(String.format(
                            Locale.ROOT, "  compute      %s for scoring %s", amount(cost.value()), days(cost.days()))));
            status.sum("expected", "earned")
                    .ifPresent(sum -> lines.add(
                            "  expected     " + withInterval(sum) + " of all rows, when they were decided on"));
            lines.add(open(status));
            status.campaign().stream().map(ValueText::campaign).forEach(lines::add);
            lines.addAll(arms(status.arms()));
        }
        if (status.notValued() > 0) {
            lines.add("  not valued   " + days(status.notValued())
                    + ": published after the last run, or scored before rows were counted");
        }
        return lines;
    }

    private static List<String> earned(ValueStatus status) {
        Optional<Sum> found = status.sum("realised", "earned");
        if (found.isEmpty()) {
            return List.of("  earned       not known yet: no monitor job has counted an outcome");
        }
        Sum earned = found.get();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "  earned       %s, of %,d rows whose outcomes are known, of %s",
                withInterval(earned),
                earned.rows(),
                days(earned.days())));
        status.sum("realised", "none").ifPresent(sum -> lines.add("  on none      " + beside(sum, earned)));
        status.sum("realised", "all").ifPresent(sum -> lines.add("  on all       " + beside(sum, earned)));
        status.best()
                .forEach(best -> lines.add(
                        "  at best      " + beside(best, earned) + ", " + rule(best) + ", as is known in hindsight"));
        status.sum("realised", "capacity").ifPresent(sum -> lines.add("  at capacity  " + atCapacity(sum, earned)));
        return lines;
    }

    private static String atCapacity(Sum sum, Sum earned) {
        return sum.days() == earned.days()
                ? beside(sum, earned) + ", on the highest scores"
                : "not told: " + days(earned.days() - sum.days()) + " of these had no capacity";
    }

    private static String rule(Sum best) {
        return best.threshold() == null
                ? "on " + best.figure()
                : String.format(Locale.ROOT, "on scores above %.2f", best.threshold());
    }

    /** What would have been earned otherwise. */
    private static String beside(Sum other, Sum earned) {
        double more = other.value() - earned.value();
        return amount(other.value()) + ", "
                + (more == 0 ? "the same" : amount(Math.abs(more)) + (more > 0 ? " more" : " less"));
    }

    private static String open(ValueStatus status) {
        return status.sum("open", "earned")
                .map(sum -> String.format(
                        Locale.ROOT,
                        "  not known    %,d rows of %s, expected to earn %s",
                        sum.rows(),
                        days(sum.days()),
                        withInterval(sum)))
                .orElseGet(() -> status.rowsOpen() == 0
                        ? "  not known    nothing: all outcomes are known"
                        : String.format(Locale.ROOT, "  not known    %,d rows", status.rowsOpen()));
    }

    private static String campaign(Campaign campaign) {
        return String.format(
                Locale.ROOT,
                "  campaign     %s a customer (%s to %s), contacting %.1f %% of %,d, at best, as is known in hindsight of %s",
                amount(campaign.each(campaign.value())),
                amount(campaign.each(campaign.lower())),
                amount(campaign.each(campaign.upper())),
                PERCENT * campaign.contacted(),
                campaign.rows(),
                campaign.day());
    }

    private static List<String> arms(List<ArmSum> arms) {
        if (arms.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of("  by arm       earned for 1,000 rows whose outcomes are known"));
        arms.forEach(arm -> lines.add(String.format(Locale.ROOT, "    %-10s %s", arm.arm(), arm(arm))));
        lines.add(
                "    Chance draws who is in which arm, so what lies beyond chance is an effect of who decides; an experiment judges it");
        return lines;
    }

    private static String arm(ArmSum arm) {
        if (arm.rows() == 0) {
            return String.format(Locale.ROOT, "not known yet of %s", rows(arm.rowsOpen()));
        }
        String own = interval(arm.value(), arm.lower(), arm.upper(), arm::perThousand)
                + String.format(Locale.ROOT, ", of %s of %s", rows(arm.rows()), days(arm.days()));
        if (arm.difference() == null) {
            return own;
        }
        double more = arm.differencePerThousand(arm.difference());
        String ends = arm.differenceLower() == null
                ? ""
                : " (" + amount(arm.differencePerThousand(arm.differenceLower())) + " to "
                        + amount(arm.differencePerThousand(arm.differenceUpper())) + ")";
        return own + "; "
                + (more == 0 ? "the same as" : amount(Math.abs(more)) + (more > 0 ? " more" : " less") + ends + " than")
                + " the champion on the same days";
    }

    private static String withInterval(Sum sum) {
        return interval(sum.value(), sum.lower(), sum.upper(), DoubleUnaryOperator.identity());
    }

    private static String interval(double value, Double lower, Double upper, DoubleUnaryOperator unit) {
        String text = amount(unit.applyAsDouble(value));
        return lower == null || upper == null
                ? text
                : text + " (" + amount(unit.applyAsDouble(lower)) + " to " + amount(unit.applyAsDouble(upper)) + ")";
    }

    private static String amount(double value) {
        String text = String.format(Locale.ROOT, "%,.2f", value);
        return text.equals("-0.00") ? "0.00" : text;
    }

    private static String rows(long count) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? "row" : "rows");
    }

    private static String days(int count) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? "day" : "days");
    }
}
