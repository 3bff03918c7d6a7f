package io.headrace.stats.fairness;

import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.value.CostMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What thresholds by group cost: from one threshold for all to groups that are equal in what is asked, with value, accuracy and gaps at each point.
 *
 * <p>Fitted and measured on the same rows, so each point looks better here than it will be on others.
 *
 * @param points one threshold, the best of each group, then both frontiers; none for fewer than two groups with rows enough
 * @param leftOut groups with fewer positive or negative rows than are needed
 * @param aucOfScores how scores rank the rows of all groups that are not left out; NaN without points
 * @param aucWithinGroups the same if rows are ranked within their group, as demographic parity at each threshold would have it
 */
public record Frontier(List<Point> points, List<Group> leftOut, double aucOfScores, double aucWithinGroups) {
    /** Points of a frontier, each an even step further. */
    public static final int STEPS = 4;

    public Frontier {
        points = List.copyOf(points);
        leftOut = List.copyOf(leftOut);
    }

    /** What is asked of groups. */
    public enum Aim {
        /** The same threshold for all. */
        ONE_THRESHOLD,
        /** The most value, whatever the gaps. */
        BEST_OF_EACH_GROUP,
        /** Equal shares of rows acted on. */
        DEMOGRAPHIC_PARITY,
        /** Equal true and equal false positive rates. */
        EQUALISED_ODDS
    }

    /**
     * A point.
     *
     * @param step how far of {@value #STEPS} steps to the aim, from the best of each group; those of no frontier are there
     */
    public record Point(Aim aim, int step, Remedy remedy) {}

    /**
     * Of labelled rows.
     *
     * @param counts by all group columns
     * @param columns those that make the groups
     * @param minimumRows positive and negative rows that a group needs for thresholds of its own
     * @param matrix under which acting is worth more on a positive row than on a negative one
     */
    public static Frontier of(GroupCounts counts, List<String> columns, long minimumRows, CostMatrix matrix) {
        SortedMap<Group, LabelledCounts> enough = new TreeMap<>();
        List<Group> leftOut = new ArrayList<>();
        for (Map.Entry<Group, LabelledCounts> group :
                PostProcessing.labelled(counts.by(columns)).entrySet()) {
            long fewer = Math.min(
                    group.getValue().positives().rows(),
                    group.getValue().negatives().rows());
            if (fewer >= minimumRows) {
                enough.put(group.getKey(), group.getValue());
            } else {
                leftOut.add(group.getKey());
            }
        }
        if (enough.size() < 2) {
            return new Frontier(List.of(), leftOut, Double.NaN, Double.NaN);
        }
        PostProcessing fitted = new PostProcessing(enough, matrix);
        List<Point> points = new ArrayList<>(List.of(
                new Point(Aim.ONE_THRESHOLD, STEPS, fitted.oneThreshold()),
                new Point(Aim.BEST_OF_EACH_GROUP, STEPS, fitted.unconstrained())));
        addTo(points, Aim.DEMOGRAPHIC_PARITY, fitted.demographicParityFrontier(STEPS));
        addTo(points, Aim.EQUALISED_ODDS, fitted.equalisedOddsFrontier(STEPS));
        return new Frontier(points, leftOut, fitted.aucOfScores(), fitted.aucOfRanksWithinGroups());
    }

    /** The first of a frontier is the best of each group. */
    private static void addTo(List<Point> points, Aim aim, List<Remedy> frontier) {
        for (int step = 1; step < frontier.size(); step++) {
            points.add(new Point(aim, step, frontier.get(step)));
        }
    }
}
