package io.headrace.demo.shop;

import java.time.LocalDate;
import java.util.Objects;

/**
 * How large a shop to invent, from which day on, and which one of all possible shops.
 *
 * @param firstDay day of the first files
 * @param days number of days from the first one on, at least 1; a longer run begins with exactly the files of a shorter
 *     one
 * @param customers customers the shop wins within 365 days of the first day, at least 1; seven in ten of them before it
 * @param seed any number; another seed is another shop
 */
public record RetailSettings(LocalDate firstDay, int days, int customers, long seed) {
    /** Checks every part. */
    public RetailSettings {
        Objects.requireNonNull(firstDay, "firstDay");
        requirePositive("days", days);
        requirePositive("customers", customers);
    }

    /** The shop of the demo: 2,500 customers over the 365 days of 2025, seed 42. */
    public static RetailSettings defaults() {
        return new RetailSettings(LocalDate.of(2025, 1, 1), 365, 2_500, 42);
    }

    /** The last day that has files. */
    public LocalDate lastDay() {
        return firstDay.plusDays(days - 1L);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more, is " + value);
        }
    }
}
