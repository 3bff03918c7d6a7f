package io.headrace.demo.shop;

import io.headrace.demo.shop.Dice.Purpose;
import io.headrace.demo.shop.RetailTruth.BrokenRow;
import io.headrace.demo.shop.RetailTruth.InvoiceCounts;
import io.headrace.demo.shop.Sale.Line;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rows of one invoice file, with the damage that befell some of them. */
final class InvoiceRows {
    /** What a unit error multiplies prices by. */
    static final int PENCE_PER_POUND = 100;

    static final String CHANNEL = "Channel";

    private static final List<String> HEADER = List.of(
            "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country");
    private static final int DESCRIPTION = 2;
    private static final int QUANTITY = 3;
    private static final int DATE = 4;
    private static final int PRICE = 5;
    private static final List<BrokenRow> KINDS = List.of(BrokenRow.values());
    private static final double DUPLICATED_SHARE = 0.005;
    private static final double BROKEN_SHARE = 0.002;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MONTH_13 = DateTimeFormatter.ofPattern("uuuu-'13'-dd HH:mm:ss", Locale.ROOT);

    private final ShopCalendar calendar;
    private final long day;
    private final Dice damage;
    private final List<List<String>> rows = new ArrayList<>();
    private final Map<BrokenRow, Integer> broken = new EnumMap<>(BrokenRow.class);
    private int duplicates;
    private int cancelled;
    private int withoutCustomer;

    /**
     * Begins a file.
     *
     * @param fileDay epoch day on which the file arrives; decides its columns and its damage
     */
    InvoiceRows(RetailSettings settings, ShopCalendar calendar, long fileDay) {
        this.calendar = calendar;
        this.day = fileDay;
        this.damage = Dice.of(settings.seed(), Purpose.DAMAGE, fileDay, 0);
        rows.add(calendar.hasChannel(fileDay) ? with(HEADER, CHANNEL) : HEADER);
    }

    /** Adds an invoice, one row for each line, and here and there a duplicate or a broken row. */
    void add(String number, String channel, Sale sale) {
        LocalDateTime time = LocalDate.ofEpochDay(sale.day()).atStartOfDay().plusMinutes(sale.minute());
        for (Line line : sale.lines()) {
            List<String> row = row(number, channel, sale, line, TIME.format(time));
            rows.add(row);
            cancelled += sale.isCancellation() ? 1 : 0;
            withoutCustomer += sale.isByKnownCustomer() ? 0 : 1;
            damage(row, time);
        }
    }

    InvoiceCounts counts() {
        return new InvoiceCounts(rows.size() - 1, broken, duplicates, cancelled, withoutCustomer);
    }

    byte[] gzip() {
        return CsvText.gzipOf(rows);
    }

    private List<String> row(String number, String channel, Sale sale, Line line, String time) {
        long mills = day == calendar.unitErrorDay() ? line.mills() * PENCE_PER_POUND : line.mills();
        List<String> row = List.of(
                number,
                line.product().code(),
                line.product().description(),
                Integer.toString(line.quantity()),
                time,
                pounds(mills),
                sale.isByKnownCustomer() ? sale.customerId() + ".0" : "",
                sale.country());
        return calendar.hasChannel(day) ? with(row, channel) : row;
    }

    private void damage(List<String> row, LocalDateTime time) {
        double fate = damage.uniform();
        if (fate < DUPLICATED_SHARE) {
            rows.add(row);
            duplicates++;
        } else if (fate < DUPLICATED_SHARE + BROKEN_SHARE) {
            BrokenRow kind = KINDS.get(damage.below(KINDS.size()));
            rows.add(broken(row, kind, time));
            broken.merge(kind, 1, Integer::sum);
        }
    }

    private static List<String> broken(List<String> row, BrokenRow kind, LocalDateTime time) {
        List<String> damaged = new ArrayList<>(row);
        switch (kind) {
            case TOO_FEW_FIELDS -> damaged.remove(DESCRIPTION);
            case TOO_MANY_FIELDS -> damaged.add(DESCRIPTION + 1, "NEW");
            case QUANTITY -> damaged.set(QUANTITY, "several");
            case PRICE -> damaged.set(PRICE, "n/a");
            case DATE -> damaged.set(DATE, MONTH_13.format(time));
        }
        return damaged;
    }

    private static String pounds(long mills) {
        return BigDecimal.valueOf(mills, 3).stripTrailingZeros().toPlainString();
    }

    private static List<String> with(List<String> row, String last) {
        List<String> longer = new ArrayList<>(row);
        longer.add(last);
        return List.copyOf(longer);
    }
}
