package io.headrace.demo.shop;

import io.headrace.demo.shop.Dice.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the shop sells, and for how much on which day. */
final class Catalogue {
    /** Rise of all prices over 365 days. */
    static final double DRIFT_PER_YEAR = 0.08;

    private static final int SIZE = 180;
    private static final int FIRST_CODE = 20_101;
    private static final long MILLS_PER_POUND = 1_000;
    private static final List<String> COLOURS = List.of("RED", "BLUE", "GREEN", "IVORY", "SILVER", "STRIPED");
    private static final List<String> MATERIALS = List.of("PAPER", "GLASS", "TIN", "WOODEN", "COTTON");
    private static final List<String> THINGS = List.of("LANTERN", "BOWL", "CANDLE", "FRAME", "BASKET", "CLOCK");

    /**
     * Something to sell.
     *
     * @param baseMills price on the first day, in thousandths of a pound
     */
    record Product(String code, String description, long baseMills) {}

    private final ShopCalendar calendar;
    private final List<Product> products;

    Catalogue(RetailSettings settings, ShopCalendar calendar) {
        this.calendar = calendar;
        this.products = IntStream.range(0, SIZE)
                .mapToObj(index -> product(index, Dice.of(settings.seed(), Purpose.CATALOGUE, index, 0)))
                .toList();
    }

    /** Different products, each equally likely. */
    List<Product> pick(int count, Dice dice) {
        List<Product> shelf = new ArrayList<>(products);
        List<Product> picked = new ArrayList<>(count);
        while (picked.size() < Math.min(count, SIZE)) {
            int chosen = dice.below(shelf.size());
            picked.add(shelf.get(chosen));
            shelf.set(chosen, shelf.get(shelf.size() - 1));
            shelf.remove(shelf.size() - 1);
        }
        return picked;
    }

    /** The price in thousandths of a pound: whole cents, or half cents for what costs less than a pound. */
    long mills(Product product, long day) {
        double drifted = product.baseMills() * (1 + DRIFT_PER_YEAR * calendar.years(day));
        int step = product.baseMills() < MILLS_PER_POUND ? 5 : 10;
        return step * Math.round(drifted / step);
    }

    /** Mean price of a product in thousandths of a pound. */
    double meanMills(long day) {
        return products.stream()
                .mapToLong(product -> mills(product, day))
                .average()
                .orElseThrow();
    }

    private static Product product(int index, Dice dice) {
        String colour = COLOURS.get(index % COLOURS.size());
        String material = MATERIALS.get(index / COLOURS.size() % MATERIALS.size());
        String thing = THINGS.get(index / (COLOURS.size() * MATERIALS.size()));
        String code = FIRST_CODE + index + (dice.chance(0.1) ? "B" : "");
        String description = dice.chance(0.15)
                ? material + " " + thing + ", " + colour + ", SET OF " + (2 + dice.below(5))
                : colour + " " + material + " " + thing;
        return new Product(code, description, 10 * Math.round(40 - 200 * StrictMath.log(1 - dice.uniform())));
    }
}
