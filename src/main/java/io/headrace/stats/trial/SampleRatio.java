package io.headrace.stats.trial;

import io.headrace.stats.drift.ChiSquareTest;
import java.math.BigDecimal;
import java.util.List;
import org.apache.commons.math3.special.Gamma;

/**
 * Whether arms have the entities that their shares promise: Pearson's test for one look, and a multinomial one for every look.
 *
 * <p>The multinomial test weighs a Dirichlet mixture of shares around the declared ones against the declared ones (Lindon and Malek,
 * NeurIPS 2022): {@code e = B(κθ + n)/B(κθ) / Π θᵢ^nᵢ}, averaged over κ = 100 and κ = 10,000, so that both gross and fine shifts are
 * found; an average of such ratios is one again. p is the least {@code 1/e} so far.
 *
 * <p>Only arms of a positive share count as degrees of freedom. An entity in an arm of share 0 is a proof of error by itself: p is 0.
 */
public final class SampleRatio {
    private static final List<Double> CONCENTRATIONS = List.of(100.0, 10_000.0);
    private static final int MOST_DECIMALS = 15;

    private final List<BigDecimal> shares;

    private SampleRatio(List<BigDecimal> shares) {
        this.shares = shares;
    }

    /**
     * A test of declared shares.
     *
     * @param shares one by arm, 0 or more with at most 15 decimals, summing to exactly 1
     */
    public static SampleRatio of(List<BigDecimal> shares) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal share : shares) {
            if (share.signum() < 0 || share.stripTrailingZeros().scale() > MOST_DECIMALS) {
                throw new IllegalArgumentException("a share must be 0 or more with at most " + MOST_DECIMALS
                        + " decimals, found " + share.toPlainString());
            }
            sum = sum.add(share);
        }
        if (sum.compareTo(BigDecimal.ONE) != 0) {
            throw new IllegalArgumentException("shares must sum to 1, found " + sum.toPlainString());
        }
        return new SampleRatio(List.copyOf(shares));
    }

    /** Pearson's p value, right for one look; 1 without entities, or with one arm of a positive share. */
    public double fixedPValue(long[] entities) {
        requireArms(entities);
        if (java.util.Arrays.stream(entities).sum() == 0) {
            return 1;
        }
        long[] expected = shares.stream()
                .mapToLong(share -> share.scaleByPowerOfTen(MOST_DECIMALS).longValueExact())
                .toArray();
        return ChiSquareTest.oneSample(expected, entities).pValue();
    }

    /** Evidence against the shares at this look: its expectation is at most 1 where they hold, at every look; infinite where impossible. */
    public double evidence(long[] entities) {
        requireArms(entities);
        double evidence = 0;
        for (double concentration : CONCENTRATIONS) {
            evidence += Math.exp(logEvidence(entities, concentration));
        }
        return evidence / CONCENTRATIONS.size();
    }

    /**
     * The p value that holds at this look and all before it.
     *
     * @param before the p value of the look before, 1 at the first
     */
    public double alwaysPValue(long[] entities, double before) {
        return Math.min(before, 1 / evidence(entities));
    }

    /** ln e of one concentration κ of the mixture. */
    double logEvidence(long[] entities, double concentration) {
        double log = 0;
        long all = 0;
        for (int arm = 0; arm < entities.length; arm++) {
            double share = shares.get(arm).doubleValue();
            if (share == 0) {
                if (entities[arm] > 0) {
                    return Double.POSITIVE_INFINITY;
                }
                continue;
            }
            all += entities[arm];
            log += Gamma.logGamma(concentration * share + entities[arm])
                    - Gamma.logGamma(concentration * share)
                    - entities[arm] * Math.log(share);
        }
        return log - Gamma.logGamma(concentration + all) + Gamma.logGamma(concentration);
    }

    private void requireArms(long[] entities) {
        if (entities.length != shares.size()) {
            throw new IllegalArgumentException(
                    "there are " + shares.size() + " arms, found entities of " + entities.length);
        }
        for (long count : entities) {
            if (count < 0) {
                throw new IllegalArgumentException("entities must be 0 or more, found " + count);
            }
        }
    }
}
