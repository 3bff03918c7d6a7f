package io.headrace.demo.shop;

import io.headrace.demo.shop.Dice.Purpose;
import io.headrace.demo.shop.RetailTruth.AddedColumn;
import io.headrace.demo.shop.RetailTruth.CopiedFile;
import io.headrace.demo.shop.RetailTruth.InvoiceCounts;
import io.headrace.demo.shop.RetailTruth.InvoiceFile;
import io.headrace.demo.shop.RetailTruth.LateFile;
import io.headrace.demo.shop.RetailTruth.NewCountry;
import io.headrace.demo.shop.RetailTruth.UnitError;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code invoices/}: a file for each trading day, one of them late and one of them twice. */
final class InvoiceFiles {
    private static final int FIRST_NUMBER = 600_001;
    private static final List<String> CHANNELS = List.of("web", "web", "web", "store", "store", "phone");

    private final RetailSettings settings;
    private final ShopCalendar calendar;
    private final OutputFolder landing;
    private final List<InvoiceFile> files = new ArrayList<>();
    private int nextNumber = FIRST_NUMBER;

    InvoiceFiles(RetailSettings settings, ShopCalendar calendar, OutputFolder landing) {
        this.settings = settings;
        this.calendar = calendar;
        this.landing = landing;
    }

    private record Invoice(String number, String channel, Sale sale) {}

    /** Writes all files of the run; the sales may come in any order that is always the same. */
    List<InvoiceFile> write(List<Sale> sales) {
        Map<Long, List<Sale>> byDay = sales.stream().collect(Collectors.groupingBy(Sale::day));
        for (long day : calendar.tradingDays()) {
            writeDay(day, numbered(byDay.getOrDefault(day, List.of())));
        }
        return files.stream().sorted(Comparator.comparing(InvoiceFile::file)).toList();
    }

    List<CopiedFile> copiedFiles() {
        String name = name(calendar.copiedDay(), "");
        return written(name)
                .map(file -> new CopiedFile(name, name(calendar.copiedDay(), "-copy"), rows(file)))
                .toList();
    }

    List<LateFile> lateFiles() {
        LocalDate invoiceDay = LocalDate.ofEpochDay(calendar.delayedDay());
        return written(name(calendar.lateFileDay(), ""))
                .map(file -> new LateFile(file.file(), invoiceDay, rows(file)))
                .toList();
    }

    List<UnitError> unitErrors() {
        LocalDate day = LocalDate.ofEpochDay(calendar.unitErrorDay());
        return written(name(calendar.unitErrorDay(), ""))
                .map(file -> new UnitError(file.file(), day, InvoiceRows.PENCE_PER_POUND, rows(file)))
                .toList();
    }

    List<AddedColumn> addedColumns() {
        LocalDate day = LocalDate.ofEpochDay(calendar.channelDay());
        return written(name(calendar.channelDay(), ""))
                .map(file -> new AddedColumn(InvoiceRows.CHANNEL, day))
                .toList();
    }

    static List<NewCountry> newCountries(List<Sale> sales) {
        List<Sale> there = sales.stream()
                .filter(sale -> sale.country().equals(CustomerBook.NEW_COUNTRY))
                .toList();
        int rows = there.stream().mapToInt(sale -> sale.lines().size()).sum();
        return there.stream().mapToLong(Sale::day).min().stream()
                .mapToObj(day -> new NewCountry(CustomerBook.NEW_COUNTRY, LocalDate.ofEpochDay(day), rows))
                .toList();
    }

    private Stream<InvoiceFile> written(String name) {
        return files.stream().filter(file -> file.file().equals(name));
    }

    private static int rows(InvoiceFile file) {
        return file.counts().rows();
    }

    private void writeDay(long day, List<Invoice> invoices) {
        boolean delayed = day == calendar.delayedDay();
        int inTime = delayed ? invoices.size() / 2 : invoices.size();
        byte[] content = writeFile(day, invoices.subList(0, inTime));
        if (day == calendar.copiedDay()) {
            landing.add(name(day, "-copy"), content);
        }
        if (delayed && calendar.lateFileDay() < calendar.end()) {
            writeFile(calendar.lateFileDay(), invoices.subList(inTime, invoices.size()));
        }
    }

    private byte[] writeFile(long fileDay, List<Invoice> invoices) {
        InvoiceRows rows = new InvoiceRows(settings, calendar, fileDay);
        invoices.forEach(invoice -> rows.add(invoice.number(), invoice.channel(), invoice.sale()));
        byte[] content = rows.gzip();
        landing.add(name(fileDay, ""), content);
        files.add(new InvoiceFile(name(fileDay, ""), rows.counts()));
        return content;
    }

    private List<Invoice> numbered(List<Sale> sales) {
        return sales.stream()
                .sorted(Comparator.comparingInt(Sale::minute).thenComparingLong(Sale::customerId))
                .map(this::number)
                .toList();
    }

    private Invoice number(Sale sale) {
        int number = nextNumber++;
        Dice dice = Dice.of(settings.seed(), Purpose.CHANNEL, sale.day(), number);
        String channel = CHANNELS.get(dice.below(CHANNELS.size()));
        return new Invoice((sale.isCancellation() ? "C" : "") + number, channel, sale);
    }

    private static String name(long day, String suffix) {
        return "invoices/" + LocalDate.ofEpochDay(day) + suffix + ".csv.gz";
    }

    static InvoiceCounts total(List<InvoiceFile> files) {
        return files.stream().map(InvoiceFile::counts).reduce(InvoiceCounts.none(), InvoiceCounts::plus);
    }
}
