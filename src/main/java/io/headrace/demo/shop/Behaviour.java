package io.headrace.demo.shop;

import io.headrace.demo.shop.Mood.Voucher;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The law by which customers order, and the exact chance that they do not.
 *
 * <p>On day d a customer orders with the odds (p to 1 - p), independently of other days given the past,
 *
 * <pre>
 * odds(d) = footfall(d) * (ownOdds * settled(d - joined) * interest(d - last order) * trust(d - last disappointment)
 *                          + voucher pull while it is valid)
 * </pre>
 *
 * On the path without an order every term is a known function of the day, so the chance of no order in a window is the
 * product of {@code 1 / (1 + odds(d))} over its days. A campaign that begins within the window is not yet decided at its
 * start; its two arms are weighted by their shares.
 */
final class Behaviour {
    /** Share of the eligible customers that gets no voucher. */
    static final double HOLDOUT_SHARE = 0.5;

    private static final double USUAL_TRADING_DAYS = 25;
    private static final int MEMORY_DAYS = 2_000;
    private static final double SETTLED_AFTER_DAYS = 180;

    private final ShopCalendar calendar;
    private final double[] interest = byDay(Behaviour::interestAfter);
    private final double[] trust = byDay(Behaviour::trustAfter);

    Behaviour(ShopCalendar calendar) {
        this.calendar = calendar;
    }

    /** Probability of an order on the day. */
    double orderProbability(Customer customer, Mood mood, long day) {
        double odds = odds(customer, mood, day);
        return odds / (1 + odds);
    }

    /**
     * Probability of no order in {@code [asOf, asOf + 30)}, given traits and all that happened before as-of.
     *
     * <p>Vouchers handed out on as-of or later count with their chance.
     */
    double lapseProbability(Customer customer, Mood mood, long asOf) {
        double withoutVoucher = decidedLapseProbability(customer, mood, asOf);
        for (long day = asOf; day < asOf + ShopCalendar.HORIZON_DAYS; day++) {
            if (calendar.isCampaign(day) && isEligible(mood, day)) {
                Mood offered = mood.with(offer(customer, mood, day));
                double withVoucher = decidedLapseProbability(customer, offered, asOf);
                return HOLDOUT_SHARE * withoutVoucher + (1 - HOLDOUT_SHARE) * withVoucher;
            }
        }
        return withoutVoucher;
    }

    /** Probability of no order in {@code [asOf, asOf + 30)} if no voucher comes beyond the one of the mood. */
    double decidedLapseProbability(Customer customer, Mood mood, long asOf) {
        double inverse = 1;
        for (long day = asOf; day < asOf + ShopCalendar.HORIZON_DAYS; day++) {
            inverse *= 1 + odds(customer, mood, day);
        }
        return 1 / inverse;
    }

    /** The voucher that this customer would get on the day; whoever has lost interest heeds it less. */
    Voucher offer(Customer customer, Mood mood, long day) {
        double heed = 0.4 + 0.6 * interest[memory(day - mood.lastOrderDay())];
        return new Voucher(day, customer.traits().persuasion() * heed / USUAL_TRADING_DAYS);
    }

    /** Whether the customer bought in the 90 days before, as the files can show. */
    boolean isEligible(Mood mood, long day) {
        long earliest = Math.max(calendar.first(), day - ShopCalendar.ACTIVE_DAYS);
        return mood.hasOrdered() && mood.lastOrderDay() >= earliest && mood.lastOrderDay() < day;
    }

    private double odds(Customer customer, Mood mood, long day) {
        double own = customer.traits().ownOdds()
                * settledAfter(day - customer.joinedDay())
                * interest[memory(day - mood.lastOrderDay())]
                * trust[memory(day - mood.disappointedDay())];
        double drawn = mood.voucher().isValidOn(day) ? own + mood.voucher().pull() : own;
        return calendar.footfall(day) * drawn;
    }

    private static int memory(long days) {
        return (int) Math.min(MEMORY_DAYS - 1, days);
    }

    /** Newcomers order less. */
    private static double settledAfter(long days) {
        return 0.6 + 0.4 * Math.min(1, days / SETTLED_AFTER_DAYS);
    }

    /** Shelves are full for some days after an order; then interest is whole and fades with the silence. */
    private static double interestAfter(int days) {
        double shelvesEmpty = 1 - 0.6 * StrictMath.exp(-days / 4.0);
        double notForgotten = 0.06 + 0.94 * StrictMath.exp(-days / 30.0);
        return shelvesEmpty * notForgotten;
    }

    /** A disappointment costs most of the odds and is half forgotten after 40 days. */
    private static double trustAfter(int days) {
        return StrictMath.exp(-2.0 * StrictMath.pow(0.5, days / 40.0));
    }

    private static double[] byDay(IntToDoubleFunction effect) {
        return IntStream.range(0, MEMORY_DAYS).mapToDouble(effect).toArray();
    }
}
