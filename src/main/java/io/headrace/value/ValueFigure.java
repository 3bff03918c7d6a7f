package io.headrace.value;

import io.headrace.stats.Interval;
import io.headrace.stats.value.ChurnCampaign;
import io.headrace.stats.value.Worth;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A value of the rows of an as-of.
 *
 * @param measured what it is of
 * @param threshold above which rows are acted on, where it is of one
 * @param value in the currency
 * @param standardError if as many rows were drawn again; empty where it cannot be told
 * @param interval of 95 %: of a realised value for rows drawn again, of one that is expected where these rows should come to lie, of a
 *     regret that of the long run; empty where it cannot be told
 * @param labelError of a value that is expected: how far the outcomes of these very rows may lead from it
 * @param rows that it is of
 * @param contacted share of the rows that the best thresholds of a campaign contact; empty of all else
 */
record ValueFigure(
        Basis basis,
        Measured measured,
        OptionalDouble threshold,
        double value,
        OptionalDouble standardError,
        Optional<Interval> interval,
        OptionalDouble labelError,
        long rows,
        OptionalDouble contacted) {
    /** Of all intervals. */
    static final double CONFIDENCE = 0.95;

    ValueFigure {
        Objects.requireNonNull(basis, "basis");
        Objects.requireNonNull(measured, "measured");
        Objects.requireNonNull(threshold, "threshold");
        Objects.requireNonNull(standardError, "standardError");
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(labelError, "labelError");
        Objects.requireNonNull(contacted, "contacted");
    }

    static ValueFigure of(Basis basis, Measured measured, OptionalDouble threshold, Worth worth) {
        Optional<Interval> interval = worth.labelError().isPresent()
                ? Optional.of(worth.labelInterval(CONFIDENCE))
                : Optional.of(worth)
                        .filter(known -> known.standardError().isPresent())
                        .map(known -> known.interval(CONFIDENCE));
        return of(basis, measured, threshold, worth, interval);
    }

    static ValueFigure of(
            Basis basis, Measured measured, OptionalDouble threshold, Worth worth, Optional<Interval> interval) {
        return new ValueFigure(
                basis,
                measured,
                threshold,
                worth.total(),
                worth.standardError(),
                interval,
                worth.labelError(),
                worth.rows(),
                OptionalDouble.empty());
    }

    /** What was paid for so many rows. */
    static ValueFigure spent(double cost, long rows) {
        return new ValueFigure(
                Basis.SPENT,
                Measured.COMPUTE,
                OptionalDouble.empty(),
                cost,
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                rows,
                OptionalDouble.empty());
    }

    /** What contacting so many customers earns at best, of outcomes that are known. */
    static ValueFigure campaign(ChurnCampaign.Profit profit) {
        Interval perCustomer = profit.interval(CONFIDENCE);
        long rows = profit.rows();
        return new ValueFigure(
                Basis.REALISED,
                Measured.CAMPAIGN,
                OptionalDouble.empty(),
                profit.profit() * rows,
                OptionalDouble.of(profit.standardError() * rows),
                Optional.of(new Interval(perCustomer.lower() * rows, perCustomer.upper() * rows, CONFIDENCE)),
                OptionalDouble.empty(),
                rows,
                OptionalDouble.of(profit.contacted()));
    }
}
