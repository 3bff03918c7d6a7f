package io.headrace.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the truth against what the raw files show. */
class RetailTruthTest {
    private static final LocalDate FIRST = LocalDate.of(2025, 1, 1);
    private static final int HORIZON = 30;
    private static final double STANDARD_ERRORS = 4;

    @TempDir
    static Path folder;

    private static RetailTruth planted;
    private static List<Prospect> prospects;
    private static List<Part> parts;

    /** The true probability of a customer at an as-of, and what came; recency is -1 for no order in 90 days. */
    private record Prospect(double probability, boolean lapsed, long recencyDays) {}

    /** A customer in a campaign: what came, and what a voucher was to be worth. */
    private record Part(
            String day,
            boolean voucher,
            double margin,
            double cost,
            double lapseIfNone,
            double lapseIfVoucher,
            double gain) {
        double net() {
            return margin - cost;
        }
    }

    @BeforeAll
    static void generateYear() {
        planted = new RetailGenerator(new RetailSettings(FIRST, 365, 1_800, 42))
                .generate(folder.resolve("landing"), folder.resolve("truth"));
        prospects = prospects();
        parts = parts();
    }

    @Test
    void realisedLapsesAgreeWithTheirTrueProbabilityInEveryTenth() {
        assertCalibrated(prospects);
        assertCalibrated(prospects.stream()
                .filter(prospect -> prospect.recencyDays() > 0)
                .toList());
    }

    @Test
    void trueProbabilityRanksActiveCustomersBetterThanTheirRecency() {
        List<Prospect> active = prospects.stream()
                .filter(prospect -> prospect.recencyDays() > 0)
                .toList();

        double best = auc(active, Prospect::probability);
        double recency = auc(active, Prospect::recencyDays);
        assertThat(best).isBetween(0.80, 0.88);
        assertThat(recency).isBetween(0.66, best - 0.08);
    }

    @Test
    void vouchersForTheRiskiestBeatVouchersForAllForNobodyAndAtRandomInTruth() {
        for (RetailTruth.Campaign campaign : planted.campaigns()) {
            double all = campaign.gainOfVouchersForAll();

            assertThat(campaign.gainOfVouchersForRiskiestThird())
                    .isGreaterThan(0)
                    .isGreaterThan(1.2 * all)
                    .isGreaterThan(2 * all / 3);
        }
        assertThat(meanGain(lowestRisk())).isNegative();
    }

    @Test
    void trueGainIsTheSumOfItsParts() {
        for (RetailTruth.Campaign campaign : planted.campaigns()) {
            double sum = parts.stream()
                    .filter(part -> part.day().equals(campaign.day().toString()))
                    .mapToDouble(Part::gain)
                    .sum();
            assertThat(campaign.gainOfVouchersForAll()).isCloseTo(sum, within(0.005 * campaign.customers()));
        }
    }

    @Test
    void vouchersNeverDriveAnybodyAwayAndHelpTheRiskyMost() {
        assertThat(parts.stream().filter(part -> part.lapseIfVoucher() > part.lapseIfNone()))
                .isEmpty();
        assertThat(meanEffect(highestRisk())).isGreaterThan(3 * meanEffect(lowestRisk()));
    }

    @Test
    void campaignDataShowTheGainOfVouchersForTheRiskiest() {
        Observed observed = observed(highestRisk());

        assertThat(observed.uplift()).isGreaterThan(2 * observed.standardError());
        assertThat(observed.uplift())
                .isCloseTo(meanGain(highestRisk()), within(STANDARD_ERRORS * observed.standardError()));
        assertThat(observed(lowestRisk()).uplift()).isLessThan(observed.uplift());
    }

    @Test
    void holdoutHasTheStatedShareAndCostsNothing() {
        long vouchers = parts.stream().filter(Part::voucher).count();

        assertThat(vouchers / (double) parts.size())
                .isCloseTo(0.5, within(STANDARD_ERRORS * Math.sqrt(0.25 / parts.size())));
        assertThat(parts.stream().filter(part -> !part.voucher())).allMatch(part -> part.cost() == 0);
        assertThat(parts.stream().filter(Part::voucher)).allMatch(part -> part.cost() == 0.5 || part.cost() == 10.5);
    }

    /** Windows do not overlap, so given the past each lapse is one toss, and the sum of p(1 - p) its variance. */
    private static void assertCalibrated(List<Prospect> all) {
        for (int tenth = 0; tenth < 10; tenth++) {
            double from = tenth / 10.0;
            List<Prospect> bin = all.stream()
                    .filter(prospect -> prospect.probability() >= from && prospect.probability() < from + 0.1)
                    .toList();
            double expected = bin.stream().mapToDouble(Prospect::probability).sum();
            double variance = bin.stream()
                    .mapToDouble(prospect -> prospect.probability() * (1 - prospect.probability()))
                    .sum();

            assertThat(bin).hasSizeGreaterThan(100);
            assertThat((double) bin.stream().filter(Prospect::lapsed).count())
                    .as("lapses with a probability from %s on", from)
                    .isCloseTo(expected, within(STANDARD_ERRORS * Math.sqrt(variance)));
        }
    }

    private static List<Prospect> prospects() {
        Map<String, TreeSet<LocalDate>> orders = new HashMap<>();
        new ShopFiles(folder.resolve("landing"))
                .cleanRows().stream()
                        .filter(row -> !row.isCancelled())
                        .forEach(row -> orders.computeIfAbsent(row.customer(), key -> new TreeSet<>())
                                .add(row.day()));
        List<Prospect> found = new ArrayList<>();
        for (List<String> row : ShopFiles.csvRows(folder.resolve("truth"), "lapse.csv")) {
            LocalDate asOf = LocalDate.parse(row.get(1));
            long offset = asOf.toEpochDay() - FIRST.toEpochDay();
            if (offset % 35 == 0
                    && !asOf.plusDays(HORIZON).isAfter(planted.lastDay().plusDays(1))) {
                TreeSet<LocalDate> days = orders.getOrDefault(row.get(0) + ".0", new TreeSet<>());
                found.add(prospect(asOf, Double.parseDouble(row.get(2)), days));
            }
        }
        return found;
    }

    private static Prospect prospect(LocalDate asOf, double probability, TreeSet<LocalDate> orderDays) {
        boolean lapsed = orderDays.subSet(asOf, asOf.plusDays(HORIZON)).isEmpty();
        LocalDate last = orderDays.lower(asOf);
        boolean active = last != null && !last.isBefore(asOf.minusDays(90));
        return new Prospect(probability, lapsed, active ? asOf.toEpochDay() - last.toEpochDay() : -1);
    }

    private static List<Part> parts() {
        Map<String, List<String>> truth = new HashMap<>();
        ShopFiles.csvRows(folder.resolve("truth"), "vouchers.csv")
                .forEach(row -> truth.put(row.get(0) + " " + row.get(1), row));
        return ShopFiles.csvRows(folder.resolve("landing/campaigns"), ".csv").stream()
                .map(row -> part(row, truth.get(row.get(0) + " " + row.get(1))))
                .toList();
    }

    private static Part part(List<String> outcome, List<String> truth) {
        return new Part(
                outcome.get(1),
                outcome.get(2).equals("voucher"),
                Double.parseDouble(outcome.get(5)),
                Double.parseDouble(outcome.get(3)),
                Double.parseDouble(truth.get(2)),
                Double.parseDouble(truth.get(3)),
                Double.parseDouble(truth.get(8)));
    }

    private static List<Part> highestRisk() {
        return parts.stream().filter(part -> part.lapseIfNone() >= 0.5).toList();
    }

    private static List<Part> lowestRisk() {
        return parts.stream().filter(part -> part.lapseIfNone() < 0.2).toList();
    }

    private static double meanGain(List<Part> some) {
        return some.stream().mapToDouble(Part::gain).average().orElseThrow();
    }

    private static double meanEffect(List<Part> some) {
        return some.stream()
                .mapToDouble(part -> part.lapseIfNone() - part.lapseIfVoucher())
                .average()
                .orElseThrow();
    }

    private record Observed(double uplift, double standardError) {}

    private static Observed observed(List<Part> some) {
        double[] treated =
                some.stream().filter(Part::voucher).mapToDouble(Part::net).toArray();
        double[] held = some.stream()
                .filter(part -> !part.voucher())
                .mapToDouble(Part::net)
                .toArray();
        double error = Math.sqrt(variance(treated) / treated.length + variance(held) / held.length);
        return new Observed(mean(treated) - mean(held), error);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
    }

    /** Mann-Whitney with mean ranks for ties. */
    private static double auc(List<Prospect> all, ToDoubleFunction<Prospect> score) {
        List<Prospect> sorted =
                all.stream().sorted(Comparator.comparingDouble(score)).toList();
        double rankSum = 0;
        int from = 0;
        while (from < sorted.size()) {
            int to = from;
            while (to < sorted.size() && score.applyAsDouble(sorted.get(to)) == score.applyAsDouble(sorted.get(from))) {
                to++;
            }
            long lapsed =
                    sorted.subList(from, to).stream().filter(Prospect::lapsed).count();
            rankSum += lapsed * (from + to + 1) / 2.0;
            from = to;
        }
        double lapsed = sorted.stream().filter(Prospect::lapsed).count();
        return (rankSum - lapsed * (lapsed + 1) / 2) / (lapsed * (sorted.size() - lapsed));
    }
}
