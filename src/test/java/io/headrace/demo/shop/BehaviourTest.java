package io.headrace.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BehaviourTest {
    private static final long FIRST = LocalDate.of(2025, 1, 1).toEpochDay();
    private static final long ORDERED = FIRST + 20;
    private static final long CAMPAIGN = FIRST + 60;

    private final ShopCalendar calendar = new ShopCalendar(new RetailSettings(LocalDate.ofEpochDay(FIRST), 365, 1, 42));
    private final Behaviour behaviour = new Behaviour(calendar);
    private final Customer customer = new Customer(
            12_001,
            FIRST - 100,
            "Norway",
            new Customer.Card("Ada Alder", "ada@example.com", 1980, "F"),
            new Customer.Traits(0.08, 4, 0.3, 1.5));
    private final Mood content = Mood.ofNewcomer(FIRST).afterGoodOrder(ORDERED);

    @Test
    void lapseIsThirtyDaysInARowWithoutAnOrder() {
        long asOf = FIRST + 200;
        double none = LongStream.range(asOf, asOf + 30)
                .mapToDouble(day -> 1 - behaviour.orderProbability(customer, content, day))
                .reduce(1, (left, right) -> left * right);

        assertThat(behaviour.lapseProbability(customer, content, asOf)).isCloseTo(none, within(1e-12));
    }

    @Test
    void campaignWithinTheWindowCountsByTheSharesOfItsArms() {
        Mood offered = content.with(behaviour.offer(customer, content, CAMPAIGN));
        double without = behaviour.decidedLapseProbability(customer, content, CAMPAIGN - 10);
        double with = behaviour.decidedLapseProbability(customer, offered, CAMPAIGN - 10);

        assertThat(behaviour.lapseProbability(customer, content, CAMPAIGN - 10))
                .isCloseTo((with + without) / 2, within(1e-12))
                .isLessThan(without);
        assertThat(behaviour.lapseProbability(customer, content, CAMPAIGN - 30))
                .isEqualTo(behaviour.decidedLapseProbability(customer, content, CAMPAIGN - 30));
    }

    @Test
    void onlyCustomersWhoBoughtInTheNinetyDaysBeforeTakePart() {
        assertThat(behaviour.isEligible(content, ORDERED + 1)).isTrue();
        assertThat(behaviour.isEligible(content, ORDERED))
                .as("not before as-of")
                .isFalse();
        assertThat(behaviour.isEligible(content, ORDERED + 90)).isTrue();
        assertThat(behaviour.isEligible(content, ORDERED + 91)).isFalse();
        assertThat(behaviour.isEligible(Mood.ofNewcomer(ORDERED), ORDERED + 1)).isFalse();
        assertThat(behaviour.isEligible(Mood.ofNewcomer(FIRST).afterGoodOrder(FIRST - 1), FIRST + 5))
                .as("no file shows it")
                .isFalse();
    }

    @Test
    void disappointmentCostsOrdersAndIsForgotten() {
        Mood sour = Mood.ofNewcomer(FIRST).afterBadOrder(ORDERED);

        double soon = ratio(sour, ORDERED + 7);
        double later = ratio(sour, ORDERED + 91);
        assertThat(soon).isLessThan(later);
        assertThat(later).isLessThan(1);
    }

    @Test
    void forecastAgreesWithTheSlowAndObviousOne() {
        Mood sour = Mood.ofNewcomer(FIRST).afterBadOrder(FIRST + 10).afterGoodOrder(ORDERED);
        for (Mood mood : new Mood[] {content, sour}) {
            Mood offered = mood.with(behaviour.offer(customer, mood, CAMPAIGN));
            OrderForecast forecast = new OrderForecast(behaviour, customer, mood, CAMPAIGN);

            assertThat(forecast.orders(mood)).isCloseTo(naiveOrders(mood), within(1e-12));
            assertThat(forecast.orders(offered))
                    .isCloseTo(naiveOrders(offered), within(1e-12))
                    .isGreaterThan(forecast.orders(mood));
        }
    }

    private double ratio(Mood sour, long day) {
        return behaviour.orderProbability(customer, sour, day) / behaviour.orderProbability(customer, content, day);
    }

    private double naiveOrders(Mood mood) {
        return naiveOrders(new Moment(mood, CAMPAIGN), new HashMap<>());
    }

    private record Moment(Mood mood, long day) {}

    private double naiveOrders(Moment now, Map<Moment, Double> known) {
        if (now.day() == CAMPAIGN + 30) {
            return 0;
        }
        if (!known.containsKey(now)) {
            Mood mood = now.mood();
            double order = behaviour.orderProbability(customer, mood, now.day());
            double bad = customer.traits().cancelChance();
            double ifBad = naiveOrders(new Moment(mood.afterBadOrder(now.day()), now.day() + 1), known);
            double ifGood = naiveOrders(new Moment(mood.afterGoodOrder(now.day()), now.day() + 1), known);
            double ifNone = naiveOrders(new Moment(mood, now.day() + 1), known);
            known.put(now, order * (1 + bad * ifBad + (1 - bad) * ifGood) + (1 - order) * ifNone);
        }
        return known.get(now);
    }
}
