package io.headrace.stats.fairness;

import io.headrace.stats.Interval;
import io.headrace.stats.value.ValidDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What must hold between groups, on which ground, and who answers for it. There is none unless one is declared.
 *
 * <p>A pair of groups is judged by the end of its interval, not by its figure: {@code OK} if the whole interval keeps the bound, {@code BREACH} if all of it
 * is beyond, else {@code UNKNOWN}: the rows do not tell. Intervals are made wider for the number of pairs (Bonferroni: confidence {@code 1 − (1 − c)/m}), so that
 * the chance of any false verdict on a day is at most {@code 1 − c}; where the reference is found on the rows, m counts all pairs of groups.
 *
 * @param name of the policy
 * @param metric what is compared
 * @param form how
 * @param bound of the difference, 0 or more, or of the ratio, above 0 and up to 1
 * @param columns that make the groups; several make intersections
 * @param rules confidence, fewest rows, favourable side and reference; their depth plays no part
 * @param legalBasis the ground, as text for readers
 * @param days on which it holds
 * @param owner who answers for it
 */
public record FairnessPolicy(
        String name,
        GroupMetric metric,
        Form form,
        double bound,
        List<String> columns,
        FairnessRules rules,
        String legalBasis,
        ValidDays days,
        String owner) {
    /** How a group is compared with the reference. */
    public enum Form {
        /** The difference, to either side, is at most the bound. */
        DIFFERENCE_AT_MOST,
        /** The group has at least the bound's part of what the reference has. */
        RATIO_AT_LEAST
    }

    public FairnessPolicy {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(rules, "rules");
        Objects.requireNonNull(legalBasis, "legalBasis");
        Objects.requireNonNull(days, "days");
        Objects.requireNonNull(owner, "owner");
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException(name + " needs columns that make groups");
        }
        rules.reference().requireValues(columns);
        if (form == Form.RATIO_AT_LEAST && !metric.hasRatio()) {
            throw new IllegalArgumentException(
                    name + ": a ratio of " + metric + " means nothing; bound the difference");
        }
        if (!(bound >= 0 && bound <= 1) || (form == Form.RATIO_AT_LEAST && bound == 0)) {
            throw new IllegalArgumentException(name + ": bound must be a share up to 1, found " + bound);
        }
    }

    /**
     * A template: each group is selected at least four fifths as often as the group selected most.
     *
     * <p>From the Uniform Guidelines on Employee Selection Procedures of the United States; a rule of thumb of evidence there, no law
     * elsewhere.
     */
    public static FairnessPolicy fourFifths(List<String> columns, FairnessRules rules, ValidDays days, String owner) {
        return new FairnessPolicy(
                "four-fifths",
                GroupMetric.SELECTION_RATE,
                Form.RATIO_AT_LEAST,
                0.8,
                columns,
                rules,
                "29 CFR 1607.4(D)",
                days,
                owner);
    }

    /** A template: who deserves it gets it equally often, by a bound of the house (M. Hardt, E. Price and N. Srebro 2016). */
    public static FairnessPolicy equalOpportunity(
            double bound, List<String> columns, FairnessRules rules, ValidDays days, String owner) {
        return new FairnessPolicy(
                "equal-opportunity",
                GroupMetric.TRUE_POSITIVE_RATE,
                Form.DIFFERENCE_AT_MOST,
                bound,
                columns,
                rules,
                "house rule",
                days,
                owner);
    }

    /** What the rows say. */
    public enum Verdict {
        OK,
        UNKNOWN,
        BREACH
    }

    /**
     * One group beside the reference.
     *
     * @param rows of the group and of the reference that the figure is made of
     * @param interval of the difference or ratio, made wider for the number of pairs; empty where rows are too few
     * @param reason for a verdict of unknown; else empty text
     */
    public record Pair(
            Group group, Verdict verdict, long rows, long referenceRows, Optional<Interval> interval, String reason) {}

    /**
     * The outcome for a day's rows.
     *
     * @param verdict {@code BREACH} if any pair is one, else {@code UNKNOWN} if any is, else {@code OK}
     * @param reference that groups were compared with; empty where there is none
     * @param pairs the groups, the worst verdict first
     */
    public record Outcome(FairnessPolicy policy, Verdict verdict, Optional<Group> reference, List<Pair> pairs) {
        public Outcome {
            pairs = List.copyOf(pairs);
        }
    }

    /** The policies that hold on a day. */
    public static List<FairnessPolicy> on(LocalDate day, List<FairnessPolicy> policies) {
        return policies.stream().filter(policy -> policy.days().contains(day)).toList();
    }

    /** Judges rows. */
    public Outcome judge(GroupCounts counts) {
        SortedMap<Group, GroupTally> groups = counts.by(columns);
        Optional<Group> reference = rules.reference().among(groups, rules.favourable(), rules.minimumRows());
        if (reference.isEmpty()) {
            return new Outcome(this, Verdict.UNKNOWN, reference, withoutReference(groups));
        }
        double confidence = 1 - (1 - rules.confidence()) / pairs(groups, reference.get());
        GroupSample other = metric.sample(groups.get(reference.get()), rules.favourable());
        List<Pair> pairs = new ArrayList<>();
        for (Map.Entry<Group, GroupTally> entry : groups.entrySet()) {
            if (!entry.getKey().equals(reference.get())) {
                pairs.add(pair(entry.getKey(), metric.sample(entry.getValue(), rules.favourable()), other, confidence));
            }
        }
        pairs.sort(Comparator.comparing(Pair::verdict).reversed());
        Verdict verdict = pairs.isEmpty() ? Verdict.OK : pairs.get(0).verdict();
        return new Outcome(this, verdict, reference, pairs);
    }

    private List<Pair> withoutReference(SortedMap<Group, GroupTally> groups) {
        return groups.entrySet().stream()
                .map(entry -> new Pair(
                        entry.getKey(),
                        Verdict.UNKNOWN,
                        metric.sample(entry.getValue(), rules.favourable()).rows(),
                        0,
                        Optional.empty(),
                        "insufficient: no group is the reference, " + rules.reference()))
                .toList();
    }

    /** How many pairs could be judged. */
    private int pairs(SortedMap<Group, GroupTally> groups, Group reference) {
        int others = (int) groups.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(reference)
                        && metric.sample(entry.getValue(), rules.favourable()).rows() >= rules.minimumRows())
                .count();
        int pairs = rules.reference().isFound() ? others * (others + 1) / 2 : others;
        return Math.max(1, pairs);
    }

    private Pair pair(Group group, GroupSample sample, GroupSample other, double confidence) {
        if (sample.rows() < rules.minimumRows() || other.rows() < rules.minimumRows()) {
            return new Pair(
                    group,
                    Verdict.UNKNOWN,
                    sample.rows(),
                    other.rows(),
                    Optional.empty(),
                    "insufficient: " + Math.min(sample.rows(), other.rows()) + " rows, " + rules.minimumRows()
                            + " are needed");
        }
        Optional<Interval> interval = form == Form.RATIO_AT_LEAST
                ? sample.ratioInterval(other, confidence)
                : Optional.of(sample.difference(other, confidence));
        Verdict verdict = interval.map(this::verdict).orElse(Verdict.UNKNOWN);
        return new Pair(
                group,
                verdict,
                sample.rows(),
                other.rows(),
                interval,
                verdict == Verdict.UNKNOWN ? "the interval holds the bound: more rows would tell" : "");
    }

    private Verdict verdict(Interval interval) {
        boolean keeps;
        boolean breaks;
        if (form == Form.RATIO_AT_LEAST) {
            keeps = interval.lower() >= bound;
            breaks = interval.upper() < bound;
        } else {
            keeps = interval.lower() >= -bound && interval.upper() <= bound;
            breaks = interval.lower() > bound || interval.upper() < -bound;
        }
        return keeps ? Verdict.OK : breaks ? Verdict.BREACH : Verdict.UNKNOWN;
    }
}
