package io.headrace.demo.shop;

import io.headrace.demo.shop.Catalogue.Product;
import java.util.List;

/**
 * An order, or the cancellation of part of one, as it happened; its invoice may tell it worse.
 *
 * @param day epoch day
 * @param minute minute of the day
 * @param customerId {@link #UNKNOWN} for somebody the shop does not know
 * @param lines at least one, each of another product
 */
record Sale(long day, int minute, long customerId, String country, List<Line> lines) {
    static final long UNKNOWN = 0;

    Sale {
        lines = List.copyOf(lines);
    }

    /**
     * Some pieces of one product.
     *
     * @param quantity never 0; negative where cancelled
     * @param mills price of one piece in thousandths of a pound
     */
    record Line(Product product, int quantity, long mills) {
        Line cancelled() {
            return new Line(product, -quantity, mills);
        }
    }

    boolean isCancellation() {
        return lines.get(0).quantity() < 0;
    }

    boolean isByKnownCustomer() {
        return customerId != UNKNOWN;
    }

    /** Value in thousandths of a pound; negative for a cancellation. */
    long mills() {
        return lines.stream().mapToLong(line -> line.quantity() * line.mills()).sum();
    }
}
