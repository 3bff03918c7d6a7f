package io.headrace.stats.drift;

import io.headrace.stats.StandardNormal;

/** How a statistic behaves without drift, and what effect its test can see; NaN where that is not known. */
interface EffectLaw {
    /** The value that stays below with this probability without drift. */
    double quantile(double probability);

    /** The chance that a test of this level sees an effect. */
    double power(double effect, double level);

    /** The effect that a test of this level sees with this power. */
    double detectable(double level, double power);

    /** Nothing is known. */
    EffectLaw UNKNOWN = new EffectLaw() {
        @Override
        public double quantile(double probability) {
            return Double.NaN;
        }

        @Override
        public double power(double effect, double level) {
            return Double.NaN;
        }

        @Override
        public double detectable(double level, double power) {
            return Double.NaN;
        }
    };

    /** Of Kolmogorov's distance. */
    record Kolmogorov(long n, long m) implements EffectLaw {
        @Override
        public double quantile(double probability) {
            return KolmogorovDistance.quantile(probability, n, m);
        }

        @Override
        public double power(double effect, double level) {
            return KolmogorovDistance.power(effect, level, n, m);
        }

        @Override
        public double detectable(double level, double power) {
            return KolmogorovDistance.detectable(level, power, n, m);
        }
    }

    /** How a value follows from chi-square. */
    enum Value {
        /** It is the effect. */
        EFFECT,
        /** It is chi-square itself. */
        CHI_SQUARE,
        /** Its law is not known. */
        UNKNOWN
    }

    /**
     * Of effects whose power, times a factor, is a noncentrality of chi-square.
     *
     * @param factor noncentrality of an effect of 1
     * @param exponent 1 or 2
     */
    record ChiSquare(int degrees, double factor, int exponent, Value value) implements EffectLaw {
        @Override
        public double quantile(double probability) {
            double critical = CriticalValues.critical(degrees, 1 - probability);
            return value == Value.EFFECT ? effect(critical) : value == Value.CHI_SQUARE ? critical : Double.NaN;
        }

        @Override
        public double power(double effect, double level) {
            return ChiSquareLaw.upperTail(
                    degrees, factor * Math.pow(effect, exponent), CriticalValues.critical(degrees, level));
        }

        @Override
        public double detectable(double level, double power) {
            return degrees == 0
                    ? Double.POSITIVE_INFINITY
                    : effect(CriticalValues.noncentrality(degrees, level, power));
        }

        private double effect(double noncentrality) {
            return exponent == 1 ? noncentrality / factor : Math.sqrt(noncentrality / factor);
        }
    }

    /**
     * Of effects that are normal around the true one.
     *
     * @param error the standard error
     */
    record Normal(double error) implements EffectLaw {
        @Override
        public double quantile(double probability) {
            return StandardNormal.twoSidedCritical(probability) * error;
        }

        @Override
        public double power(double effect, double level) {
            double critical = StandardNormal.twoSidedCritical(1 - level);
            return error == 0 ? 1 : StandardNormal.cumulative(effect / error - critical);
        }

        @Override
        public double detectable(double level, double power) {
            return (StandardNormal.twoSidedCritical(1 - level) + StandardNormal.quantile(power)) * error;
        }
    }

    /**
     * Of the difference of two shares, whose error grows with the effect.
     *
     * @param share of the reference
     * @param without the error without a shift
     */
    record Shares(double share, double without, long n, long m) implements EffectLaw {
        @Override
        public double quantile(double probability) {
            return StandardNormal.twoSidedCritical(probability) * without + continuity();
        }

        @Override
        public double power(double effect, double level) {
            double room = effect - StandardNormal.twoSidedCritical(1 - level) * pooledError(effect) - continuity();
            double error = error(effect);
            return error == 0 ? (room > 0 ? 1 : 0) : StandardNormal.cumulative(room / error);
        }

        @Override
        public double detectable(double level, double power) {
            double critical = StandardNormal.twoSidedCritical(1 - level);
            double more = StandardNormal.quantile(power);
            double effect = 1.0 / m;
            for (int step = 0; step < 8; step++) {
                effect = Math.min(1, critical * pooledError(effect) + more * error(effect) + continuity());
            }
            return effect;
        }

        private double now(double effect) {
            return share + effect <= 1 ? share + effect : Math.max(0, share - effect);
        }

        private double error(double effect) {
            double now = now(effect);
            return Math.sqrt(share * (1 - share) / n + now * (1 - now) / m);
        }

        private double pooledError(double effect) {
            double pooled = (share * n + now(effect) * m) / ((double) n + m);
            return Math.sqrt(pooled * (1 - pooled) * (1.0 / n + 1.0 / m));
        }

        private double continuity() {
            return (1.0 / n + 1.0 / m) / 2;
        }
    }
}
