package io.headrace.stats.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All statistics of one column in one window. */
final class ColumnMeasures {
    private final ReferenceColumn reference;
    private final ColumnCounts now;
    private final DriftRules rules;
    private final long n;
    private final long m;
    private final List<Measure> measures = new ArrayList<>();

    private ColumnMeasures(ReferenceColumn reference, ColumnCounts now, DriftRules rules) {
        this.reference = reference;
        this.now = now;
        this.rules = rules;
        this.n = reference.values();
        this.m = now.values();
    }

    static List<Measure> of(ReferenceColumn reference, ColumnCounts now, DriftRules rules) {
        reference.requireSameBins(now);
        ColumnMeasures column = new ColumnMeasures(reference, now, rules);
        column.missing();
        UnknownReason reason = column.reason();
        boolean few = reason == UnknownReason.TOO_FEW_ROWS && column.n > 0 && column.m > 0;
        if (reason == UnknownReason.NONE || few) {
            column.values();
        }
        return reason == UnknownReason.NONE ? column.measures : column.unknown(reason);
    }

    private UnknownReason reason() {
        if (reference.bins() instanceof PresenceBins) {
            return UnknownReason.NO_BINS;
        }
        if (n == 0 || m == 0) {
            return reference.rows() == 0 || now.rows() == 0 ? UnknownReason.TOO_FEW_ROWS : UnknownReason.ALL_MISSING;
        }
        if (Math.min(n, m) < rules.leastRows()) {
            return UnknownReason.TOO_FEW_ROWS;
        }
        return SharedBins.filled(reference.fine(), now.counts()) == 1 ? UnknownReason.ONE_VALUE : UnknownReason.NONE;
    }

    /** Every statistic of the values, with what could be computed. */
    private List<Measure> unknown(UnknownReason reason) {
        List<Measure> all = new ArrayList<>();
        for (Statistic statistic : Statistic.values()) {
            if (isWanted(statistic)) {
                Measure computed = measures.stream()
                        .filter(measure -> measure.statistic() == statistic)
                        .findFirst()
                        .orElseGet(() -> Measure.unknown(statistic, n, m, reason));
                all.add(statistic == Statistic.MISSING ? computed : computed.because(reason));
            }
        }
        return all;
    }

    private boolean isWanted(Statistic statistic) {
        boolean fits =
                reference.bins() instanceof NumberBins ? !statistic.isOfTextsOnly() : !statistic.isOfNumbersOnly();
        boolean hasLevels = !statistic.isOfTextsOnly() || reference.bins() instanceof TextBins;
        return fits
                && hasLevels
                && (rules.statistics().contains(statistic) || rules.decides(statistic, reference.bins()));
    }

    private void missing() {
        long rows = reference.rows();
        long rowsNow = now.rows();
        if (rows == 0 || rowsNow == 0) {
            measures.add(Measure.unknown(Statistic.MISSING, rows, rowsNow, UnknownReason.TOO_FEW_ROWS));
            return;
        }
        ShareShift shift = ShareShift.of(rows - n, rows, rowsNow - m, rowsNow);
        Measure measure = Measure.exact(
                        Statistic.MISSING,
                        rows,
                        rowsNow,
                        shift.difference(),
                        shift.pValue(),
                        new EffectLaw.Shares(shift.before(), shift.errorWithoutShift(), rows, rowsNow))
                .withEffect(Math.abs(shift.difference()), 0);
        boolean few = Math.min(rows, rowsNow) < rules.leastRows();
        measures.add(few ? measure.because(UnknownReason.TOO_FEW_ROWS) : measure);
    }

    private void values() {
        if (reference.bins() instanceof NumberBins numbers) {
            numbers(numbers);
        } else if (reference.bins() instanceof TextBins texts) {
            unseen(texts);
        }
        coarse();
        cells();
    }

    private void add(Statistic statistic, double value, double pValue, EffectLaw law) {
        if (isWanted(statistic)) {
            measures.add(Measure.exact(statistic, n, m, value, pValue, law));
        }
    }

    private void add(Measure measure) {
        if (isWanted(measure.statistic())) {
            measures.add(measure);
        }
    }

    private void numbers(NumberBins bins) {
        boolean distance = isWanted(Statistic.WASSERSTEIN);
        if (distance || isWanted(Statistic.KOLMOGOROV_SMIRNOV)) {
            KolmogorovDistance gap = KolmogorovDistance.of(reference.points(), reference.fine(), now.counts());
            double pValue = gap.pValue();
            add(Measure.exact(
                            Statistic.KOLMOGOROV_SMIRNOV, n, m, gap.distance(), pValue, new EffectLaw.Kolmogorov(n, m))
                    .withEffect(gap.distance() + gap.error() / 2, gap.error() / 2));
            if (distance) {
                WassersteinDistance moved = WassersteinDistance.of(bins, reference.counts(), now);
                WassersteinDistance effect =
                        moved.dividedBy(Math.sqrt(reference.counts().variance().orElseThrow()));
                double tolerated = rules.tolerances().get(Statistic.KOLMOGOROV_SMIRNOV);
                add(Measure.exact(
                                Statistic.WASSERSTEIN,
                                n,
                                m,
                                moved.distance(),
                                pValue,
                                new WassersteinLaw(n, m, tolerated))
                        .withEffect(effect.distance(), effect.error()));
            }
        }
        if (isWanted(Statistic.MEAN) || isWanted(Statistic.SPREAD)) {
            moments();
        }
    }

    /** Rows that are not named may be of new levels, too. */
    private void unseen(TextBins bins) {
        LevelChanges levels = LevelChanges.of(bins, reference.counts(), now);
        long rare = Math.min(n, LevelChanges.rowsOfLevelsOnce(reference.counts()));
        ShareShift shift = ShareShift.of(rare, n, levels.rowsAppeared(), m);
        double hidden = (double) now.unnamed() / m / 2;
        add(Measure.exact(
                        Statistic.UNSEEN_LEVELS,
                        n,
                        m,
                        shift.difference(),
                        shift.difference() > 0 ? shift.pValue() : 1,
                        new EffectLaw.Shares(shift.before(), shift.errorWithoutShift(), n, m))
                .withEffect(Math.max(0, shift.difference()) + hidden, hidden));
    }

    private void moments() {
        MeanShift shift = MeanShift.of(reference.counts(), now);
        double deviation = Math.sqrt(reference.counts().variance().orElseThrow());
        add(Measure.exact(
                        Statistic.MEAN,
                        n,
                        m,
                        shift.difference(),
                        shift.meanPValue(),
                        new MeanLaw(shift.standardError(), deviation))
                .withEffect(Math.abs(shift.inDeviations()), 0));
        add(Measure.exact(
                        Statistic.SPREAD,
                        n,
                        m,
                        Math.exp(shift.logRatio()),
                        shift.spreadPValue(),
                        new SpreadLaw(new EffectLaw.Normal(shift.logRatioError())))
                .withEffect(Math.abs(shift.logRatio()), 0));
    }

    private void coarse() {
        boolean stability = isWanted(Statistic.POPULATION_STABILITY);
        boolean shannon = isWanted(Statistic.JENSEN_SHANNON);
        if (!stability && !shannon) {
            return;
        }
        long[] after = reference.coarse(now.counts());
        int bins = SharedBins.filled(reference.coarse(), after);
        if (stability) {
            ScaledChiSquare law = ScaledChiSquare.ofStability(bins, n, m);
            double index = PopulationStability.of(reference.coarse(), after, rules.smoothing());
            add(
                    Statistic.POPULATION_STABILITY,
                    index,
                    law.pValue(index),
                    new EffectLaw.ChiSquare(law.degrees(), 1 / law.scale(), 1, EffectLaw.Value.EFFECT));
        }
        if (shannon) {
            ScaledChiSquare law = ScaledChiSquare.ofJensenShannon(bins, n, m);
            JensenShannon divergence = JensenShannon.of(reference.coarse(), after);
            add(
                    Statistic.JENSEN_SHANNON,
                    divergence.distanceInBits(),
                    law.pValue(divergence.divergenceInNats()),
                    new EffectLaw.ChiSquare(law.degrees(), Math.log(2) / law.scale(), 2, EffectLaw.Value.EFFECT));
        }
    }

    /** Statistics of the bins of the chi-square test. */
    private void cells() {
        boolean hellinger = isWanted(Statistic.HELLINGER);
        boolean largest = isWanted(Statistic.LARGEST_SHIFT);
        if (!hellinger && !largest && !isWanted(Statistic.CHI_SQUARE)) {
            return;
        }
        boolean texts = reference.bins() instanceof TextBins;
        long[] before = texts ? withNew(reference.fine(), 0) : reference.coarse();
        long[] after = texts
                ? withNew(now.counts(), LevelChanges.rowsOfNew(reference.counts(), now))
                : reference.coarse(now.counts());
        ChiSquareTest test = ChiSquareTest.twoSampleOfCommonBins(before, after);
        double pairs = 1 / (1.0 / n + 1.0 / m);
        double hidden = texts ? hidden(before, after) / 2 : 0;
        if (isWanted(Statistic.CHI_SQUARE)) {
            LevelChanges levels = reference.bins() instanceof TextBins bins
                    ? LevelChanges.of(bins, reference.counts(), now)
                    : LevelChanges.NONE;
            // Σ(p − q)² by the mean share is at least (Σ|p − q|)², so this is the least power a total variation can
            // have.
            add(Measure.exact(
                            Statistic.CHI_SQUARE,
                            n,
                            m,
                            test.statistic(),
                            test.pValue(),
                            law(test, 4 * pairs, EffectLaw.Value.CHI_SQUARE))
                    .withEffect(ShareDistance.totalVariation(before, after) + hidden, hidden)
                    .withLevels(levels));
        }
        if (hellinger) {
            double distance = ShareDistance.hellinger(before, after);
            add(Statistic.HELLINGER, distance, test.pValue(), law(test, 8 * pairs, EffectLaw.Value.EFFECT));
        }
        if (largest) {
            double shift = ShareDistance.largest(before, after);
            add(Statistic.LARGEST_SHIFT, shift, test.pValue(), law(test, 4 * pairs, EffectLaw.Value.UNKNOWN));
        }
    }

    private static EffectLaw law(ChiSquareTest test, double factor, EffectLaw.Value value) {
        return new EffectLaw.ChiSquare(test.degrees(), factor, 2, value);
    }

    /** The last bin, of all other texts, is split in those that are known to be new and the rest. */
    private static long[] withNew(long[] counts, long rowsOfNew) {
        long[] split = Arrays.copyOf(counts, counts.length + 1);
        split[counts.length - 1] -= rowsOfNew;
        split[counts.length] = rowsOfNew;
        return split;
    }

    /** The total variation that the bin of all other texts can hide. */
    private double hidden(long[] before, long[] after) {
        int others = before.length - 2;
        return Math.min((double) before[others] / n, (double) after[others] / m);
    }

    /** Its test is Kolmogorov's, and so is its power: to see what that test tolerates. */
    private record WassersteinLaw(long n, long m, double tolerated) implements EffectLaw {
        @Override
        public double quantile(double probability) {
            return Double.NaN;
        }

        @Override
        public double power(double effect, double level) {
            return KolmogorovDistance.power(tolerated, level, n, m);
        }

        @Override
        public double detectable(double level, double power) {
            return Double.NaN;
        }
    }

    /** Value in the column's unit, effect in standard deviations. */
    private record MeanLaw(double error, double deviation) implements EffectLaw {
        @Override
        public double quantile(double probability) {
            return new Normal(error).quantile(probability);
        }

        @Override
        public double power(double effect, double level) {
            return deviation == 0 ? Double.NaN : new Normal(error / deviation).power(effect, level);
        }

        @Override
        public double detectable(double level, double power) {
            return deviation == 0 ? Double.NaN : new Normal(error / deviation).detectable(level, power);
        }
    }

    /** The value is the ratio whose logarithm is the effect. */
    private record SpreadLaw(EffectLaw.Normal logarithm) implements EffectLaw {
        @Override
        public double quantile(double probability) {
            return Math.exp(logarithm.quantile(probability));
        }

        @Override
        public double power(double effect, double level) {
            return logarithm.power(effect, level);
        }

        @Override
        public double detectable(double level, double power) {
            return logarithm.detectable(level, power);
        }
    }
}
