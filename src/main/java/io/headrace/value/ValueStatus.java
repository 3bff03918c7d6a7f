package io.headrace.value;

import io.headrace.spec.ValueJobSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Publications;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * What the decisions of all as-ofs are worth, as the runs of a value job found it: of each as-of what readers see now, by the job as it is now.
 *
 * @param job its name
 * @param model the model
 * @param currency what values are counted in
 * @param run the last run; empty where there was none of the job as it is now
 * @param first day of the first as-of that is valued, yyyy-MM-dd; empty where none is
 * @param last day of the last
 * @param days how many as-ofs are valued
 * @param daysKnown those of which an outcome is known
 * @param notValued published as-ofs on which a version of the value holds and that no run has valued
 * @param versions of the model that scored
 * @param rows of all as-ofs
 * @param rowsOpen those whose outcomes are not known yet
 * @param sums of the as-ofs' values
 * @param best the sum over realised values of acting on none, on all, or above one threshold that is the greatest; empty where no outcome is known
 * @param campaign what contacting the customers of the last as-of would have earned at best; empty where the job declares none, and where not
 *     both outcomes are known of any as-of
 * @param arms what those earned who decided, the champion first, of as-ofs on which more than one did
 */
public record ValueStatus(
        String job,
        String model,
        String currency,
        String run,
        String first,
        String last,
        int days,
        int daysKnown,
        int notValued,
        List<Integer> versions,
        long rows,
        long rowsOpen,
        List<Sum> sums,
        List<Sum> best,
        List<Campaign> campaign,
        List<ArmSum> arms) {
    public ValueStatus {
        Objects.requireNonNull(job, "job");
        versions = List.copyOf(versions);
        sums = List.copyOf(sums);
        best = List.copyOf(best);
        campaign = List.copyOf(campaign);
        arms = List.copyOf(arms);
    }

    /**
     * What contacting the customers of one as-of would have earned, by the best thresholds that are known in hindsight; as-ofs do not add up,
     * for a customer who is scored on many of them is kept once.
     *
     * @param day that begins at the as-of, yyyy-MM-dd
     * @param value of all its customers whose outcomes are known
     * @param lower lower end of the 95 % interval
     * @param upper upper end
     * @param rows those customers
     * @param contacted share of them that is contacted
     */
    public record Campaign(String day, double value, double lower, double upper, long rows, double contacted) {
        /** The figure of an as-of. */
        public static Campaign of(String day, Row row) {
            return new Campaign(
                    day,
                    row.<Double>getAs("value"),
                    row.<Double>getAs("lower"),
                    row.<Double>getAs("upper"),
                    row.<Long>getAs("rows"),
                    row.<Double>getAs("contacted"));
        }

        /** An amount of all customers, for one of them. */
        public double each(double amount) {
            return amount / rows;
        }
    }

    /**
     * A sum over as-ofs.
     *
     * @param basis expected, realised, open or spent
     * @param figure earned, none, all, above, capacity or compute
     * @param threshold of above; null else
     * @param lower the sum of the lower ends of intervals, which holds however as-ofs hang together; null where one has none
     * @param upper the same of upper ends
     * @param rows that it is of
     * @param days as-ofs that it is of
     */
    public record Sum(
            String basis,
            String figure,
            Double threshold,
            double value,
            Double lower,
            Double upper,
            long rows,
            int days) {

        private static final Comparator<Sum> ORDER = Comparator.comparing(Sum::basis)
                .thenComparing(Sum::figure)
                .thenComparing(Sum::threshold, Comparator.nullsFirst(Comparator.reverseOrder()));

        /** The figure of one as-of. */
        public static Sum of(Row row) {
            return new Sum(
                    row.getAs("basis"),
                    row.getAs("figure"),
                    row.getAs("threshold"),
                    row.<Double>getAs("value"),
                    row.getAs("lower"),
                    row.getAs("upper"),
                    row.<Long>getAs("rows"),
                    1);
        }

        /** With the same figure of other as-ofs. */
        public Sum plus(Sum other) {
            return new Sum(
                    basis,
                    figure,
                    threshold,
                    value + other.value,
                    both(lower, other.lower),
                    both(upper, other.upper),
                    rows + other.rows,
                    days + other.days);
        }

        private static Double both(Double one, Double other) {
            return one == null || other == null ? null : Double.valueOf(one + other);
        }

        /** What figures that may be added have in common. */
        public String key() {
            return basis + " " + figure + " " + threshold;
        }
    }

    /** The sum of some figure, where there is one without a threshold. */
    public Optional<Sum> sum(String basis, String figure) {
        return sums.stream()
                .filter(sum -> sum.threshold() == null
                        && sum.basis().equals(basis)
                        && sum.figure().equals(figure))
                .findFirst();
    }

    /** Reads it; starts no Spark. */
    public static ValueStatus of(ValueJobSpec job, Lake lake, Ledger ledger, Publications publications, ZoneId zone) {
        return of(ValuedDays.of(job, lake, ledger, publications, zone));
    }

    /** Adds up what was read. */
    public static ValueStatus of(ValuedDays days) {
        NavigableMap<String, List<Row>> byAsOf = days.byAsOf();
        List<Row> rows = byAsOf.values().stream().flatMap(Collection::stream).toList();
        List<Sum> sums = sums(rows.stream().map(Sum::of));
        List<Row> all = rows.stream()
                .filter(row -> is(row, Basis.EXPECTED, Measured.EARNED))
                .toList();
        return new ValueStatus(
                days.job().name(),
                days.job().model(),
                days.job().currency(),
                days.run(),
                byAsOf.isEmpty() ? "" : days.day(byAsOf.firstKey()).toString(),
                byAsOf.isEmpty() ? "" : days.day(byAsOf.lastKey()).toString(),
                byAsOf.size(),
                (int) rows.stream()
                        .filter(row -> is(row, Basis.REALISED, Measured.EARNED))
                        .count(),
                days.visible() - byAsOf.size(),
                List.copyOf(new LinkedHashSet<>(all.stream()
                        .map(row -> row.<Integer>getAs("model_version"))
                        .toList())),
                all.stream().mapToLong(row -> row.<Long>getAs("rows")).sum(),
                all.stream().mapToLong(row -> row.<Long>getAs("unknown")).sum(),
                sums,
                best(sums),
                campaign(days),
                arms(days));
    }

    private static List<Campaign> campaign(ValuedDays days) {
        return days.byAsOf().descendingMap().entrySet().stream()
                .flatMap(day -> day.getValue().stream()
                        .filter(row -> is(row, Basis.REALISED, Measured.CAMPAIGN))
                        .map(row -> Campaign.of(days.day(day.getKey()).toString(), row)))
                .limit(1)
                .toList();
    }

    private static List<ArmSum> arms(ValuedDays days) {
        NavigableMap<String, Map<String, ArmSum.OfDay>> known = new TreeMap<>();
        Map<String, List<ArmSum.Open>> open = new TreeMap<>();
        days.ofArms()
                .forEach((asOf, rows) -> rows.forEach(row -> {
                    String arm = ValueTable.armOf(row);
                    if (is(row, Basis.REALISED, Measured.EARNED)) {
                        Double error = row.getAs("standard_error");
                        known.computeIfAbsent(asOf, day -> new TreeMap<>())
                                .put(
                                        arm,
                                        new ArmSum.OfDay(
                                                row.<Double>getAs("value"),
                                                error == null ? OptionalDouble.empty() : OptionalDouble.of(error),
                                                row.<Long>getAs("rows")));
                    } else if (is(row, Basis.OPEN, Measured.EARNED)) {
                        open.computeIfAbsent(arm, other -> new ArrayList<>())
                                .add(new ArmSum.Open(row.<Double>getAs("value"), row.<Long>getAs("rows")));
                    }
                }));
        return ArmSum.of(known, open);
    }

    private static boolean is(Row row, Basis basis, Measured measured) {
        return row.getAs("basis").equals(ValueTable.word(basis))
                && row.getAs("figure").equals(ValueTable.word(measured));
    }

    /** Those of single as-ofs that were chosen on their own rows do not add up. */
    private static List<Sum> sums(Stream<Sum> ofAsOfs) {
        Set<String> chosen = Stream.of(Measured.BEST, Measured.REGRET, Measured.CAMPAIGN)
                .map(ValueTable::word)
                .collect(Collectors.toSet());
        return ofAsOfs
                .filter(sum -> !chosen.contains(sum.figure()))
                .collect(Collectors.toMap(Sum::key, sum -> sum, Sum::plus, TreeMap::new))
                .values()
                .stream()
                .sorted(Sum.ORDER)
                .toList();
    }

    /** Of equal ones that which acts on the fewest rows. */
    private static List<Sum> best(List<Sum> sums) {
        List<Sum> rules = Stream.of(Measured.NONE, Measured.ABOVE, Measured.ALL)
                .map(ValueTable::word)
                .flatMap(figure -> sums.stream()
                        .filter(sum -> sum.basis().equals(ValueTable.word(Basis.REALISED))
                                && sum.figure().equals(figure)))
                .toList();
        return rules.stream()
                .reduce((best, other) -> other.value() > best.value() ? other : best)
                .map(List::of)
                .orElse(List.of());
    }
}
