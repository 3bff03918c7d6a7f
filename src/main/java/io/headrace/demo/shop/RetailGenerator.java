package io.headrace.demo.shop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.headrace.demo.shop.RetailTruth.InvoiceCounts;
import io.headrace.demo.shop.RetailTruth.InvoiceFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Invents the reference project's shop: raw files as a model sees them, and beside them the truth that no model sees.
 *
 * <p>The landing folder gets, each file named after the day on which it arrives:
 *
 * <ul>
 *   <li>{@code invoices/DAY.csv.gz} for every day but Saturdays, in the columns of UCI <i>Online Retail</i>;
 *   <li>{@code customers/DAY.jsonl}: all customers on the first day, then those who join on the day;
 *   <li>{@code campaigns/DAY.csv}: the outcome of the campaign 30 days before, whose day is in the column {@code day}.
 * </ul>
 *
 * The folder of the truth gets {@code planted.json} (a {@link RetailTruth}), {@code files.csv} (rows of each kind in each
 * invoice file), {@code lapse.csv} (the lapse probability of every customer at every as-of covered) and {@code vouchers.csv}
 * (the chance with and without a voucher for everybody in a campaign).
 *
 * <p><b>The true lapse probability</b> of a customer at an as-of is the probability, under the law that made the files, of no
 * order in {@code [as_of, as_of + 30 days)}, given the customer's latent traits and everything that happened before
 * as-of. It is exact: see {@link Behaviour}. A model that sees files only cannot know the traits, so its best AUC stays
 * somewhat below that of the true probability.
 *
 * <p>Equal settings give equal bytes, in any locale and time zone; packed bytes also depend on the machine's zlib, their
 * content does not. More days add files and change none. All is held in memory: some 100 bytes for each invoice row.
 */
public final class RetailGenerator {
    private static final List<String> FILES_HEADER =
            List.of("file", "rows", "broken_rows", "duplicate_rows", "cancelled_rows", "rows_without_customer");

    private final RetailSettings settings;
    private final ShopCalendar calendar;
    private final Till till;

    /** A generator of the shop that the settings describe. */
    public RetailGenerator(RetailSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.calendar = new ShopCalendar(settings);
        this.till = new Till(settings, calendar, new Catalogue(settings, calendar));
    }

    /**
     * Writes the raw files and the truth, and returns what was planted.
     *
     * <p>A raw file that is there already with the same bytes is left alone, so a longer run can follow a shorter one; one
     * with other bytes is never replaced. Files of the truth are.
     *
     * @param landing folder of the raw files; made if missing
     * @param truth folder of the truth; made if missing, and not within the landing folder
     * @throws io.headrace.run.HeadraceException if a folder cannot be written or holds something else
     */
    public RetailTruth generate(Path landing, Path truth) {
        if (absolute(truth).startsWith(absolute(landing))) {
            throw RetailFailures.truthInLanding(landing, truth);
        }
        List<Customer> customers = new CustomerBook(settings, calendar).customers();
        List<History> histories = histories(customers);
        OutputFolder raw = new OutputFolder(landing);
        OutputFolder told = new OutputFolder(truth);

        new CustomerFiles(calendar, raw).write(customers);
        Campaigns campaigns = new Campaigns(calendar, till, histories);
        campaigns.writeOutcomes(raw);
        campaigns.writeTruth(told);
        LapseTruth.write(histories, told);
        RetailTruth planted = writeInvoices(customers, histories, campaigns, raw);
        told.replace("files.csv", filesCsv(planted.files()));
        told.replace("planted.json", json(planted));
        return planted;
    }

    private List<History> histories(List<Customer> customers) {
        LifeSimulation simulation = new LifeSimulation(settings, calendar);
        return customers.stream()
                .map(simulation::live)
                .map(life -> new History(life, till.salesOf(life)))
                .toList();
    }

    private RetailTruth writeInvoices(
            List<Customer> customers, List<History> histories, Campaigns campaigns, OutputFolder raw) {
        List<Sale> sales = Stream.concat(
                        histories.stream().flatMap(history -> history.sales().stream()),
                        calendar.tradingDays().stream().flatMap(day -> till.walkIns(day).stream()))
                .toList();
        InvoiceFiles invoices = new InvoiceFiles(settings, calendar, raw);
        List<InvoiceFile> files = invoices.write(sales);
        return new RetailTruth(
                settings,
                settings.lastDay(),
                ShopCalendar.HORIZON_DAYS,
                ShopCalendar.ACTIVE_DAYS,
                customers.size(),
                count(customers.stream().filter(customer -> customer.card().birthYear() == null)),
                count(customers.stream().filter(customer -> customer.card().gender() == null)),
                InvoiceFiles.total(files),
                invoices.copiedFiles(),
                invoices.lateFiles(),
                invoices.unitErrors(),
                invoices.addedColumns(),
                InvoiceFiles.newCountries(sales),
                Catalogue.DRIFT_PER_YEAR,
                campaigns.summaries(),
                files);
    }

    private static byte[] filesCsv(List<InvoiceFile> files) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(FILES_HEADER);
        files.forEach(file -> rows.add(fileRow(file.file(), file.counts())));
        return CsvText.of(rows);
    }

    private static List<String> fileRow(String file, InvoiceCounts counts) {
        int broken = counts.brokenRows().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        return List.of(
                file,
                Integer.toString(counts.rows()),
                Integer.toString(broken),
                Integer.toString(counts.duplicateRows()),
                Integer.toString(counts.cancelledRows()),
                Integer.toString(counts.rowsWithoutCustomer()));
    }

    private static byte[] json(RetailTruth planted) {
        SimpleModule days = new SimpleModule().addSerializer(LocalDate.class, ToStringSerializer.instance);
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        ObjectWriter writer = JsonMapper.builder()
                .addModule(days)
                .build()
                .writer(new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines));
        try {
            return (writer.writeValueAsString(planted) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("in memory", impossible);
        }
    }

    private static int count(Stream<Customer> customers) {
        return Math.toIntExact(customers.count());
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
