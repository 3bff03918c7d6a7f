package io.headrace.demo.shop;

import io.headrace.demo.shop.CustomerLife.Prospect;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes {@code lapse.csv}: the true chance of a lapse of each customer at each as-of, by as-of and customer. */
final class LapseTruth {
    private static final List<String> HEADER = List.of("customer", "as_of", "probability");
    private static final int DECIMALS = 6;

    private LapseTruth() {}

    private record Entry(long customerId, Prospect prospect) {}

    static void write(List<History> histories, OutputFolder truth) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        histories.stream()
                .map(History::life)
                .flatMap(life -> life.prospects().stream()
                        .map(prospect -> new Entry(life.customer().id(), prospect)))
                .sorted(Comparator.comparingLong(entry -> entry.prospect().asOf()))
                .forEach(entry -> rows.add(row(entry)));
        truth.replace("lapse.csv", CsvText.of(rows));
    }

    static String text(double probability) {
        return new BigDecimal(probability)
                .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    private static List<String> row(Entry entry) {
        return List.of(
                Long.toString(entry.customerId()),
                LocalDate.ofEpochDay(entry.prospect().asOf()).toString(),
                text(entry.prospect().lapseProbability()));
    }
}
