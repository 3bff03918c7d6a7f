package io.headrace.experiment;

import io.headrace.stats.Interval;
import io.headrace.stats.trial.ArmMean;
import io.headrace.stats.trial.ArmTotals;
import io.headrace.stats.trial.Difference;
import io.headrace.stats.trial.UpliftCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether those whom a score puts first gain most from being treated, by what became of treated and control entities of each level of the score.
 *
 * <p>The curves are those of {@link UpliftCurve}. {@link #coefficient} is the area between the Qini curve and the line of a random order, over
 * entities and treated entities: by how much more outcome a treated entity brings, on average over all shares that might be treated, if the highest
 * scores are treated first. 0 for scores that say nothing.
 *
 * <p>Its error is that of outcomes, given who was drawn and what was scored: the area is a weighted sum of the outcomes of each level and arm,
 * and so its variance is the sum of theirs, each by its weight squared.
 */
public final class UpliftEvidence {
    private static final int FEWEST = 2;

    /**
     * Entities of one level of the score.
     *
     * @param from lowest score in it
     * @param control outcomes of its control entities
     * @param treated outcomes of its treated entities
     */
    public record Level(double from, ArmTotals control, ArmTotals treated) {
        long entities() {
            return control.entities() + treated.entities();
        }
    }

    /**
     * The entities of a level and of all that are higher.
     *
     * @param share of all entities
     * @param from lowest score among them
     * @param difference treated less control; empty where it cannot be told
     * @param uplift height of the uplift curve
     * @param qini height of the Qini curve
     */
    public record Point(
            double share,
            double from,
            ArmTotals control,
            ArmTotals treated,
            Optional<Difference> difference,
            double uplift,
            double qini) {}

    private final List<Level> levels;
    private final List<Point> points = new ArrayList<>();
    private final double coefficient;
    private final double standardError;

    private UpliftEvidence(List<Level> levels) {
        this.levels = levels;
        UpliftCurve qini = curve(UpliftCurve.Kind.QINI);
        UpliftCurve uplift = curve(UpliftCurve.Kind.UPLIFT);
        ArmTotals control = ArmTotals.NONE;
        ArmTotals treated = ArmTotals.NONE;
        double all = qini.entities()[levels.size()];
        for (int at = 0; at < levels.size(); at++) {
            control = control.plus(levels.get(at).control());
            treated = treated.plus(levels.get(at).treated());
            points.add(new Point(
                    qini.entities()[at + 1] / all,
                    levels.get(at).from(),
                    control,
                    treated,
                    difference(control, treated),
                    uplift.heights()[at + 1],
                    qini.heights()[at + 1]));
        }
        double unit = all * treated.entities();
        coefficient = qini.areaAboveRandom() / unit;
        standardError = Math.sqrt(variance(ArmMean.mean(control), ArmMean.mean(treated))) / unit;
    }

    /**
     * What levels show.
     *
     * @param levels of descending score, each with an entity or more
     * @return empty where an arm has fewer than two entities, or there is one level only
     */
    public static Optional<UpliftEvidence> of(List<Level> levels) {
        long control =
                levels.stream().mapToLong(level -> level.control().entities()).sum();
        long treated =
                levels.stream().mapToLong(level -> level.treated().entities()).sum();
        return levels.size() < FEWEST || control < FEWEST || treated < FEWEST
                ? Optional.empty()
                : Optional.of(new UpliftEvidence(List.copyOf(levels)));
    }

    private UpliftCurve curve(UpliftCurve.Kind kind) {
        return UpliftCurve.ofLevels(
                kind,
                levels.stream()
                        .map(level -> new UpliftCurve.Level(
                                level.treated().entities(),
                                level.treated().valueSum(),
                                level.control().entities(),
                                level.control().valueSum()))
                        .toList());
    }

    private static Optional<Difference> difference(ArmTotals control, ArmTotals treated) {
        return control.entities() < FEWEST || treated.entities() < FEWEST
                ? Optional.empty()
                : Difference.absolute(ArmMean.mean(control), ArmMean.mean(treated));
    }

    /**
     * Of the area: an outcome of a level counts in the heights of its own point and of all later ones.
     *
     * @param control of all levels, whose variance stands in where a level has a single entity
     */
    private double variance(ArmMean control, ArmMean treated) {
        double variance = 0;
        double ofTreated = 0;
        double ofControl = 0;
        for (int at = levels.size() - 1; at >= 0; at--) {
            Point point = points.get(at);
            double weight = weight(at, control.entities() + treated.entities());
            ofTreated += weight;
            ofControl += point.control().entities() == 0
                    ? 0
                    : weight * point.treated().entities() / point.control().entities();
            variance += ofTreated * ofTreated * spread(levels.get(at).treated(), treated)
                    + ofControl * ofControl * spread(levels.get(at).control(), control);
        }
        return variance;
    }

    /** How much the height of a point counts in the area less that of the random line. */
    private double weight(int at, long all) {
        double before = levels.get(at).entities();
        boolean isLast = at == levels.size() - 1;
        return isLast ? (before - all) / 2 : (before + levels.get(at + 1).entities()) / 2;
    }

    /** Variance of the sum of a level's outcomes. */
    private static double spread(ArmTotals totals, ArmMean all) {
        double each = totals.entities() < FEWEST
                ? all.variance()
                : ArmMean.mean(totals).variance();
        return totals.entities() * each;
    }

    /** The highest scores first, one point for each level. */
    public List<Point> points() {
        return List.copyOf(points);
    }

    /** Outcome by treated entity that the order of the score adds to a random one, on average over all shares. */
    public double coefficient() {
        return coefficient;
    }

    /** Of the coefficient, right for one look at a size fixed beforehand. */
    public Interval interval(double confidence) {
        return Interval.normal(coefficient, standardError, confidence);
    }
}
