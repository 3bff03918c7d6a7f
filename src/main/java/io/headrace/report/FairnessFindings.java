package io.headrace.report;

import io.headrace.report.MonitoredModel.Day;
import io.headrace.report.MonitoredModel.Run;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What decisions did to groups of people, by the last run of a fairness job and those before, ready to be shown.
 *
 * @param metrics those that stand in the table of groups, in order
 * @param level q below which a group differs from its reference
 * @param runs that judged something, one for each date, oldest first
 */
public record FairnessFindings(
        String model,
        String job,
        String owner,
        List<Metric> metrics,
        double level,
        List<Judgement> runs,
        List<Day> days)
        implements JobFindings {
    public FairnessFindings {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(owner, "owner");
        metrics = List.copyOf(metrics);
        runs = List.copyOf(runs);
        days = List.copyOf(days);
    }

    /**
     * A metric.
     *
     * @param name as tables spell it
     * @param heading in a table
     */
    public record Metric(String name, String heading) {}

    /**
     * A group of people.
     *
     * @param columns that make it; none for everybody
     * @param words values of these, such as {@code gender = female}, which are personal
     */
    public record GroupName(List<String> columns, String words) {
        public GroupName {
            columns = List.copyOf(columns);
            Objects.requireNonNull(words, "words");
        }
    }

    /**
     * What a run found.
     *
     * @param versions that scored
     * @param outcomes known or open
     * @param turnedRound what is said where the negative side is favourable, else empty
     * @param figures of everybody, each group and each intersection
     * @param comparisons of groups with their references
     * @param gaps the widest between any two groups
     * @param reversals comparisons that turn round where a column is held fixed
     */
    public record Judgement(
            Run run,
            String versions,
            String firstAsOf,
            String lastAsOf,
            String outcomes,
            String turnedRound,
            List<Policy> policies,
            List<Figure> figures,
            List<Compared> comparisons,
            List<Gap> gaps,
            List<Compared> reversals) {
        public Judgement {
            Objects.requireNonNull(run, "run");
            policies = List.copyOf(policies);
            figures = List.copyOf(figures);
            comparisons = List.copyOf(comparisons);
            gaps = List.copyOf(gaps);
            reversals = List.copyOf(reversals);
        }

        Optional<Figure> figure(String metric, GroupName group) {
            return figures.stream()
                    .filter(figure ->
                            figure.metric().equals(metric) && figure.group().equals(group))
                    .findFirst();
        }

        /** The group that others of the same columns are compared with. */
        Optional<GroupName> reference(String metric, List<String> columns) {
            return comparisons.stream()
                    .filter(compared -> compared.metric().equals(metric)
                            && compared.group().columns().equals(columns))
                    .map(Compared::reference)
                    .findFirst();
        }

        /** The least q of a metric of a group. */
        OptionalDouble q(String metric, GroupName group) {
            return comparisons.stream()
                    .filter(compared ->
                            compared.metric().equals(metric) && compared.group().equals(group))
                    .flatMapToDouble(compared -> compared.q().stream())
                    .min();
        }
    }

    /**
     * A policy with its verdict over all groups.
     *
     * @param verdict ok, unknown or breach
     * @param form ratio or difference
     * @param basis its ground
     * @param owner who answers for it
     */
    public record Policy(
            String name,
            String verdict,
            String metric,
            String form,
            double bound,
            List<String> columns,
            String basis,
            String owner,
            List<Pair> pairs,
            RowReference row) {
        public Policy {
            columns = List.copyOf(columns);
            pairs = List.copyOf(pairs);
        }

        boolean isRatio() {
            return form.equals("ratio");
        }

        long count(String wanted) {
            return pairs.stream().filter(pair -> pair.verdict().equals(wanted)).count();
        }
    }

    /**
     * What a policy says of a group.
     *
     * @param reference empty where there is none
     * @param value empty where rows are too few, as its ends
     */
    public record Pair(
            GroupName group,
            Optional<GroupName> reference,
            String verdict,
            OptionalDouble value,
            OptionalDouble lower,
            OptionalDouble upper,
            long rows,
            String reason,
            RowReference row) {}

    /** A figure of a group; without value where rows are too few. */
    public record Figure(
            String metric,
            GroupName group,
            OptionalDouble value,
            OptionalDouble lower,
            OptionalDouble upper,
            long rows,
            RowReference row) {}

    /**
     * A group beside its reference.
     *
     * @param form difference or ratio; of a reversal the column held fixed
     */
    public record Compared(
            String metric,
            String form,
            GroupName group,
            GroupName reference,
            OptionalDouble value,
            OptionalDouble lower,
            OptionalDouble upper,
            OptionalDouble q,
            String reason,
            RowReference row) {}

    /**
     * The widest gap between any two groups.
     *
     * @param value empty where rows are too few
     */
    public record Gap(String metric, String form, List<String> columns, OptionalDouble value, RowReference row) {
        public Gap {
            columns = List.copyOf(columns);
        }
    }

    Optional<Judgement> last() {
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(runs.size() - 1));
    }

    @Override
    public String subject() {
        return "Fairness of " + model + (job.equals("fairness-" + model) ? "" : ", by " + job);
    }

    @Override
    public Glimpse glimpse() {
        FairnessWords words = new FairnessWords(this);
        return new Glimpse(words.mark(), words.word(), words.verdict());
    }

    @Override
    public List<String> notes(String run) {
        return List.of(FairnessWords.READERS);
    }

    @Override
    public String template() {
        return "fairness.mustache";
    }

    @Override
    public Object content(SiteAddress addresses) {
        return new FairnessView(this, addresses);
    }
}
