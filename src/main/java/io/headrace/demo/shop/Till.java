package io.headrace.demo.shop;

import io.headrace.demo.shop.CustomerLife.Visit;
import io.headrace.demo.shop.Dice.Purpose;
import io.headrace.demo.shop.Sale.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Turns visits into sales with baskets, and rings up those who never say who they are. */
final class Till {
    private static final int OPENS_AT_MINUTE = 8 * 60;
    private static final int OPEN_MINUTES = 12 * 60;
    private static final List<Integer> QUANTITIES = List.of(1, 1, 2, 2, 3, 4, 4, 6, 8, 12);
    private static final double WALK_INS_PER_CUSTOMER = 0.0042;
    private static final double WALK_IN_LINES = 4.5;
    private static final int CANCELLED_WITHIN_DAYS = 4;
    private static final double CANCELLED_SHARE_OF_LINES = 0.5;

    private final RetailSettings settings;
    private final ShopCalendar calendar;
    private final Catalogue catalogue;

    Till(RetailSettings settings, ShopCalendar calendar, Catalogue catalogue) {
        this.settings = settings;
        this.calendar = calendar;
        this.catalogue = catalogue;
    }

    /** The sales of a customer, cancellations behind their orders; none after the run's last day. */
    List<Sale> salesOf(CustomerLife life) {
        List<Sale> sales = new ArrayList<>();
        for (Visit visit : life.visits()) {
            Customer customer = life.customer();
            Dice dice = Dice.of(settings.seed(), Purpose.ORDER, customer.id(), visit.day());
            Sale order = sale(
                    visit.day(),
                    customer.id(),
                    customer.country(),
                    customer.traits().linesPerOrder(),
                    dice);
            sales.add(order);
            if (visit.disappointing()) {
                sales.add(cancellation(order, dice));
            }
        }
        return sales.stream().filter(sale -> sale.day() < calendar.end()).toList();
    }

    /** The day's sales to nobody in particular. */
    List<Sale> walkIns(long day) {
        Dice dice = Dice.of(settings.seed(), Purpose.WALK_IN, day, 0);
        double expected = WALK_INS_PER_CUSTOMER * settings.customers() * calendar.footfall(day);
        return IntStream.range(0, dice.poisson(expected))
                .mapToObj(visitor -> sale(day, Sale.UNKNOWN, CustomerBook.anyCountry(dice), WALK_IN_LINES, dice))
                .toList();
    }

    /** Expected value of an order in thousandths of a pound, before cancellations. */
    double expectedMills(Customer customer, long day) {
        double quantity =
                QUANTITIES.stream().mapToInt(Integer::intValue).average().orElseThrow();
        return customer.traits().linesPerOrder() * quantity * catalogue.meanMills(day);
    }

    private Sale sale(long day, long customerId, String country, double meanLines, Dice dice) {
        int minute = OPENS_AT_MINUTE + dice.below(OPEN_MINUTES);
        List<Line> lines = catalogue.pick(1 + dice.poisson(meanLines - 1), dice).stream()
                .map(product ->
                        new Line(product, QUANTITIES.get(dice.below(QUANTITIES.size())), catalogue.mills(product, day)))
                .toList();
        return new Sale(day, minute, customerId, country, lines);
    }

    private Sale cancellation(Sale order, Dice dice) {
        long day = ShopCalendar.tradingDayFrom(order.day() + 1 + dice.below(CANCELLED_WITHIN_DAYS));
        int minute = OPENS_AT_MINUTE + dice.below(OPEN_MINUTES);
        List<Line> lines = new ArrayList<>();
        for (Line line : order.lines()) {
            if (lines.isEmpty() || dice.chance(CANCELLED_SHARE_OF_LINES)) {
                lines.add(line.cancelled());
            }
        }
        return new Sale(day, minute, order.customerId(), order.country(), lines);
    }
}
