package io.headrace.demo.page;

import static io.headrace.report.DisplayFormat.area;
import static io.headrace.report.DisplayFormat.count;
import static io.headrace.report.DisplayFormat.counted;
import static io.headrace.report.DisplayFormat.difference;
import static io.headrace.report.DisplayFormat.money;
import static io.headrace.report.DisplayFormat.percent;

import io.headrace.report.DisplayFormat;
import java.util.Currency;
import java.util.List;

/** What a reader may conclude from each chart and table of the page, in words that follow from the numbers. */
final class Conclusions {
    /** The share of cases at which the gains are put into words. */
    static final double SHARE_IN_WORDS = 0.2;

    private Conclusions() {}

    static String flow(DataFlow flow) {
        return flow.addsUp()
                ? "Every row that came in is accounted for: each has exactly one outcome, and every row due a score has one "
                        + "or is listed with an error."
                : "Some rows are not accounted for: see the lines marked ✗ below before relying on anything else here.";
    }

    static String quality(ModelQuality quality) {
        StringBuilder words = new StringBuilder();
        words.append("Take two cases at random, one that lapsed and one that did not: the model ranks them rightly in ")
                .append(percent(quality.model().value()))
                .append(" of such pairs, the recency rule in ")
                .append(percent(quality.recencyRule().value()))
                .append(". ")
                .append(lead(quality.modelMinusRule()));
        quality.bestPossible()
                .ifPresent(best -> words.append(
                                " With the true probabilities, which only the generator of these data knows, it would be ")
                        .append(percent(best.value()))
                        .append("."));
        quality.shareOfPossibleGain()
                .ifPresent(share -> words.append(" The model goes ")
                        .append(percent(share))
                        .append(" of the way there from the rule."));
        return words.toString();
    }

    private static String lead(Estimate modelMinusRule) {
        if (modelMinusRule.isAbove(0)) {
            return "The lead is clear of chance.";
        }
        return modelMinusRule.isBelow(0)
                ? "The rule is better, clear of chance: use the rule."
                : "Chance alone could explain the difference.";
    }

    static String gains(Gains gains) {
        Gains.Point model = gains.nearest(gains.model(), SHARE_IN_WORDS);
        Gains.Point rule = gains.nearest(gains.recencyRule(), SHARE_IN_WORDS);
        return "Contact the riskiest " + percent(gains.shareContacted(model)) + " by the model and you reach "
                + percent(gains.shareFound(model)) + " of all who lapse; by the recency rule "
                + percent(gains.shareFound(rule))
                + (rule.contacted() == model.contacted() ? "" : ", contacting " + percent(gains.shareContacted(rule)))
                + "; drawing at random " + percent(gains.shareContacted(model)) + ".";
    }

    static String calibration(Calibration calibration) {
        long held = calibration.groupsThatHold();
        int groups = calibration.groups().size();
        String words = "In " + count(held) + " of " + count(groups)
                + " groups the predicted probability lies within the 95\u00a0% interval of what happened";
        if (!calibration.isPlausible()) {
            return words + ", and chance does not explain the others: trust the order of customers, not the "
                    + "probabilities themselves.";
        }
        return words
                + (held == groups ? "" : ", and chance may well explain the others")
                + ": the probabilities may be taken at their word.";
    }

    static String profit(CampaignProfit profit) {
        Currency currency = profit.currency();
        CampaignProfit.Plan model = profit.model();
        StringBuilder words = new StringBuilder();
        words.append("Sending ")
                .append(DisplayFormat.counted(model.vouchers(), "voucher"))
                .append(" to those the model names is expected to earn ")
                .append(money(model.profit().value(), currency))
                .append(
                        model.profit().isAbove(0)
                                ? ", which chance alone does not explain."
                                : ", which chance alone could explain.");
        profit.bestOther().ifPresent(other -> words.append(against(model, other, currency)));
        profit.modelMinusRandom()
                .ifPresent(lead -> words.append(" Its lead over as many vouchers at random is ")
                        .append(money(lead.value(), currency))
                        .append(" (95\u00a0% interval ")
                        .append(money(lead.low(), currency))
                        .append(" to ")
                        .append(money(lead.high(), currency))
                        .append(lead.isAbove(0) ? ")." : "), which chance alone could explain."));
        return words.toString();
    }

    private static String against(CampaignProfit.Plan model, CampaignProfit.Plan other, Currency currency) {
        double lead = model.profit().value() - other.profit().value();
        return " The best other plan, vouchers to " + other.target().words() + ", is expected to earn "
                + money(other.profit().value(), currency)
                + (lead > 0 ? "." : ": the model's plan does not pay here.");
    }

    /** The first run sends everything, each later one only what differs. */
    static String handovers(List<Handover> runs) {
        long first = runs.get(0).rows();
        long most = runs.stream().skip(1).mapToLong(Handover::rows).max().orElse(0);
        return "Another system reads whom to write to, as files. The first run sent " + counted(first, "row")
                + (runs.size() == 1
                        ? "."
                        : ", each later one at most " + count(most) + ": what differs from the run before.");
    }

    static String rollback(Rollback rollback) {
        return rollback.isUndone()
                ? "One command put the previous model's scores back, one more undid that: rows, model version and mean "
                        + "score are again what they were. Each step is one commit to the table; its history is kept."
                : "The scores did not come back as they were: compare the columns.";
    }

    /** {@code +0.054 (95 % interval +0.041 to +0.067)}. */
    static String pairedDifference(Estimate estimate) {
        return difference(estimate.value()) + " (95\u00a0% interval " + difference(estimate.low()) + " to "
                + difference(estimate.high()) + ")";
    }

    /** {@code 0.812 to 0.850}. */
    static String areaInterval(Estimate estimate) {
        return area(estimate.low()) + " to " + area(estimate.high());
    }
}
