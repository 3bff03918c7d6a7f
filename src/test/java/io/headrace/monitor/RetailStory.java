package io.headrace.monitor;

import io.headrace.monitor.Stories.Binary;
import io.headrace.monitor.StoryWatch.Said;
import io.headrace.policy.Alert;
import io.headrace.stats.estimate.Performance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Customers of a shop, day by day: who bought in the last 90 days and buys nothing in the next 30? One model of May, and one that is trained again
 * on the first of each month, on all days whose 30 days are over.
 */
final class RetailStory {
    private static final int ACTIVE = 90;
    private static final int NEXT = 30;
    private static final LocalDate FIRST = LocalDate.of(2011, 2, 28);
    private static final LocalDate START = LocalDate.of(2011, 5, 1);
    private static final LocalDate LAST = LocalDate.of(2011, 11, 8);
    private static final List<String> FEATURES =
            List.of("days_since", "orders_30", "orders_90", "spent_90", "cancelled_90", "known_days", "lines_90");

    private final Path folder;
    private final Path images;
    private final long mostKnown;
    private final Map<Integer, TreeMap<LocalDate, double[]>> customers = new TreeMap<>();

    /**
     * @param mostKnown days since the first order count up to so many
     */
    RetailStory(Path folder, Path images, long mostKnown) {
        this.folder = folder;
        this.images = images;
        this.mostKnown = mostKnown;
    }

    /** Of each customer and day: orders, amount, cancelled orders, lines. */
    private void read() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder.resolve("by-day"))) {
            files = all.sorted().toList();
        }
        for (Path file : files) {
            List<String[]> lines = StoryRows.lines(file, ',');
            List<String> header = List.of(lines.get(0));
            Map<String, Double> orders = new LinkedHashMap<>();
            for (String[] line : lines.subList(1, lines.size())) {
                String customer = line[header.indexOf("CustomerID")];
                if (!customer.isEmpty()) {
                    add(
                            (int) Double.parseDouble(customer),
                            LocalDate.parse(line[header.indexOf("InvoiceDate")].substring(0, 10)),
                            line[header.indexOf("InvoiceNo")],
                            Double.parseDouble(line[header.indexOf("Quantity")])
                                    * Double.parseDouble(line[header.indexOf("UnitPrice")]),
                            orders);
                }
            }
        }
    }

    private void add(int customer, LocalDate day, String invoice, double amount, Map<String, Double> seen) {
        double[] sums =
                customers.computeIfAbsent(customer, key -> new TreeMap<>()).computeIfAbsent(day, key -> new double[4]);
        boolean isNew = seen.put(invoice, 1.0) == null;
        boolean isCancelled = invoice.startsWith("C");
        sums[0] += isNew && !isCancelled ? 1 : 0;
        sums[1] += amount;
        sums[2] += isNew && isCancelled ? 1 : 0;
        sums[3] += isCancelled ? 0 : 1;
    }

    /** Customers who bought in the 90 days before the end of a day, and whether they lapse. */
    private StoryRows at(LocalDate day) {
        List<double[]> rows = new ArrayList<>();
        customers.forEach((customer, days) -> {
            double[] recent = sums(days, day.minusDays(ACTIVE), day);
            if (recent[0] > 0) {
                LocalDate latest = days.headMap(day, true).descendingMap().entrySet().stream()
                        .filter(entry -> entry.getValue()[0] > 0)
                        .findFirst()
                        .orElseThrow()
                        .getKey();
                rows.add(new double[] {
                    day.toEpochDay() - latest.toEpochDay(),
                    sums(days, day.minusDays(NEXT), day)[0],
                    recent[0],
                    recent[1],
                    recent[2],
                    Math.min(mostKnown, day.toEpochDay() - days.firstKey().toEpochDay()),
                    recent[3],
                    sums(days, day, day.plusDays(NEXT))[0] > 0 ? 0 : 1,
                    customer
                });
            }
        });
        Map<String, double[]> columns = new LinkedHashMap<>();
        List<String> names = columns();
        for (int column = 0; column < names.size(); column++) {
            int at = column;
            columns.put(
                    names.get(column), rows.stream().mapToDouble(row -> row[at]).toArray());
        }
        return StoryRows.of(columns);
    }

    private static List<String> columns() {
        return Stream.concat(FEATURES.stream(), Stream.of("label", "customer")).toList();
    }

    /** Of the days after one up to another. */
    private static double[] sums(TreeMap<LocalDate, double[]> days, LocalDate after, LocalDate last) {
        double[] sums = new double[4];
        days.subMap(after, false, last, true).values().forEach(day -> {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += day[i];
            }
        });
        return sums;
    }

    /** Trained on the ends of weeks whose 30 days are over, tested on those of a quarter of the customers. */
    private Binary trained(LocalDate day) {
        List<StoryRows> weeks = new ArrayList<>();
        for (LocalDate week = FIRST; !week.plusDays(NEXT).isAfter(day); week = week.plusDays(7)) {
            weeks.add(at(week));
        }
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns()
                .forEach(name -> columns.put(
                        name,
                        weeks.stream()
                                .flatMapToDouble(week -> Arrays.stream(week.numbers(name)))
                                .toArray()));
        StoryRows rows = StoryRows.of(columns);
        IntPredicate isTested = row -> new SplittableRandom((long) rows.numbers("customer")[row]).nextInt(4) == 0;
        return new Binary(
                rows,
                FEATURES,
                IntStream.range(0, rows.size()).filter(isTested.negate()).toArray(),
                IntStream.range(0, rows.size()).filter(isTested).toArray());
    }

    String told() throws IOException {
        read();
        List<LocalDate> days = new ArrayList<>();
        List<Said> once = new ArrayList<>();
        List<Said> monthly = new ArrayList<>();
        Binary first = trained(START);
        Binary latest = first;
        Labels ofMay = new Labels();
        Labels retrained = new Labels();
        for (LocalDate day = START; !day.isAfter(LAST); day = day.plusDays(1)) {
            latest = day.getDayOfMonth() == 1 && day.isAfter(START) ? trained(day) : latest;
            StoryRows rows = at(day);
            days.add(day);
            once.add(ofMay.judge(day, rows, first));
            monthly.add(retrained.judge(day, rows, latest));
        }
        System.out.println("not judged: " + Stories.unjudged(once));
        List<Alert> before = StoryWatch.alerts(once);
        List<Alert> after = StoryWatch.alerts(monthly);
        plot(days, once, monthly, before, after);
        return table(days, once, monthly, before, after);
    }

    /** Labels become known 30 days after the day of their rows, and are compared with the tests of the version that scored. */
    private static final class Labels {
        private final Map<LocalDate, StoryWatch.Counted> counted = new TreeMap<>();
        private final Map<LocalDate, Binary> versions = new TreeMap<>();

        Said judge(LocalDate day, StoryRows rows, Binary version) {
            StoryWatch.Counted now = version.count(rows);
            counted.put(day, now);
            versions.put(day, version);
            LocalDate known = day.minusDays(NEXT);
            return version.judge(
                    day,
                    now,
                    Optional.ofNullable(counted.get(known))
                            .flatMap(StoryWatch.Counted::labels)
                            .map(labels -> versions.get(known).matured(known, labels)));
        }
    }

    private void plot(List<LocalDate> days, List<Said> once, List<Said> monthly, List<Alert> before, List<Alert> after)
            throws IOException {
        new StoryPlot(
                        "Area under the curve by day",
                        days.stream().map(LocalDate::toString).toList())
                .line("model of May, realised", Stories.values(once, said -> Stories.area(said.realised())))
                .line("model of May, estimated", Stories.values(once, said -> Stories.area(said.estimated())))
                .line("monthly, realised", Stories.values(monthly, said -> Stories.area(said.realised())))
                .line("monthly, estimated", Stories.values(monthly, said -> Stories.area(said.estimated())))
                .marks("ticket: model of May", Stories.days(before, days, Alert.Kind.DRIFT))
                .marks("page: model of May", Stories.days(before, days, Alert.Kind.PERFORMANCE))
                .marks("ticket: monthly", Stories.days(after, days, Alert.Kind.DRIFT))
                .marks("page: monthly", Stories.days(after, days, Alert.Kind.PERFORMANCE))
                .write(images.resolve("online-retail.svg"));
    }

    private static String table(
            List<LocalDate> days, List<Said> once, List<Said> monthly, List<Alert> before, List<Alert> after) {
        StringBuilder table = new StringBuilder(Stories.head(
                "month",
                "model",
                "days with a drifted column",
                "which",
                "tickets: drift",
                "tickets: cannot be judged",
                "pages by labels",
                "days worse before labels",
                "days worse by labels",
                "AUC estimated",
                "realised"));
        for (int month = 5; month <= 11; month++) {
            int of = month;
            int[] places = IntStream.range(0, days.size())
                    .filter(at -> days.get(at).getMonthValue() == of)
                    .toArray();
            table.append(row(month, "of May", places, once, before))
                    .append(row(month, "monthly", places, monthly, after));
        }
        return table
                + String.format(
                        Locale.ROOT,
                        "%nMean distance of the estimate from what labels say later: %.3f for the model of May, %.3f"
                                + " where it is trained monthly; of the calibrated estimate %.3f and %.3f. Mean realised"
                                + " AUC %.4f and %.4f.%n",
                        distance(once, Said::estimated),
                        distance(monthly, Said::estimated),
                        distance(once, Said::calibrated),
                        distance(monthly, Said::calibrated),
                        mean(once),
                        mean(monthly));
    }

    private static double distance(List<Said> said, Function<Said, Optional<Performance>> estimate) {
        return Stories.distance(
                Stories.values(said, each -> Stories.area(estimate.apply(each))),
                Stories.values(said, each -> Stories.area(each.realised())));
    }

    private static double mean(List<Said> said) {
        return said.stream()
                .mapToDouble(each -> Stories.area(each.realised()))
                .average()
                .orElse(Double.NaN);
    }

    private static String row(int month, String model, int[] places, List<Said> all, List<Alert> alerts) {
        List<Said> said = IntStream.of(places).mapToObj(all::get).toList();
        List<Alert> told = alerts.stream()
                .filter(alert -> alert.day().getMonthValue() == month)
                .toList();
        return Stories.row(
                "2011-" + String.format(Locale.ROOT, "%02d", month),
                model,
                said.stream().filter(each -> each.drifted() > 0).count() + " of " + said.size(),
                said.stream()
                        .flatMap(each -> each.driftedColumns().stream())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", ")),
                Stories.of(told, Alert.Kind.DRIFT),
                Stories.of(told, Alert.Kind.UNJUDGED),
                Stories.of(told, Alert.Kind.PERFORMANCE),
                said.stream()
                        .filter(each -> Stories.isWorse(each.estimatedArea()))
                        .count(),
                said.stream()
                        .filter(each -> Stories.isWorse(each.realisedArea()))
                        .count(),
                Stories.number(
                        "%.3f",
                        said.stream()
                                .mapToDouble(each -> Stories.area(each.estimated()))
                                .average()
                                .orElse(Double.NaN)),
                Stories.number("%.3f", mean(said)));
    }
}
