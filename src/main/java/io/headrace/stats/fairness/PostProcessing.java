package io.headrace.stats.fairness;

import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.RocAuc;
import io.headrace.stats.RocHull;
import io.headrace.stats.RocHull.Vertex;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.ScoreBins;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.stats.estimate.Side;
import io.headrace.stats.value.CostMatrix;
import io.headrace.stats.value.DecisionRule;
import io.headrace.stats.value.ValueBins;
import io.headrace.stats.value.Worth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Thresholds by group that make groups equal in what is asked, at the least cost in value, from labelled counts of each group's score bins.
 *
 * <p>A group can have any rates on the convex hull of its ROC curve, by chance between the two thresholds at the ends of an edge. <b>Demographic parity</b> asks for
 * equal shares of rows acted on; <b>equalised odds</b> for equal true and false positive rates, which lie below the hulls of all groups: a group whose hull is higher
 * acts by chance on some rows whatever their score (M. Hardt, E. Price and N. Srebro, "Equality of opportunity in supervised learning", 2016). The value is a
 * linear function of the rates and hulls are concave, so the best place is at a vertex of a hull or where two hulls cross, and is found exactly.
 *
 * <p>Thresholds are fitted to these rows and so look better on them than on others: {@link #evaluate} them on rows held out. Thresholds by group use the group in
 * the decision, which the law forbids for some purposes.
 */
public final class PostProcessing {
    private final SortedMap<Group, LabelledCounts> groups;
    private final CostMatrix matrix;
    private final List<Curve> curves;

    /**
     * Fits nothing yet.
     *
     * @param groups two or more, of which each row is in one, each with positive and negative rows
     * @param matrix under which acting is worth more on a positive row than on a negative one
     */
    public PostProcessing(SortedMap<Group, LabelledCounts> groups, CostMatrix matrix) {
        this.groups = new TreeMap<>(groups);
        this.matrix = Objects.requireNonNull(matrix, "matrix");
        if (groups.size() < 2) {
            throw new IllegalArgumentException("thresholds by group need 2 groups or more, found " + groups.keySet());
        }
        if (!(matrix.gainOnPositive() > matrix.gainOnNegative())) {
            throw new IllegalArgumentException(
                    "acting must be worth more on a positive row than on a negative one, found "
                            + matrix.gainOnPositive() + " and " + matrix.gainOnNegative());
        }
        this.curves = this.groups.entrySet().stream()
                .map(entry -> new Curve(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The curve of one group. */
    private final class Curve {
        private final Group group;
        private final LabelledCounts counts;
        private final RocHull hull;
        private final double positives;
        private final double negatives;

        Curve(Group group, LabelledCounts counts) {
            if (counts.positives().rows() == 0 || counts.negatives().rows() == 0) {
                throw new IllegalArgumentException("the group " + group + " needs positive and negative rows, found "
                        + counts.positives().rows() + " and "
                        + counts.negatives().rows());
            }
            this.group = group;
            this.counts = counts;
            this.hull = RocHull.of(counts.binned());
            this.positives = counts.positives().rows();
            this.negatives = counts.negatives().rows();
        }

        double rows() {
            return positives + negatives;
        }

        double selected(Vertex vertex) {
            return (vertex.positives() + vertex.negatives()) / rows();
        }

        double gain(Vertex vertex) {
            return vertex.positives() * matrix.gainOnPositive() + vertex.negatives() * matrix.gainOnNegative();
        }

        /** The least share of rows to act on among those that are worth most. */
        double best() {
            Vertex best = hull.vertices().get(0);
            for (Vertex vertex : hull.vertices()) {
                best = gain(vertex) > gain(best) ? vertex : best;
            }
            return selected(best);
        }

        /** The edge on which a share of rows is acted on, and the part of its upper end. */
        RocHull.Place at(double selected) {
            List<Vertex> vertices = hull.vertices();
            int upper = 1;
            while (upper < vertices.size() - 1 && selected(vertices.get(upper)) < selected) {
                upper++;
            }
            Vertex low = vertices.get(upper - 1);
            Vertex high = vertices.get(upper);
            double share = (selected - selected(low)) / (selected(high) - selected(low));
            return new RocHull.Place(low, high, Math.min(1, Math.max(0, share)));
        }

        double gain(double selected) {
            RocHull.Place place = at(selected);
            return (1 - place.shareOfUpper()) * gain(place.lower()) + place.shareOfUpper() * gain(place.upper());
        }
    }

    private static double threshold(Vertex vertex) {
        if (vertex.truePositiveRate() == 1 && vertex.falsePositiveRate() == 1) {
            return 0;
        }
        return vertex.positives() + vertex.negatives() == 0 ? 1 : ScoreBins.edge((int) vertex.lowestScore());
    }

    private static List<double[]> parts(RocHull.Place place, double share) {
        return List.of(
                new double[] {threshold(place.lower()), share * (1 - place.shareOfUpper())},
                new double[] {threshold(place.upper()), share * place.shareOfUpper()});
    }

    /** The same threshold for all groups, the best of the edges of score bins. */
    public Remedy oneThreshold() {
        LabelledCounts all = groups.values().stream().reduce(LabelledCounts.none(), LabelledCounts::merge);
        double best = ValueBins.realised(all, matrix).bestThreshold();
        return evaluate(map(curve -> ThresholdMix.at(best)));
    }

    /** The best threshold of each group, whatever the gaps. */
    public Remedy unconstrained() {
        return evaluate(map(curve -> ThresholdMix.of(parts(curve.at(curve.best()), 1))));
    }

    /**
     * The best thresholds whose shares of rows acted on differ by no more than the slack.
     *
     * @param slack 0 to 1
     */
    public Remedy demographicParity(double slack) {
        if (!(slack >= 0 && slack <= 1)) {
            throw new IllegalArgumentException("slack must lie between 0 and 1, found " + slack);
        }
        SortedSet<Double> candidates = new TreeSet<>();
        for (Curve curve : curves) {
            for (Vertex vertex : curve.hull.vertices()) {
                candidates.add(curve.selected(vertex));
                candidates.add(Math.max(0, curve.selected(vertex) - slack));
            }
        }
        double lowest = best(
                candidates,
                low -> curves.stream()
                        .mapToDouble(curve -> curve.gain(within(curve.best(), low, slack)))
                        .sum());
        return evaluate(map(curve -> ThresholdMix.of(parts(curve.at(within(curve.best(), lowest, slack)), 1))));
    }

    private static double within(double share, double low, double slack) {
        return Math.min(Math.max(share, low), Math.min(1, low + slack));
    }

    /** The first of the candidates with the greatest value, but for rounding. */
    private static double best(SortedSet<Double> candidates, ToDoubleFunction<Double> value) {
        double best = candidates.first();
        double most = value.applyAsDouble(best);
        for (double candidate : candidates) {
            double found = value.applyAsDouble(candidate);
            if (found > most + 1e-9 * Math.max(1, Math.abs(most))) {
                best = candidate;
                most = found;
            }
        }
        return best;
    }

    /** The best thresholds under which true and false positive rates are the same in all groups. */
    public Remedy equalisedOdds() {
        double positives = curves.stream().mapToDouble(curve -> curve.positives).sum();
        double negatives = curves.stream().mapToDouble(curve -> curve.negatives).sum();
        double falsePositives = best(
                crossings(),
                rate -> matrix.gainOnPositive() * positives * reachable(rate)
                        + matrix.gainOnNegative() * negatives * rate);
        double truePositives = reachable(falsePositives);
        return evaluate(map(curve -> lowered(curve.hull.at(falsePositives), truePositives)));
    }

    private double reachable(double falsePositives) {
        return curves.stream()
                .mapToDouble(curve -> curve.hull.at(falsePositives).truePositiveRate())
                .min()
                .orElseThrow();
    }

    /** False positive rates at the vertices of hulls, and where two hulls cross. */
    private SortedSet<Double> crossings() {
        SortedSet<Double> rates = new TreeSet<>();
        curves.forEach(curve -> curve.hull.vertices().forEach(vertex -> rates.add(vertex.falsePositiveRate())));
        List<Double> ends = List.copyOf(rates);
        for (int i = 1; i < ends.size(); i++) {
            double from = ends.get(i - 1);
            double to = ends.get(i);
            for (Curve one : curves) {
                for (Curve two : curves) {
                    double atFrom = one.hull.at(from).truePositiveRate()
                            - two.hull.at(from).truePositiveRate();
                    double atTo =
                            one.hull.at(to).truePositiveRate() - two.hull.at(to).truePositiveRate();
                    if (atFrom * atTo < 0) {
                        rates.add(from + (to - from) * atFrom / (atFrom - atTo));
                    }
                }
            }
        }
        return rates;
    }

    /** From the hull straight down to a true positive rate, by chance decisions that have the same false positive rate. */
    private static ThresholdMix lowered(RocHull.Place place, double truePositives) {
        double chance = place.falsePositiveRate();
        double above = place.truePositiveRate() - chance;
        double share = above > 0 ? Math.min(1, (place.truePositiveRate() - truePositives) / above) : 0;
        List<double[]> all = new ArrayList<>(parts(place, 1 - share));
        all.add(new double[] {0, share * chance});
        all.add(new double[] {1, share * (1 - chance)});
        return ThresholdMix.of(all);
    }

    /**
     * What parity costs: from the best thresholds of each group to equal shares, in even steps of the gap that is allowed. No
     * thresholds by group are worth more at the same gap on these rows.
     *
     * @param steps 1 or more
     */
    public List<Remedy> demographicParityFrontier(int steps) {
        double widest = unconstrained().selectionGap();
        return IntStream.rangeClosed(0, steps)
                .mapToObj(step -> demographicParity(widest * (steps - step) / steps))
                .toList();
    }

    /**
     * What equalised odds cost: for a rising part of the rows the thresholds of equalised odds, for the others the best of each
     * group. Value and gaps change in a straight line; thresholds worth a little more at the same gap may exist.
     *
     * @param steps 1 or more
     */
    public List<Remedy> equalisedOddsFrontier(int steps) {
        Remedy from = unconstrained();
        Remedy to = equalisedOdds();
        return IntStream.rangeClosed(0, steps)
                .mapToObj(step -> evaluate(map(curve -> from.thresholds()
                        .get(curve.group)
                        .blend(to.thresholds().get(curve.group), (double) step / steps))))
                .toList();
    }

    private SortedMap<Group, ThresholdMix> map(Function<Curve, ThresholdMix> ofCurve) {
        SortedMap<Group, ThresholdMix> thresholds = new TreeMap<>();
        curves.forEach(curve -> thresholds.put(curve.group, ofCurve.apply(curve)));
        return thresholds;
    }

    /** What given thresholds do on these rows; a threshold for each group is needed. */
    public Remedy evaluate(SortedMap<Group, ThresholdMix> thresholds) {
        double[][] acted = new double[2][curves.size()];
        double[] selected = new double[curves.size()];
        Worth worth = null;
        for (int place = 0; place < curves.size(); place++) {
            Curve curve = curves.get(place);
            ThresholdMix mix = thresholds.get(curve.group);
            if (mix == null) {
                throw new IllegalArgumentException("the group " + curve.group + " has no threshold");
            }
            DecisionRule rule = mix.rule();
            acted[0][place] = acted(curve.counts.positives(), rule);
            acted[1][place] = acted(curve.counts.negatives(), rule);
            selected[place] = (acted[0][place] + acted[1][place]) / curve.rows();
            Worth ofGroup = ValueBins.realised(curve.counts, matrix).worth(rule);
            worth = worth == null ? ofGroup : worth.plus(ofGroup);
        }
        return remedy(thresholds, acted[0], acted[1], selected, worth);
    }

    private static double acted(ScoreCounts counts, DecisionRule rule) {
        double acted = 0;
        for (int bin = 0; bin < ScoreBins.COUNT; bin++) {
            acted += counts.rows(bin) > 0 ? counts.rows(bin) * rule.share(bin, Side.POSITIVE) : 0;
        }
        return acted;
    }

    private Remedy remedy(
            SortedMap<Group, ThresholdMix> thresholds,
            double[] hits,
            double[] falseAlarms,
            double[] selected,
            Worth worth) {
        double[] positives =
                curves.stream().mapToDouble(curve -> curve.positives).toArray();
        double[] negatives =
                curves.stream().mapToDouble(curve -> curve.negatives).toArray();
        double allPositives = Arrays.stream(positives).sum();
        double allNegatives = Arrays.stream(negatives).sum();
        double right = Arrays.stream(hits).sum()
                + allNegatives
                - Arrays.stream(falseAlarms).sum();
        double balanced = (Arrays.stream(hits).sum() / allPositives
                        + 1
                        - Arrays.stream(falseAlarms).sum() / allNegatives)
                / 2;
        return new Remedy(
                thresholds,
                gap(place -> selected[place]),
                gap(place -> hits[place] / positives[place]),
                gap(place -> falseAlarms[place] / negatives[place]),
                worth,
                right / (allPositives + allNegatives),
                balanced);
    }

    private double gap(IntToDoubleFunction ofGroup) {
        double[] rates = IntStream.range(0, curves.size()).mapToDouble(ofGroup).toArray();
        return Arrays.stream(rates).max().orElseThrow()
                - Arrays.stream(rates).min().orElseThrow();
    }

    /** The AUC of the scores over all groups together; rows of one score bin are ties. */
    public double aucOfScores() {
        return auc((curve, bin) -> bin);
    }

    /** The AUC if rows are ranked within their group, as demographic parity at each threshold would have it. */
    public double aucOfRanksWithinGroups() {
        return auc(PostProcessing::rank);
    }

    /** The share of the group's rows below a bin, those in it counted half. */
    private static double rank(Curve curve, int bin) {
        double below = 0;
        for (int lower = 0; lower < bin; lower++) {
            below += curve.counts.positives().rows(lower)
                    + curve.counts.negatives().rows(lower);
        }
        return (below
                        + (curve.counts.positives().rows(bin)
                                        + curve.counts.negatives().rows(bin))
                                / 2.0)
                / curve.rows();
    }

    private interface BinScore {
        double of(Curve curve, int bin);
    }

    private double auc(BinScore score) {
        List<double[]> rows = new ArrayList<>();
        for (Curve curve : curves) {
            BinaryOutcomes bins = curve.counts.binned();
            for (int group = 0; group < bins.groups(); group++) {
                rows.add(new double[] {
                    score.of(curve, (int) bins.score(group)), bins.positives(group), bins.negatives(group)
                });
            }
        }
        return RocAuc.of(BinaryOutcomes.grouped(
                rows.stream().mapToDouble(row -> row[0]).toArray(),
                rows.stream().mapToInt(row -> (int) row[1]).toArray(),
                rows.stream().mapToInt(row -> (int) row[2]).toArray()));
    }

    /** Labelled counts of the groups of a lattice. */
    public static SortedMap<Group, LabelledCounts> labelled(Map<Group, GroupTally> groups) {
        SortedMap<Group, LabelledCounts> labelled = new TreeMap<>();
        groups.forEach((group, tally) -> labelled.put(group, tally.labelled()));
        return labelled;
    }
}
