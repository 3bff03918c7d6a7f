package io.headrace.report;

import io.headrace.report.MonitoredModel.Day;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What acting on scores is worth, ready to be shown: of each as-of what readers see now, by the job as it is now.
 *
 * @param currency what values are counted in
 * @param run the last run; empty where there was none of the job as it is now
 * @param notValued as-ofs that readers see and no run has valued
 * @param versions of the model that scored
 * @param rows of all as-ofs
 * @param rowsOpen those whose outcomes are not known yet
 * @param sums over as-ofs, of every threshold too
 * @param best acting on none, on all or above one threshold, whichever earned most; empty where no outcome is known
 * @param campaign what contacting customers would have earned, of the last as-of of which it is known
 * @param arms who decided, the champion first, where several did
 * @param ofDays the as-ofs that are valued, oldest first
 */
public record ValueFindings(
        String model,
        String job,
        String owner,
        String currency,
        String run,
        int notValued,
        List<Integer> versions,
        long rows,
        long rowsOpen,
        List<Sum> sums,
        Optional<Sum> best,
        Optional<Campaign> campaign,
        List<Arm> arms,
        List<OfDay> ofDays,
        List<Day> days)
        implements JobFindings {
    public ValueFindings {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(run, "run");
        versions = List.copyOf(versions);
        sums = List.copyOf(sums);
        Objects.requireNonNull(best, "best");
        Objects.requireNonNull(campaign, "campaign");
        arms = List.copyOf(arms);
        ofDays = List.copyOf(ofDays);
        days = List.copyOf(days);
    }

    /**
     * A sum over as-ofs.
     *
     * @param basis expected, realised, open or spent
     * @param figure earned, none, all, above, capacity or compute
     * @param threshold of above
     * @param lower sum of the lower ends, if all have one
     * @param upper likewise
     * @param rows that it is of
     * @param days as-ofs that it is of
     */
    public record Sum(
            String basis,
            String figure,
            OptionalDouble threshold,
            double value,
            OptionalDouble lower,
            OptionalDouble upper,
            long rows,
            int days) {}

    /**
     * What contacting the customers of one as-of would have earned, by the best thresholds that are known in hindsight.
     *
     * @param day that begins at the as-of
     * @param value of a customer
     * @param lower lower end of its 95 % interval
     * @param upper upper end
     * @param rows customers
     * @param contacted share of them that is contacted
     */
    public record Campaign(LocalDate day, double value, double lower, double upper, long rows, double contacted) {}

    /**
     * Somebody who decided, on as-ofs on which others did so too.
     *
     * @param earned for a thousand rows; empty where no outcome is known
     * @param rows whose outcomes are known
     * @param days as-ofs that they are of
     * @param rowsOpen rows whose outcomes are not known yet
     * @param difference for a thousand rows, from what the champion would have earned with as many rows of the same as-ofs
     */
    public record Arm(
            String name,
            Optional<WithEnds> earned,
            long rows,
            int days,
            long rowsOpen,
            Optional<WithEnds> difference) {}

    /**
     * An amount.
     *
     * @param lower lower end of its 95 % interval, if there is one
     * @param upper likewise
     */
    public record WithEnds(double value, OptionalDouble lower, OptionalDouble upper) {}

    /**
     * An as-of.
     *
     * @param day that begins at it
     * @param version that scored
     * @param rows with a score
     * @param open those whose outcomes are not known yet
     */
    public record OfDay(LocalDate day, int version, long rows, long open, List<Figure> figures) {
        public OfDay {
            figures = List.copyOf(figures);
        }

        Optional<Figure> figure(String basis, String name) {
            return figures.stream()
                    .filter(figure -> figure.own().basis().equals(basis)
                            && figure.own().figure().equals(name))
                    .findFirst();
        }
    }

    /**
     * A figure of an as-of, without those of thresholds.
     *
     * @param own its own
     * @param soFar with those of all as-ofs before it
     */
    public record Figure(Sum own, Sum soFar, RowReference row) {}

    Optional<Sum> sum(String basis, String figure) {
        return sums.stream()
                .filter(sum -> sum.threshold().isEmpty()
                        && sum.basis().equals(basis)
                        && sum.figure().equals(figure))
                .findFirst();
    }

    @Override
    public String subject() {
        return "Value of " + model + (job.equals("value-" + model) ? "" : ", by " + job);
    }

    @Override
    public Glimpse glimpse() {
        ValueWords words = new ValueWords(this);
        return new Glimpse(words.mark(), words.word(), words.earned() + " " + words.open());
    }

    @Override
    public List<String> notes(String run) {
        return List.of();
    }

    @Override
    public String template() {
        return "value.mustache";
    }

    @Override
    public Object content(SiteAddress addresses) {
        return new ValueView(this, addresses);
    }
}
