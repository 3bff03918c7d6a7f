package io.headrace.stats.trial;

import java.util.List;

/**
 * Means adjusted by what was known of the entities before the trial, which narrows intervals and moves no expectation.
 *
 * <p>{@code Y − θ(X − mean of X over all arms)}, θ = cov(Y, X) / var(X) pooled over the arms' deviations from their own means,
 * so one θ for all (Deng, Xu, Kohavi and Walker, WSDM 2013). X must be fixed before the trial begins: a covariate that the
 * action can move takes the effect away. θ is 0 where the covariate does not vary.
 *
 * @param theta outcome by unit of the covariate
 * @param arms in the order given
 * @param varianceLeft pooled variance after over before, 0 to 1; 1 where nothing is won
 */
public record Cuped(double theta, List<ArmMean> arms, double varianceLeft) {
    public Cuped {
        arms = List.copyOf(arms);
    }

    /** Adjusts the means of two or more arms together. */
    public static Cuped of(List<ArmTotals> arms) {
        double theta = theta(arms);
        ArmTotals all = arms.stream().reduce(ArmTotals.NONE, ArmTotals::plus);
        List<ArmMean> adjusted = arms.stream()
                .map(arm -> adjusted(arm, theta, all.meanCovariate()))
                .toList();
        double before = arms.stream()
                .mapToDouble(arm -> (arm.entities() - 1) * arm.valueVariance())
                .sum();
        double after = adjusted.stream()
                .mapToDouble(arm -> (arm.entities() - 1) * arm.variance())
                .sum();
        return new Cuped(theta, adjusted, before == 0 ? 1 : Math.min(1, after / before));
    }

    private static double theta(List<ArmTotals> arms) {
        double covariance = 0;
        double variance = 0;
        for (ArmTotals arm : arms) {
            ArmMean.mean(arm);
            covariance += (arm.entities() - 1) * arm.valueCovariateCovariance();
            variance += (arm.entities() - 1) * arm.covariateVariance();
        }
        return variance == 0 ? 0 : covariance / variance;
    }

    private static ArmMean adjusted(ArmTotals arm, double theta, double overall) {
        double variance = arm.valueVariance()
                - 2 * theta * arm.valueCovariateCovariance()
                + theta * theta * arm.covariateVariance();
        return new ArmMean(
                arm.entities(), arm.meanValue() - theta * (arm.meanCovariate() - overall), Math.max(0, variance));
    }
}
