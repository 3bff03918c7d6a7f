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
