package io.headrace.stats.value;

import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.Interval;
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
    /** Alpha of Verbraken's law of acceptance, which has a mean of 0.3. */
    public static final double ALPHA = 6;

    /** Beta of the same law. */
    public static final double BETA = 14;

    /** Verbraken's parameters: γ follows Beta(6, 14), CLV 200, incentive 10, contact 1. */
    public static final ChurnCampaign VERBRAKEN = new ChurnCampaign(ALPHA, BETA, 200, 10, 1);

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
     * @param rows customers, 2 or more
     * @param profit expected maximum profit a customer, 0 or more
     * @param contacted share of all customers that the best thresholds contact on average
     * @param standardError of the profit a customer if as many were drawn again
     */
    public record Profit(long rows, double profit, double contacted, double standardError) {
        /**
         * The normal interval of the profit a customer, its lower end 0 or more as the best of all thresholds earns no less than contacting none.
         *
         * @param confidence strictly between 0 and 1
         */
        public Interval interval(double confidence) {
            Interval normal = Interval.normal(profit, standardError, confidence);
            return new Interval(Math.max(0, normal.lower()), normal.upper(), confidence);
        }
    }

    /**
     * The expected maximum profit of a score; positives are churners. Refuses outcomes of one class.
     *
     * <p>The rows of an edge of the hull are contacted where more accept than makes the edge pay, so a row's part of the profit is
     * {@code (CLV − δCLV)·E[γ; γ > t] − φCLV·P(γ > t)} of a churner and {@code −(δ + φ)CLV·P(γ > t)} of another, and the profit is their mean. As
     * each threshold is the best for its γ, a small change of it changes nothing (envelope theorem), so the error is that of the mean.
     */
    public Profit expectedMaximum(BinaryOutcomes outcomes) {
        List<Vertex> hull = RocHull.of(outcomes).vertices();
        double profit = 0;
        double squares = 0;
        double contacted = 0;
        double acceptance = 0;
        for (int edge = 1; edge < hull.size(); edge++) {
            Vertex lower = hull.get(edge - 1);
            Vertex upper = hull.get(edge);
            acceptance = Math.max(acceptance, Math.min(1, acceptanceFor(lower, upper)));
            double churners = upper.positives() - lower.positives();
            double others = upper.negatives() - lower.negatives();
            double weight = 1 - cumulative(acceptance, alpha);
            double accepted = alpha / (alpha + beta) * (1 - cumulative(acceptance, alpha + 1));
            double ofChurner = (lifetimeValue - incentive) * accepted - contact * weight;
            double ofOther = -(incentive + contact) * weight;
            profit += churners * ofChurner + others * ofOther;
            squares += churners * ofChurner * ofChurner + others * ofOther * ofOther;
            contacted += (churners + others) * weight;
        }
        long rows = outcomes.rows();
        double error = Worth.sampleError(rows, profit, squares).orElseThrow();
        return new Profit(rows, profit / rows, contacted / rows, error / rows);
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
