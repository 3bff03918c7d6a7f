package io.headrace.demo.shop;

import java.util.List;

/** A customer's life and the sales it led to. */
record History(CustomerLife life, List<Sale> sales) {
    History {
        sales = List.copyOf(sales);
    }

    /** Net sales in {@code [from, from + 30)}, in thousandths of a pound. */
    long netMillsFrom(long from) {
        return sales.stream()
                .filter(sale -> sale.day() >= from && sale.day() < from + ShopCalendar.HORIZON_DAYS)
                .mapToLong(Sale::mills)
                .sum();
    }
}
