package io.headrace.demo.shop;

import io.headrace.demo.shop.CustomerLife.Arm;
import io.headrace.demo.shop.CustomerLife.Offer;

/** What a voucher is worth and costs, and what an order earns. */
final class CampaignTerms {
    /** Chance that the first order made with a voucher in hand uses it. */
    static final double REDEEM_CHANCE = 0.85;
    /** Margin as a share of net sales. */
    static final double MARGIN_SHARE = 0.3;
    /** Cost of sending a voucher, in cents. */
    static final int SENDING_CENTS = 50;
    /** Cost of a used voucher on top of sending, in cents. */
    static final int VOUCHER_CENTS = 1_000;

    private CampaignTerms() {}

    /** What a part in a campaign cost, in cents. */
    static int costCents(Offer offer) {
        if (offer.arm() == Arm.NONE) {
            return 0;
        }
        return SENDING_CENTS + (offer.redeemed() ? VOUCHER_CENTS : 0);
    }

    /** Expected cost of a voucher in cents for a customer who orders with the given probability. */
    static double expectedCostCents(double orderProbability) {
        return SENDING_CENTS + VOUCHER_CENTS * REDEEM_CHANCE * orderProbability;
    }
}
