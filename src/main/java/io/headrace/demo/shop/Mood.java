package io.headrace.demo.shop;

/**
 * What a customer's past does to the future: all that changes about a customer, and nothing else.
 *
 * <p>It changes on the day of an order or a voucher only. Between them every effect is a known function of the day,
 * which is why the chance of a lapse is exact.
 *
 * @param lastOrderDay epoch day of the last order, or of joining
 * @param hasOrdered whether there was an order yet
 * @param disappointedDay epoch day of the last order that disappointed, {@link #NEVER} for none
 * @param voucher the voucher in hand, {@link Voucher#NONE} for none
 */
record Mood(long lastOrderDay, boolean hasOrdered, long disappointedDay, Voucher voucher) {
    /** A day long before all others. */
    static final long NEVER = Long.MIN_VALUE / 2;

    /**
     * A voucher in hand; it ends with the first order or after {@link ShopCalendar#HORIZON_DAYS}.
     *
     * @param fromDay epoch day from which it is valid
     * @param pull what it adds to the odds of an order on a usual trading day
     */
    record Voucher(long fromDay, double pull) {
        static final Voucher NONE = new Voucher(NEVER, 0);

        boolean isValidOn(long day) {
            return day >= fromDay && day < fromDay + ShopCalendar.HORIZON_DAYS;
        }
    }

    static Mood ofNewcomer(long day) {
        return new Mood(day, false, NEVER, Voucher.NONE);
    }

    Mood afterGoodOrder(long day) {
        return new Mood(day, true, disappointedDay, Voucher.NONE);
    }

    Mood afterBadOrder(long day) {
        return new Mood(day, true, day, Voucher.NONE);
    }

    Mood with(Voucher offered) {
        return new Mood(lastOrderDay, hasOrdered, disappointedDay, offered);
    }
}
