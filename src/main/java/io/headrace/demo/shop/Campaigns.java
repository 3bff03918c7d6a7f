package io.headrace.demo.shop;

import io.headrace.demo.shop.CustomerLife.Arm;
import io.headrace.demo.shop.CustomerLife.Offer;
import io.headrace.demo.shop.RetailTruth.Campaign;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Writes {@code campaigns/} with the outcome of each campaign, and computes its expected effect.
 *
 * <p>A file holds one campaign and is dated 30 days after it, when its outcome is known: {@code margin} is 30 % of what
 * the customer bought net of cancellations in {@code [day, day + 30)}, before the voucher's {@code cost}, which is that of
 * sending it and, if used, its value. Both are in pounds.
 */
final class Campaigns {
    private static final List<String> HEADER = List.of("customer", "day", "arm", "cost", "redeemed", "margin");
    private static final List<String> TRUTH_HEADER = List.of(
            "customer",
            "day",
            "lapse_if_none",
            "lapse_if_voucher",
            "orders_if_none",
            "orders_if_voucher",
            "order_margin",
            "voucher_cost",
            "voucher_gain");
    private static final double CENTS_PER_MILL = 0.1;

    private final ShopCalendar calendar;
    private final Till till;
    private final List<History> histories;

    Campaigns(ShopCalendar calendar, Till till, List<History> histories) {
        this.calendar = calendar;
        this.till = till;
        this.histories = List.copyOf(histories);
    }

    /**
     * One customer's part in one campaign, with what a voucher was to be worth.
     *
     * @param orderMarginCents expected margin of one order before cancellations
     * @param costCents expected cost of a voucher
     */
    private record Part(History history, Offer offer, double orderMarginCents, double costCents) {
        /** Expected margin of the orders that the voucher brings within 30 days, minus its expected cost. */
        double gainCents() {
            return (offer.ifVoucher().orders() - offer.ifNone().orders()) * orderMarginCents - costCents;
        }
    }

    /** Writes the files whose day is within the run. */
    void writeOutcomes(OutputFolder landing) {
        for (long day : calendar.campaignDays()) {
            if (day + ShopCalendar.HORIZON_DAYS < calendar.end()) {
                List<List<String>> rows = new ArrayList<>();
                rows.add(HEADER);
                parts(day).forEach(part -> rows.add(outcome(part)));
                landing.add(name(day), CsvText.of(rows));
            }
        }
    }

    /** Writes the true effect of a voucher for each customer and campaign, whichever arm it was. */
    void writeTruth(OutputFolder truth) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(TRUTH_HEADER);
        for (long day : calendar.campaignDays()) {
            parts(day).forEach(part -> rows.add(prospect(part)));
        }
        truth.replace("vouchers.csv", CsvText.of(rows));
    }

    List<Campaign> summaries() {
        return calendar.campaignDays().stream().map(this::summary).toList();
    }

    private Campaign summary(long day) {
        List<Part> parts = parts(day);
        long vouchers =
                parts.stream().filter(part -> part.offer().arm() == Arm.VOUCHER).count();
        List<Part> riskiest = parts.stream()
                .sorted(Comparator.comparingDouble(
                        (Part part) -> -part.offer().ifNone().lapseProbability()))
                .limit(parts.size() / 3)
                .toList();
        return new Campaign(
                LocalDate.ofEpochDay(day),
                name(day),
                parts.size(),
                Math.toIntExact(vouchers),
                Behaviour.HOLDOUT_SHARE,
                gainPounds(parts),
                gainPounds(riskiest));
    }

    private static double gainPounds(List<Part> parts) {
        return pounds(parts.stream().mapToDouble(Part::gainCents).sum()).doubleValue();
    }

    private List<Part> parts(long day) {
        List<Part> parts = new ArrayList<>();
        for (History history : histories) {
            for (Offer offer : history.life().offers()) {
                if (offer.day() == day) {
                    parts.add(part(history, offer));
                }
            }
        }
        return parts;
    }

    private Part part(History history, Offer offer) {
        double orderMills = till.expectedMills(history.life().customer(), offer.day());
        double orderMarginCents = orderMills * CENTS_PER_MILL * CampaignTerms.MARGIN_SHARE;
        return new Part(
                history,
                offer,
                orderMarginCents,
                CampaignTerms.expectedCostCents(1 - offer.ifVoucher().lapseProbability()));
    }

    private static List<String> outcome(Part part) {
        Offer offer = part.offer();
        double margin = part.history().netMillsFrom(offer.day()) * CENTS_PER_MILL * CampaignTerms.MARGIN_SHARE;
        return List.of(
                id(part),
                LocalDate.ofEpochDay(offer.day()).toString(),
                offer.arm().name().toLowerCase(Locale.ROOT),
                pounds(CampaignTerms.costCents(offer)).toPlainString(),
                offer.redeemed() ? "1" : "0",
                pounds(margin).toPlainString());
    }

    private static List<String> prospect(Part part) {
        Offer offer = part.offer();
        return List.of(
                id(part),
                LocalDate.ofEpochDay(offer.day()).toString(),
                LapseTruth.text(offer.ifNone().lapseProbability()),
                LapseTruth.text(offer.ifVoucher().lapseProbability()),
                LapseTruth.text(offer.ifNone().orders()),
                LapseTruth.text(offer.ifVoucher().orders()),
                pounds(part.orderMarginCents()).toPlainString(),
                pounds(part.costCents()).toPlainString(),
                pounds(part.gainCents()).toPlainString());
    }

    private static String id(Part part) {
        return Long.toString(part.history().life().customer().id());
    }

    private static BigDecimal pounds(double cents) {
        return BigDecimal.valueOf(Math.round(cents), 2);
    }

    private static String name(long day) {
        return "campaigns/" + LocalDate.ofEpochDay(day + ShopCalendar.HORIZON_DAYS) + ".csv";
    }
}
