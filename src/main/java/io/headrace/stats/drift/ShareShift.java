package io.headrace.stats.drift;

import io.headrace.stats.StandardNormal;

/**
 * How a share has moved, such as that of missing values: {@code q − p} with its standard error, and the two-proportion test
 * with the share of both together under no change, with Yates' correction.
 *
 * @param before share of the reference, 0 to 1
 * @param now share now, 0 to 1
 * @param standardError of the difference, the shares being what they are; 0 or more
 * @param errorWithoutShift of the difference if both shares were the same
 * @param pValue the chance of a difference this large or larger without a shift
 */
public record ShareShift(double before, double now, double standardError, double errorWithoutShift, double pValue) {
    /** Of counts; {@code n} and {@code m} are 1 or more. */
    public static ShareShift of(long before, long n, long now, long m) {
        if (n < 1 || m < 1 || before < 0 || before > n || now < 0 || now > m) {
            throw new IllegalArgumentException(
                    "shares must be of 1 row or more, found %d of %d and %d of %d".formatted(before, n, now, m));
        }
        double p = (double) before / n;
        double q = (double) now / m;
        double pooled = ((double) before + now) / ((double) n + m);
        double without = Math.sqrt(pooled * (1 - pooled) * (1.0 / n + 1.0 / m));
        double gap = Math.max(0, Math.abs(q - p) - (1.0 / n + 1.0 / m) / 2);
        double error = Math.sqrt(p * (1 - p) / n + q * (1 - q) / m);
        return new ShareShift(p, q, error, without, gap == 0 ? 1 : StandardNormal.twoSidedPValue(gap / without));
    }

    /** {@code q − p}. */
    public double difference() {
        return now - before;
    }
}
