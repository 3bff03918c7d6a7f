package io.headrace.demo.shop;

import java.util.List;

/**
 * What one customer did within the run, and what was to be expected; every list in time order.
 *
 * @param visits orders from the first day of the files on
 * @param prospects chance of a lapse at each as-of after joining
 * @param offers campaigns in which the customer took part
 */
record CustomerLife(Customer customer, List<Visit> visits, List<Prospect> prospects, List<Offer> offers) {
    CustomerLife {
        visits = List.copyOf(visits);
        prospects = List.copyOf(prospects);
        offers = List.copyOf(offers);
    }

    /** An order of the given epoch day; a disappointing one is partly cancelled later. */
    record Visit(long day, boolean disappointing) {}

    /** The chance that no order comes in the 30 days from as-of on. */
    record Prospect(long asOf, double lapseProbability) {}

    /** The arm of a campaign. */
    enum Arm {
        VOUCHER,
        NONE
    }

    /**
     * Part in a campaign.
     *
     * @param ifNone what was to be expected without a voucher
     * @param ifVoucher what was to be expected with one
     * @param redeemed whether the voucher was used; false in the other arm
     */
    record Offer(long day, Arm arm, Outlook ifNone, Outlook ifVoucher, boolean redeemed) {
        Offer redeem() {
            return new Offer(day, arm, ifNone, ifVoucher, true);
        }
    }

    /**
     * The true outlook on 30 days.
     *
     * @param lapseProbability chance of no order
     * @param orders expected number of orders
     */
    record Outlook(double lapseProbability, double orders) {}
}
