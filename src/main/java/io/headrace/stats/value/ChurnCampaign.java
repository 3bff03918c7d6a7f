package io.headrace.stats.value;

import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.RocHull;
import io.headrace.stats.RocHull.Vertex;
import java.util.List;
import org.apache.commons.math3.special.Beta;

/**
 * A campaign that keeps customers by an incentive, of whom it is not sure how many accept it.
 *
 * <p>The expected maximum profit (EMPC) is {@code ∫_γ max_T {CLV[γ(1 − δ) − φ]·π₀·F₀(T) − CLV(δ + φ)·π₁·F₁(T)} h(γ) dγ}: of churners a share γ
 * accepts, γ follows a Beta law; δ and φ are incentive and contact over the customer's value; π₀ and π₁ are the shares of churners and
 * others, F₀ and F₁ the shares of each that are contacted (T. Verbraken, W. Verbeke and B. Baesens, IEEE TKDE 25, 2013). For each γ the best threshold
 * lies on the convex hull of the ROC curve, so the integral is a sum over its edges of incomplete Beta functions, without any grid.
 *
 * @param alpha of the Beta law of γ, above 0
 * @param beta of the same law, above 0
 * @param lifetimeValue of a customer who is kept (CLV), above 0
 * @param incentive what is offered, 0 or more and below the lifetime value
 * @param contact what it costs to contact a customer, 0 or more
 */
public record ChurnCampaign(double alpha, double beta, double lifetimeValue, double incentive, double contact) {
    /** Verbraken's parameters: γ follows Beta(6, 14), CLV 200, incentive 10, contact 1. */
    public static final ChurnCampaign VERBRAKEN = new ChurnCampaign(6, 14, 200, 10, 1);

    public ChurnCampaign {
        requireAbove("alpha", alpha);
        requireAbove("beta", beta);
        requireAbove("lifetimeValue", lifetimeValue);
        if (!(incentive >= 0 && incentive < lifetimeValue)) {
            throw new IllegalArgumentException(
                    "incentive must lie between 0 and the lifetime value, " + lifetimeValue + ", found " + incentive);
        }
        if (!(contact >= 0 && Double.isFinite(contact))) {
            throw new IllegalArgumentException("contact must be finite and 0 or more, found " + contact);
        }
    }

    private static void requireAbove(String name, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(name + " must be finite and above 0, found " + value);
        }
    }

    /**
     * What a score earns in the campaign.
     *
     * @param profit expected maximum profit a customer, 0 or more
     * @param contacted share of all customers that the best thresholds contact on average
     */
    public record Profit(double profit, double contacted) {}

    /** The expected maximum profit of a score; positives are churners. Refuses outcomes of one class. */
    public Profit expectedMaximum(BinaryOutcomes outcomes) {
        List<Vertex> hull = RocHull.of(outcomes).vertices();
        double rows = outcomes.rows();
        double profit = 0;
        double contacted = 0;
        double from = 0;
        for (int i = 0; i < hull.size() && from < 1; i++) {
            Vertex here = hull.get(i);
            double to = i + 1 < hull.size() ? Math.max(from, Math.min(1, acceptanceFor(here, hull.get(i + 1)))) : 1;
            double churners = here.positives() / rows;
            double others = here.negatives() / rows;
            double weight = cumulative(to, alpha) - cumulative(from, alpha);
            double accepted = alpha / (alpha + beta) * (cumulative(to, alpha + 1) - cumulative(from, alpha + 1));
            profit += churners * ((lifetimeValue - incentive) * accepted - contact * weight)
                    - others * (incentive + contact) * weight;
            contacted += (churners + others) * weight;
            from = to;
        }
        return new Profit(profit, contacted);
    }

    /** The acceptance from which the upper vertex earns more than the lower. */
    private double acceptanceFor(Vertex lower, Vertex upper) {
        double churners = upper.positives() - lower.positives();
        double others = upper.negatives() - lower.negatives();
        return churners == 0
                ? Double.POSITIVE_INFINITY
                : ((incentive + contact) * others / churners + contact) / (lifetimeValue - incentive);
    }

    private double cumulative(double acceptance, double shape) {
        return Beta.regularizedBeta(acceptance, shape, beta);
    }
}
