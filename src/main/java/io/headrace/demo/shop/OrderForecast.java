package io.headrace.demo.shop;

import java.util.stream.IntStream;

/**
 * Expected number of orders in the 30 days from a given one on, exact under the law of {@link Behaviour}.
 *
 * <p>Computed backwards from the window's end. What matters on a day is when the last order and the last disappointment
 * were, each either in the window or as before it; orders within the window end the voucher, so the part after the first
 * order is the same with and without one.
 */
final class OrderForecast {
    private static final int DAYS = ShopCalendar.HORIZON_DAYS;
    /** Index of a disappointment before the window; others are days of the window. */
    private static final int BEFORE = DAYS;

    private final Behaviour behaviour;
    private final Customer customer;
    private final Mood atStart;
    private final long start;
    /** Expected orders on the days after day i of the window, given an order on it, good or bad. */
    private final double[] afterGoodFirstOrder = new double[DAYS];

    private final double[] afterBadFirstOrder = new double[DAYS];

    /** A forecast for a customer whose mood without a voucher at the start of the window is known. */
    OrderForecast(Behaviour behaviour, Customer customer, Mood atStart, long start) {
        this.behaviour = behaviour;
        this.customer = customer;
        this.atStart = atStart;
        this.start = start;
        forecastAfterOrders();
    }

    /** Expected orders if the window starts in the given mood, which may differ by its voucher only. */
    double orders(Mood mood) {
        double expected = 0;
        for (int day = DAYS - 1; day >= 0; day--) {
            double orders = behaviour.orderProbability(customer, mood, start + day);
            double ifOrder = 1 + afterOrder(afterGoodFirstOrder[day], afterBadFirstOrder[day]);
            expected = orders * ifOrder + (1 - orders) * expected;
        }
        return expected;
    }

    /** Fills the two arrays; {@code expected[last][bad]} holds the orders from the day after the current one on. */
    private void forecastAfterOrders() {
        Mood[][] moods = moods();
        double[][] expected = new double[DAYS][DAYS + 1];
        for (int day = DAYS - 1; day >= 0; day--) {
            afterGoodFirstOrder[day] = expected[day][BEFORE];
            afterBadFirstOrder[day] = expected[day][day];
            double ifBad = expected[day][day];
            for (int last = 0; last < day; last++) {
                for (int bad = 0; bad <= DAYS; bad++) {
                    if (bad <= last || bad == BEFORE) {
                        double orders = behaviour.orderProbability(customer, moods[last][bad], start + day);
                        double ifOrder = 1 + afterOrder(expected[day][bad], ifBad);
                        expected[last][bad] = orders * ifOrder + (1 - orders) * expected[last][bad];
                    }
                }
            }
        }
    }

    private double afterOrder(double ifGood, double ifBad) {
        double chanceOfBad = customer.traits().cancelChance();
        return chanceOfBad * ifBad + (1 - chanceOfBad) * ifGood;
    }

    private Mood[][] moods() {
        return IntStream.range(0, DAYS)
                .mapToObj(last -> IntStream.rangeClosed(0, DAYS)
                        .mapToObj(bad -> bad == BEFORE
                                ? atStart.afterGoodOrder(start + last)
                                : atStart.afterBadOrder(start + bad).afterGoodOrder(start + last))
                        .toArray(Mood[]::new))
                .toArray(Mood[][]::new);
    }
}
