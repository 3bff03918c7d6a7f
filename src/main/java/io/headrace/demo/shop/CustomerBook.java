package io.headrace.demo.shop;

import io.headrace.demo.shop.Dice.Purpose;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Draws the customers; each depends on the seed and its own number only. */
final class CustomerBook {
    static final String NEW_COUNTRY = "Lithuania";

    private static final long FIRST_ID = 12_001;
    private static final double JOINS_LATER = 0.3;
    private static final int DAYS_OF_JOINING = 365;
    private static final int EARLIER_DAYS = 1_095;
    private static final double JOINS_FROM_NEW_COUNTRY = 0.5;
    private static final double SAYS_NOTHING = 0.03;
    private static final double USUAL_ODDS = 0.045;
    private static final int USUAL_AGE = 47;

    private static final List<Market> MARKETS = List.of(
            new Market("United Kingdom", 0.53, 1.0),
            new Market("Germany", 0.14, 2.2),
            new Market("France", 0.12, 0.6),
            new Market("EIRE", 0.07, 1.8),
            new Market("Spain", 0.09, 0.35),
            new Market("Netherlands", 0.05, 1.7));
    private static final Market NEW_MARKET = new Market(NEW_COUNTRY, 0, 2.0);

    private static final List<String> FIRST_NAMES = List.of(
            "Ada", "Bela", "Cleo", "Dora", "Edda", "Finn", "Gus", "Hugo", "Ida", "Jona", "Kira", "Lars", "Mina", "Nils",
            "Olga", "Piet", "Rosa", "Sven", "Tilda", "Uwe", "Vera", "Wim", "Yara", "Zeno");
    private static final List<String> LAST_NAMES = List.of(
            "Alder", "Birch", "Cedar", "Dale", "Elm", "Field", "Grove", "Heath", "Isle", "Lake", "Marsh", "North",
            "Oak", "Pond", "Quay", "Reed", "Stone", "Thorn", "Vale", "Wood");
    private static final List<String> MAIL_DOMAINS = List.of("example.com", "example.net", "example.org");

    private record Market(String country, double share, double eagerness) {}

    private final RetailSettings settings;
    private final ShopCalendar calendar;

    CustomerBook(RetailSettings settings, ShopCalendar calendar) {
        this.settings = settings;
        this.calendar = calendar;
    }

    /** All customers who join before the run ends, by id. */
    List<Customer> customers() {
        return IntStream.range(0, settings.customers())
                .mapToObj(index -> draw(FIRST_ID + index))
                .filter(customer -> customer.joinedDay() < calendar.end())
                .toList();
    }

    /** A country for a buyer whom the shop does not know. */
    static String anyCountry(Dice dice) {
        return pickMarket(dice).country();
    }

    private Customer draw(long id) {
        Dice dice = Dice.of(settings.seed(), Purpose.PERSON, id, 0);
        long joinedDay = calendar.first() + joinedOffset(dice);
        boolean isNewcomer = joinedDay >= calendar.newCountryDay() && dice.chance(JOINS_FROM_NEW_COUNTRY);
        Market market = isNewcomer ? NEW_MARKET : pickMarket(dice);
        int age = 20 + dice.below(28) + dice.below(28);
        return new Customer(id, joinedDay, market.country(), card(id, age, dice), traits(id, age, market));
    }

    private static int joinedOffset(Dice dice) {
        return dice.chance(JOINS_LATER) ? 1 + dice.below(DAYS_OF_JOINING - 1) : -dice.below(EARLIER_DAYS);
    }

    private static Market pickMarket(Dice dice) {
        double point = dice.uniform();
        for (Market market : MARKETS) {
            point -= market.share();
            if (point < 0) {
                return market;
            }
        }
        return MARKETS.get(0);
    }

    private Customer.Card card(long id, int age, Dice dice) {
        String first = pick(FIRST_NAMES, dice);
        String last = pick(LAST_NAMES, dice);
        String email = (first + "." + last + "." + id + "@" + pick(MAIL_DOMAINS, dice)).toLowerCase(Locale.ROOT);
        int birthYear = LocalDate.ofEpochDay(calendar.first()).getYear() - age;
        String gender = dice.chance(0.5) ? "F" : "M";
        return new Customer.Card(
                first + " " + last,
                email,
                dice.chance(SAYS_NOTHING) ? null : Integer.valueOf(birthYear),
                dice.chance(SAYS_NOTHING) ? null : gender);
    }

    private Customer.Traits traits(long id, int age, Market market) {
        Dice dice = Dice.of(settings.seed(), Purpose.TRAITS, id, 0);
        double eagerness = dice.normal();
        double fromAge = 0.04 * (age - USUAL_AGE);
        double ownOdds = USUAL_ODDS * market.eagerness() * StrictMath.exp(1.1 * eagerness + fromAge);
        double linesPerOrder = 1 + 2.8 * StrictMath.exp(0.4 * eagerness + 0.15 * dice.normal());
        double cancelChance = Math.min(0.6, 0.09 * StrictMath.exp(0.8 * dice.normal()));
        double persuasion = 1.5 * StrictMath.exp(-0.02 * (age - USUAL_AGE));
        return new Customer.Traits(ownOdds, linesPerOrder, cancelChance, persuasion);
    }

    private static String pick(List<String> names, Dice dice) {
        return names.get(dice.below(names.size()));
    }
}
