package io.headrace.stats.trial;

import io.headrace.stats.ExactSum;
import io.headrace.stats.drift.ExactTotal;
import io.headrace.stats.drift.Spread;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;

/**
 * What is kept of an arm and one metric: its entities, exact sums of value, base and covariate, of their squares and of their
 * products.
 *
 * <p>Equal for any order of the entities and any way they are split and merged. The base is 1 for a mean, the denominator of
 * a ratio; the covariate is what was known of the entity before the trial began.
 *
 * @param entities with an outcome, 0 or more
 */
public record ArmTotals(
        long entities,
        ExactTotal values,
        ExactTotal valueSquares,
        ExactTotal bases,
        ExactTotal baseSquares,
        ExactTotal covariates,
        ExactTotal covariateSquares,
        ExactTotal valueBases,
        ExactTotal valueCovariates,
        ExactTotal baseCovariates)
        implements Serializable {
    private static final byte FORM = 1;

    /** No entities. */
    public static final ArmTotals NONE = new ArmCounter().totals();

    public ArmTotals {
        if (entities < 0) {
            throw new IllegalArgumentException("entities must be 0 or more, found " + entities);
        }
    }

    /** Totals of a mean from plain sums, as another system may have kept them. */
    public static ArmTotals ofSums(long entities, double sum, double sumOfSquares) {
        return ofMean(entities, exactly(new BigDecimal(sum)), exactly(new BigDecimal(sumOfSquares)));
    }

    /** Totals of a share: so many of the entities have the outcome 1, the others 0. */
    public static ArmTotals ofShare(long entities, long successes) {
        if (successes < 0 || successes > entities) {
            throw new IllegalArgumentException(
                    "successes must lie between 0 and the entities, " + entities + ", found " + successes);
        }
        ExactTotal ones = exactly(BigDecimal.valueOf(successes));
        return ofMean(entities, ones, ones);
    }

    /** Both arms' entities, or both parts of an arm, as one; no entity may be in both. */
    public ArmTotals plus(ArmTotals other) {
        ArmCounter counter = new ArmCounter();
        counter.add(this);
        counter.add(other);
        return counter.totals();
    }

    /** The totals as bytes; equal totals give equal bytes. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            out.writeLong(entities);
            for (ExactTotal total : all()) {
                ExactSum sum = new ExactSum();
                total.addTo(sum);
                sum.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The totals that were written as bytes; refuses bytes of another form or length. */
    public static ArmTotals ofBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte form = in.readByte();
            if (form != FORM) {
                throw new IllegalArgumentException("totals of an arm have form " + FORM + ", found " + form);
            }
            ArmTotals read = new ArmTotals(
                    in.readLong(),
                    read(in),
                    read(in),
                    read(in),
                    read(in),
                    read(in),
                    read(in),
                    read(in),
                    read(in),
                    read(in));
            if (in.available() > 0) {
                throw new IllegalArgumentException("totals of an arm end before these bytes do");
            }
            return read;
        } catch (IOException e) {
            throw new IllegalArgumentException("these bytes are no totals of an arm", e);
        }
    }

    /** The sum of the values, rounded once. */
    public double valueSum() {
        return values.value();
    }

    /** Sum of the values over the entities. */
    public double meanValue() {
        return values.value() / entities;
    }

    /** Whether the bases sum to anything but 0, so that a ratio can be taken. */
    public boolean hasBases() {
        return bases.value() != 0;
    }

    double meanBase() {
        return bases.value() / entities;
    }

    double meanCovariate() {
        return covariates.value() / entities;
    }

    /** Divided by the entities less one, as all that follow. */
    double valueVariance() {
        return sample(Spread.variance(entities, values, valueSquares));
    }

    double baseVariance() {
        return sample(Spread.variance(entities, bases, baseSquares));
    }

    double covariateVariance() {
        return sample(Spread.variance(entities, covariates, covariateSquares));
    }

    double valueBaseCovariance() {
        return sample(Spread.covariance(entities, values, bases, valueBases));
    }

    double valueCovariateCovariance() {
        return sample(Spread.covariance(entities, values, covariates, valueCovariates));
    }

    private double sample(double moment) {
        return moment * entities / (entities - 1);
    }

    private List<ExactTotal> all() {
        return List.of(
                values,
                valueSquares,
                bases,
                baseSquares,
                covariates,
                covariateSquares,
                valueBases,
                valueCovariates,
                baseCovariates);
    }

    private static ArmTotals ofMean(long entities, ExactTotal values, ExactTotal valueSquares) {
        ExactTotal count = exactly(BigDecimal.valueOf(entities));
        ExactTotal none = ExactTotal.ZERO;
        return new ArmTotals(entities, values, valueSquares, count, count, none, none, values, none, none);
    }

    private static ExactTotal exactly(BigDecimal number) {
        ExactSum sum = new ExactSum();
        sum.add(number);
        return ExactTotal.of(sum);
    }

    private static ExactTotal read(DataInputStream in) throws IOException {
        return ExactTotal.of(ExactSum.read(in));
    }
}
