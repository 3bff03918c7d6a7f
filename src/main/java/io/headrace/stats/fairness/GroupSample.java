package io.headrace.stats.fairness;

import io.headrace.stats.DecisionCounts.Share;
import io.headrace.stats.Interval;
import io.headrace.stats.KatzInterval;
import io.headrace.stats.Mover;
import io.headrace.stats.StandardNormal;
import java.util.Optional;
import java.util.OptionalDouble;

/** A figure of a group with its doubt. */
sealed interface GroupSample {
    /** The rows that the figure is made of; of two kinds of them the fewer. */
    long rows();

    /** The figure; not a number where there are no rows. */
    double value();

    double standardError();

    Interval interval(double confidence);

    /** This less the reference, a sample of the same metric on other rows. */
    default Interval difference(GroupSample reference, double confidence) {
        return Mover.difference(value(), interval(confidence), reference.value(), reference.interval(confidence));
    }

    /** This over the reference; empty where a ratio means nothing, or the reference is 0. */
    default OptionalDouble ratio(GroupSample reference) {
        return reference.value() > 0 ? OptionalDouble.of(value() / reference.value()) : OptionalDouble.empty();
    }

    /** The interval of the ratio, empty where it has none. */
    default Optional<Interval> ratioInterval(GroupSample reference, double confidence) {
        if (!(value() > 0 && reference.value() > 0)) {
            return Optional.empty();
        }
        double error = Math.hypot(standardError() / value(), reference.standardError() / reference.value());
        double wide = StandardNormal.twoSidedCritical(confidence) * error;
        double ratio = value() / reference.value();
        return Optional.of(new Interval(ratio * Math.exp(-wide), ratio * Math.exp(wide), confidence));
    }

    /** Two-sided, of "both are equal". */
    default double pValue(GroupSample reference) {
        return pValue(value() - reference.value(), Math.hypot(standardError(), reference.standardError()));
    }

    private static double pValue(double difference, double error) {
        return difference == 0 ? 1 : StandardNormal.twoSidedPValue(difference / error);
    }

    /** A share of rows: Wilson's interval, Newcombe's of differences, Katz' of ratios, the pooled test of two shares. */
    record OfShare(Share share) implements GroupSample {
        @Override
        public long rows() {
            return share.all();
        }

        @Override
        public double value() {
            return share.value();
        }

        @Override
        public double standardError() {
            return Math.sqrt(share.value() * (1 - share.value()) / share.all());
        }

        @Override
        public Interval interval(double confidence) {
            return share.interval(confidence);
        }

        @Override
        public Optional<Interval> ratioInterval(GroupSample reference, double confidence) {
            return Optional.of(KatzInterval.of(share, ((OfShare) reference).share, confidence));
        }

        @Override
        public double pValue(GroupSample reference) {
            Share other = ((OfShare) reference).share;
            double pooled = (double) (share.of() + other.of()) / (share.all() + other.all());
            return GroupSample.pValue(
                    value() - other.value(),
                    Math.sqrt(pooled * (1 - pooled) * (1.0 / share.all() + 1.0 / other.all())));
        }
    }

    /** The mean of a share of the positive and one of the negative rows. */
    record OfOdds(Share ofPositives, Share ofNegatives) implements GroupSample {
        @Override
        public long rows() {
            return Math.min(ofPositives.all(), ofNegatives.all());
        }

        @Override
        public double value() {
            return (ofPositives.value() + ofNegatives.value()) / 2;
        }

        @Override
        public double standardError() {
            return Math.hypot(new OfShare(ofPositives).standardError(), new OfShare(ofNegatives).standardError()) / 2;
        }

        @Override
        public Interval interval(double confidence) {
            return Mover.mean(
                    ofPositives.value(),
                    ofPositives.interval(confidence),
                    ofNegatives.value(),
                    ofNegatives.interval(confidence));
        }

        @Override
        public OptionalDouble ratio(GroupSample reference) {
            return OptionalDouble.empty();
        }

        @Override
        public Optional<Interval> ratioInterval(GroupSample reference, double confidence) {
            return Optional.empty();
        }
    }

    /**
     * An estimate with a normal interval, cut to the range of the figure; differences are not cut.
     *
     * @param hasRatio whether 0 is nothing of it, so that a ratio means something
     */
    record OfEstimate(long rows, double value, double standardError, double lowest, boolean hasRatio)
            implements GroupSample {
        @Override
        public Interval interval(double confidence) {
            return Interval.normal(value, standardError, confidence).clippedTo(lowest, 1);
        }

        @Override
        public Interval difference(GroupSample reference, double confidence) {
            return Interval.normal(
                    value - reference.value(), Math.hypot(standardError, reference.standardError()), confidence);
        }

        @Override
        public OptionalDouble ratio(GroupSample reference) {
            return hasRatio ? GroupSample.super.ratio(reference) : OptionalDouble.empty();
        }

        @Override
        public Optional<Interval> ratioInterval(GroupSample reference, double confidence) {
            return hasRatio ? GroupSample.super.ratioInterval(reference, confidence) : Optional.empty();
        }
    }
}
