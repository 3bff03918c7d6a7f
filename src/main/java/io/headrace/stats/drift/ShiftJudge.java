package io.headrace.stats.drift;

import io.headrace.stats.BenjaminiHochberg;
import io.headrace.stats.StandardNormal;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Judges shifts of figures whose errors are normal, as one family: the p values of all of them are adjusted together (Benjamini and
 * Hochberg), so that without any shift one is found with a chance of the level at most.
 *
 * <p>A shift is drift if q is below the level and its size above the tolerance; it is ok only if a shift of the tolerance would have been
 * seen with enough power.
 */
public final class ShiftJudge {
    private static final double POWER_OF_DETECTABLE = 0.8;

    private final double level;
    private final double leastPower;

    /** @param leastPower chance to see a shift of the tolerance, below which nothing is said where none is seen */
    public ShiftJudge(double level, double leastPower) {
        this.level = level;
        this.leastPower = leastPower;
    }

    /**
     * How far a figure is from that of a reference.
     *
     * @param difference signed, finite
     * @param standardError without a shift, 0 or more
     * @param tolerance the size that does no harm, above 0
     */
    public record Shift(double difference, double standardError, double tolerance) {
        public Shift {
            if (!(Double.isFinite(difference)
                    && standardError >= 0
                    && Double.isFinite(standardError)
                    && tolerance > 0)) {
                throw new IllegalArgumentException(
                        "a shift must be finite, its error 0 or more and its tolerance above 0, found " + difference
                                + ", " + standardError + " and " + tolerance);
            }
        }

        private double pValue() {
            if (difference == 0) {
                return 1;
            }
            return StandardNormal.twoSidedPValue(difference / standardError);
        }
    }

    /**
     * What is said of a shift.
     *
     * @param null95 the size that stays below in 95 of 100 windows without a shift
     * @param null99 in 99 of 100
     * @param pValue the chance of such a size, or a larger one, without a shift
     * @param qValue the same, adjusted over the family
     * @param power the chance to see a shift of the tolerance, with the level divided by the size of the family
     * @param detectable the size that is seen in 80 of 100 windows, likewise
     */
    public record Judged(
            Shift shift,
            double null95,
            double null99,
            double pValue,
            double qValue,
            double power,
            double detectable,
            DriftVerdict.Answer verdict) {}

    /** What is said of each, in their order. */
    public List<Judged> judge(List<Shift> family) {
        double[] pValues = family.stream().mapToDouble(Shift::pValue).toArray();
        double[] qValues = BenjaminiHochberg.adjusted(pValues);
        return IntStream.range(0, qValues.length)
                .mapToObj(i -> judged(family.get(i), pValues[i], qValues[i], level / qValues.length))
                .toList();
    }

    private Judged judged(Shift shift, double pValue, double qValue, double share) {
        EffectLaw law = new EffectLaw.Normal(shift.standardError());
        double power = law.power(shift.tolerance(), share);
        boolean drift = qValue < level && Math.abs(shift.difference()) > shift.tolerance();
        DriftVerdict.Answer seen = power < leastPower ? DriftVerdict.Answer.UNKNOWN : DriftVerdict.Answer.OK;
        return new Judged(
                shift,
                law.quantile(0.95),
                law.quantile(0.99),
                pValue,
                qValue,
                power,
                law.detectable(share, POWER_OF_DETECTABLE),
                drift ? DriftVerdict.Answer.DRIFT : seen);
    }
}
