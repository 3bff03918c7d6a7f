package io.headrace.ingest.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.ingest.text.RawColumn;
import io.headrace.ingest.text.RawParser;
import io.headrace.ingest.text.RawRow;
import io.headrace.ingest.text.RawShape;
import io.headrace.spec.Dialect;
import io.headrace.spec.RawFiles.Format;
import io.headrace.spec.SchemaPolicy.AddedColumn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Files as public bodies have published them. */
class MessyFilesTest {
    private static final Path FOLDER = Path.of("../shared/data/messy_uk_gov");

    @Test
    void aHeaderOfThreeRowsOverFieldsOfSeveralLines() throws IOException {
        List<RawRow> rows = rows(
                "workforce-management-information-dft_201706.csv",
                0,
                3,
                "Organisation name",
                "Payroll staff AO/AA Full-time equivalent",
                "Payroll staff Total Employees Headcount",
                "Grand Total (workforce numbers) Headcount",
                "Payroll staff costs Salary");
        assertThat(rows).hasSize(46).allMatch(row -> row.problem() == null);
        assertThat(rows.get(0).values())
                .containsExactly("Department for Transport ", "147.89", "2,324", "2,421", "\u00a38,832,540.54");
        assertThat(rows).filteredOn(row -> row.values().get(0) == null).hasSize(36);
    }

    @Test
    void aTitleAboveAndAnotherTableBelow() throws IOException {
        List<RawRow> rows = rows(
                "20170320-ePC_Data-Travel-Stationery.csv", 2, 1, "Row Labels", "Sum of Transaction - Billing Amount");
        assertThat(rows).hasSize(14);
        assertThat(rows.get(1).values()).containsExactly("Hotels", "227799.88");
        assertThat(rows)
                .filteredOn(row -> row.problem() != null)
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.number()).isEqualTo(14);
                    assertThat(row.problem()).isEqualTo("repeats the header");
                });
    }

    @Test
    void aHeaderBelowATitleWithAPartOfItAbove() throws IOException {
        List<RawRow> rows = rows(
                "Note_4_Staff_costs_-_Average_number_of_persons_employed_13-14.csv",
                2,
                3,
                "Operating Segment",
                "2013-14 Total",
                "2012-13 Total Restated");
        assertThat(rows).hasSize(15).allMatch(row -> row.problem() == null);
        assertThat(rows.get(4).values()).containsExactly("Efficiency & Reform", "934", "760");
    }

    @Test
    void tablesWithAPlainHeader() throws IOException {
        assertThat(rows("HMRC_spending_over_25000_for_September_2018.csv", 0, 1, "Date", "Amount"))
                .hasSize(406)
                .allMatch(row -> row.problem() == null)
                .first()
                .satisfies(row -> assertThat(row.values()).containsExactly("03/09/2018", "184,904.05"));
        assertThat(rows("dwp-cmg-spend-1214.csv", 0, 1, "Transaction Amount")).hasSize(8);
        assertThat(rows("GPC_DCLG_December_2015_for_Publication.csv", 0, 1, "Expense Area"))
                .hasSize(8);
        assertThat(rows("public-toilet-borough-grid.csv", 0, 1, "BOROUGH")).hasSize(34);
        assertThat(rows("Consular_cases_April_2016.csv", 0, 1, "Arrest/Detention > Drugs"))
                .hasSize(309);
    }

    private static List<RawRow> rows(String file, int preambleLines, int headerLines, String... columns)
            throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(FOLDER), "the files of public bodies are not here");
        RawShape shape = new RawShape(
                Format.CSV,
                new Dialect(',', "\"", "", "", "UTF-8", preambleLines, headerLines),
                Stream.of(columns)
                        .map(name -> new RawColumn(List.of(name), true))
                        .toList(),
                AddedColumn.KEEP);
        List<RawRow> rows = new ArrayList<>();
        try (InputStream bytes = Files.newInputStream(FOLDER.resolve(file))) {
            new RawParser(shape).rows(bytes).forEachRemaining(rows::add);
        }
        return rows;
    }
}
