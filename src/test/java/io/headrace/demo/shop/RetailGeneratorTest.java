package io.headrace.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.demo.shop.RetailTruth.BrokenRow;
import io.headrace.demo.shop.RetailTruth.InvoiceCounts;
import io.headrace.demo.shop.RetailTruth.InvoiceFile;
import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetailGeneratorTest {
    private static final LocalDate FIRST = LocalDate.of(2025, 1, 1);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    @TempDir
    static Path year;

    private static RetailTruth planted;
    private static Map<String, List<List<String>>> invoices;
    private static List<ShopFiles.Row> rows;

    @TempDir
    Path folder;

    @BeforeAll
    static void generateYear() {
        planted = generate(365, 400, year);
        ShopFiles files = new ShopFiles(year.resolve("landing"));
        invoices = files.invoiceFiles();
        rows = files.cleanRows();
    }

    @Test
    void sameSettingsGiveSameBytesWhateverTheLocaleAndTimeZone() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        generate(70, 100, folder.resolve("here"));
        try {
            Locale.setDefault(
                    new Locale.Builder().setLanguage("ar").setRegion("EG").build());
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
            generate(70, 100, folder.resolve("there"));
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }

        assertSame(ShopFiles.bytes(folder.resolve("there")), ShopFiles.bytes(folder.resolve("here")));
    }

    @Test
    void anotherSeedIsAnotherShop() {
        generate(5, 50, folder.resolve("one"));
        RetailSettings other = new RetailSettings(FIRST, 5, 50, 43);
        new RetailGenerator(other).generate(folder.resolve("two/landing"), folder.resolve("two/truth"));

        assertThat(ShopFiles.bytes(folder.resolve("one")).get("landing/customers/2025-01-01.jsonl"))
                .isNotEqualTo(ShopFiles.bytes(folder.resolve("two")).get("landing/customers/2025-01-01.jsonl"));
    }

    @Test
    void moreDaysAddFilesAndChangeNone() {
        for (int days : new int[] {60, 90, 200}) {
            Path shorter = folder.resolve("days-" + days);
            generate(days, 400, shorter);

            Map<String, byte[]> first = ShopFiles.bytes(shorter.resolve("landing"));
            Map<String, byte[]> all = ShopFiles.bytes(year.resolve("landing"));
            String end = FIRST.plusDays(days).toString();
            all.keySet().removeIf(name -> day(name).compareTo(end) >= 0);
            assertSame(first, all);
        }
    }

    @Test
    void longerRunContinuesInTheFolderOfAShorterOne() {
        generate(30, 60, folder);
        int filesBefore = ShopFiles.bytes(folder.resolve("landing")).size();
        generate(40, 60, folder);

        assertThat(ShopFiles.bytes(folder.resolve("landing"))).hasSizeGreaterThan(filesBefore);
    }

    @Test
    void neverReplacesAFileThatItDidNotMake() throws IOException {
        Path own = folder.resolve("landing/invoices/2025-01-02.csv.gz");
        Files.createDirectories(own.getParent());
        Files.writeString(own, "mine");

        assertThatExceptionOfType(HeadraceException.class)
                .isThrownBy(() -> generate(5, 50, folder))
                .withMessage(own + " exists with other content; generated files never replace other files")
                .satisfies(failure -> assertThat(failure.code()).isEqualTo("HEAD-RETAIL-001"))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.USER));
        assertThat(own).hasContent("mine");
    }

    @Test
    void refusesToPutTheTruthAmongTheSources() {
        Path landing = folder.resolve("landing");

        assertThatExceptionOfType(HeadraceException.class)
                .isThrownBy(() -> new RetailGenerator(RetailSettings.defaults())
                        .generate(landing, landing.resolve("../landing/truth")))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo("HEAD-RETAIL-002"));
        assertThat(landing).doesNotExist();
    }

    @Test
    void folderThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");

        assertThatExceptionOfType(HeadraceException.class)
                .isThrownBy(() ->
                        new RetailGenerator(new RetailSettings(FIRST, 1, 5, 1)).generate(file, folder.resolve("truth")))
                .withMessageContaining(file.toString())
                .satisfies(failure -> assertThat(failure.code()).isEqualTo("HEAD-RETAIL-003"));
    }

    @Test
    void smallestShopOpens() {
        RetailTruth tiny = generate(1, 1, folder);

        assertThat(tiny.files()).hasSize(1);
        assertThat(tiny.campaigns()).isEmpty();
        assertThat(tiny.copiedFiles()).isEmpty();
        assertThat(tiny.lateFiles()).isEmpty();
        assertThat(tiny.unitErrors()).isEmpty();
        assertThat(tiny.addedColumns()).isEmpty();
        assertThat(tiny.newCountries()).isEmpty();
    }

    @Test
    void everyDayButSaturdaysHasAFile() {
        Set<String> expected = new HashSet<>();
        for (LocalDate day = FIRST; day.getYear() == 2025; day = day.plusDays(1)) {
            if (day.getDayOfWeek().getValue() != 6) {
                expected.add("invoices/" + day + ".csv.gz");
            }
        }
        expected.add(planted.copiedFiles().get(0).copy());
        expected.add(planted.lateFiles().get(0).file());

        assertThat(invoices.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void plantedRowsAreWhatARecountFindsInEachFile() {
        List<InvoiceFile> recounted = new ArrayList<>();
        invoices.forEach((name, content) -> {
            if (!name.endsWith("-copy.csv.gz")) {
                recounted.add(new InvoiceFile(name, recount(content)));
            }
        });

        assertThat(planted.files()).containsExactlyElementsOf(recounted);
        assertThat(planted.invoices())
                .isEqualTo(
                        recounted.stream().map(InvoiceFile::counts).reduce(InvoiceCounts.none(), InvoiceCounts::plus));
        assertThat(planted.invoices().brokenRows())
                .allSatisfy((kind, count) -> assertThat(count).isPositive());
        assertThat(planted.invoices().duplicateRows()).isPositive();
        assertThat(planted.invoices().cancelledRows()).isPositive();
        assertThat(planted.invoices().rowsWithoutCustomer()
                        / (double) planted.invoices().rows())
                .isBetween(0.1, 0.2);
    }

    @Test
    void copiedFileIsEqualByteForByte() {
        RetailTruth.CopiedFile copied = planted.copiedFiles().get(0);
        Map<String, byte[]> landing = ShopFiles.bytes(year.resolve("landing"));

        assertThat(landing.get(copied.copy())).isEqualTo(landing.get(copied.file()));
        assertThat(invoices.get(copied.copy())).hasSize(copied.rows() + 1);
    }

    @Test
    void lateFileBringsTheRestOfAnEarlierDay() {
        RetailTruth.LateFile late = planted.lateFiles().get(0);
        String invoiceDay = late.invoiceDay().toString();
        List<List<String>> content = invoices.get(late.file());

        assertThat(day(late.file())).isEqualTo(late.invoiceDay().plusDays(2).toString());
        assertThat(content).hasSize(late.rows() + 1).hasSizeGreaterThan(1);
        assertThat(numbers(content))
                .doesNotContainAnyElementsOf(numbers(invoices.get("invoices/" + invoiceDay + ".csv.gz")));
        assertThat(content.stream().skip(1).filter(row -> row.size() == 8).map(row -> row.get(4)))
                .allMatch(time -> time.startsWith(invoiceDay) || time.startsWith("2025-13"));
    }

    @Test
    void invoicesKeepTheDayOfTheirFile() {
        invoices.forEach((name, content) -> {
            if (!name.equals(planted.lateFiles().get(0).file())) {
                assertThat(content.stream()
                                .skip(1)
                                .filter(row -> row.size() == content.get(0).size()))
                        .allMatch(row ->
                                row.get(4).startsWith(day(name)) || row.get(4).startsWith("2025-13"));
            }
        });
    }

    @Test
    void channelIsTheLastColumnFromItsFirstDayOn() {
        RetailTruth.AddedColumn added = planted.addedColumns().get(0);
        invoices.forEach((name, content) -> {
            boolean there = day(name).compareTo(added.firstDay().toString()) >= 0;
            assertThat(content.get(0)).hasSize(there ? 9 : 8);
            assertThat(content.get(0).contains(added.column())).isEqualTo(there);
        });
    }

    @Test
    void pricesRiseSlowlyAndAreInPenceOnOneDay() {
        RetailTruth.UnitError error = planted.unitErrors().get(0);

        double usual = meanPrice(error.day().minusDays(60), error.day());
        assertThat(meanPrice(error.day(), error.day().plusDays(1)) / usual).isBetween(70.0, 140.0);
        assertThat(meanPrice(FIRST.plusDays(275), FIRST.plusDays(365)) / meanPrice(FIRST, FIRST.plusDays(90)))
                .isBetween(1.0 + planted.priceDriftPerYear() / 2, 1.0 + planted.priceDriftPerYear());
        assertThat(invoices.get(error.file())).hasSize(error.rows() + 1);
    }

    @Test
    void newCountryHasNoRowBeforeItsFirstDay() {
        RetailTruth.NewCountry country = planted.newCountries().get(0);
        List<ShopFiles.Row> there = rows.stream()
                .filter(row -> row.country().equals(country.country()))
                .toList();

        assertThat(there).hasSize(country.rows());
        assertThat(there.stream().map(ShopFiles.Row::day).min(LocalDate::compareTo))
                .contains(country.firstDay());
        assertThat(country.firstDay()).isAfter(LocalDate.of(2025, 9, 30));
    }

    @Test
    void cancelledInvoicesTakeBackPartOfAnOrder() {
        assertThat(rows).allMatch(row -> row.isCancelled() == row.quantity() < 0);
        assertThat(rows.stream().filter(ShopFiles.Row::isCancelled))
                .allMatch(row -> row.customer().endsWith(".0"));
    }

    @Test
    void customersFilesHoldEachCustomerOnceOnTheDayOfJoining() throws IOException {
        Map<String, byte[]> files = ShopFiles.bytes(year.resolve("landing/customers"));
        ObjectMapper json = new ObjectMapper();
        Set<Long> ids = new HashSet<>();
        int withoutBirthYear = 0;
        int withoutGender = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            for (String line :
                    new String(file.getValue(), StandardCharsets.UTF_8).lines().toList()) {
                JsonNode entry = json.readTree(line);
                assertThat(entry.fieldNames())
                        .toIterable()
                        .containsExactly("id", "name", "email", "birth_year", "gender", "joined");
                assertThat(entry.get("email").textValue()).matches("[a-z.0-9]+@example\\.(com|net|org)");
                String joined = entry.get("joined").textValue();
                assertThat(joined.compareTo(FIRST.toString()) < 0 ? FIRST.toString() : joined)
                        .isEqualTo(day("customers/" + file.getKey()));
                assertThat(ids.add(entry.get("id").longValue())).isTrue();
                withoutBirthYear += entry.get("birth_year").isNull() ? 1 : 0;
                withoutGender += entry.get("gender").isNull() ? 1 : 0;
            }
        }

        assertThat(ids).hasSize(planted.customers());
        assertThat(withoutBirthYear).isEqualTo(planted.customersWithoutBirthYear());
        assertThat(withoutGender).isEqualTo(planted.customersWithoutGender());
    }

    @Test
    void campaignFilesArriveThirtyDaysAfterTheCampaignWithItsOutcome() {
        assertThat(planted.campaigns()).hasSize(5);
        for (RetailTruth.Campaign campaign : planted.campaigns()) {
            List<List<String>> parts = ShopFiles.csvRows(year.resolve("landing"), campaign.file());

            assertThat(day(campaign.file()))
                    .isEqualTo(campaign.day().plusDays(30).toString());
            assertThat(parts).hasSize(campaign.customers());
            assertThat(parts).allMatch(part -> part.get(1).equals(campaign.day().toString()));
            assertThat(parts.stream().filter(part -> part.get(2).equals("voucher")))
                    .hasSize(campaign.vouchers());
        }
    }

    @Test
    void plantedFactsCanBeReadAsJson() throws IOException {
        JsonNode json =
                new ObjectMapper().readTree(year.resolve("truth/planted.json").toFile());

        assertThat(json.at("/settings/firstDay").textValue()).isEqualTo("2025-01-01");
        assertThat(json.at("/invoices/brokenRows/PRICE").intValue())
                .isEqualTo(planted.invoices().brokenRows().get(BrokenRow.PRICE));
        assertThat(json.at("/lateFiles/0/file").textValue())
                .isEqualTo(planted.lateFiles().get(0).file());
        assertThat(ShopFiles.csvRows(year.resolve("truth"), "files.csv"))
                .hasSize(planted.files().size());
    }

    private static RetailTruth generate(int days, int customers, Path folder) {
        RetailSettings settings = new RetailSettings(FIRST, days, customers, 42);
        return new RetailGenerator(settings).generate(folder.resolve("landing"), folder.resolve("truth"));
    }

    private static InvoiceCounts recount(List<List<String>> content) {
        int width = content.get(0).size();
        Set<List<String>> seen = new HashSet<>();
        InvoiceCounts counts = InvoiceCounts.none();
        for (List<String> row : content.subList(1, content.size())) {
            counts = counts.plus(countOf(row, width, !seen.add(row)));
        }
        return counts;
    }

    private static InvoiceCounts countOf(List<String> row, int width, boolean seenBefore) {
        if (seenBefore) {
            return new InvoiceCounts(1, Map.of(), 1, 0, 0);
        }
        BrokenRow broken = brokenKind(row, width);
        if (broken != null) {
            return new InvoiceCounts(1, Map.of(broken, 1), 0, 0, 0);
        }
        return new InvoiceCounts(
                1, Map.of(), 0, row.get(0).startsWith("C") ? 1 : 0, row.get(6).isEmpty() ? 1 : 0);
    }

    private static BrokenRow brokenKind(List<String> row, int width) {
        if (row.size() != width) {
            return row.size() < width ? BrokenRow.TOO_FEW_FIELDS : BrokenRow.TOO_MANY_FIELDS;
        }
        if (!row.get(3).matches("-?\\d+")) {
            return BrokenRow.QUANTITY;
        }
        if (!row.get(5).matches("\\d+(\\.\\d{1,3})?")) {
            return BrokenRow.PRICE;
        }
        try {
            LocalDateTime.parse(row.get(4), TIME);
            return null;
        } catch (DateTimeParseException unreadable) {
            return BrokenRow.DATE;
        }
    }

    private static Set<String> numbers(List<List<String>> content) {
        return content.stream().skip(1).map(row -> row.get(0)).collect(Collectors.toSet());
    }

    private static double meanPrice(LocalDate from, LocalDate until) {
        return rows.stream()
                .filter(row -> !row.day().isBefore(from) && row.day().isBefore(until))
                .filter(row -> from.equals(planted.unitErrors().get(0).day())
                        || !row.day().equals(planted.unitErrors().get(0).day()))
                .mapToDouble(ShopFiles.Row::price)
                .average()
                .orElseThrow();
    }

    private static String day(String file) {
        return file.substring(file.indexOf('/') + 1).substring(0, 10);
    }

    private static void assertSame(Map<String, byte[]> actual, Map<String, byte[]> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        actual.forEach((name, content) -> assertThat(content).as(name).isEqualTo(expected.get(name)));
    }
}
