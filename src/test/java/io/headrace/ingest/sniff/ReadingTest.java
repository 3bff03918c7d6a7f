package io.headrace.ingest.sniff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.ingest.text.RawColumn;
import io.headrace.ingest.text.RawParser;
import io.headrace.ingest.text.RawRow;
import io.headrace.ingest.text.RawShape;
import io.headrace.spec.Dialect;
import io.headrace.spec.RawFiles.Format;
import io.headrace.spec.SchemaPolicy.AddedColumn;
import io.headrace.spec.Tolerance;
import io.headrace.spec.Tolerance.EmptyRows;
import io.headrace.spec.Tolerance.HeaderGap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as people really have them are read, and sniffed; the letters are those of the cases from real use. */
class ReadingTest {
    @TempDir
    private Path folder;

    private static final String BLANKS = """
            "LatD", "LatM", "City", "State"
             41,    5, "Youngstown, north", OH
             42,   52, "Yankton" , SD
             46,   35, "Yakima", WA
            """;

    @Test
    void d1BlanksBetweenFieldsAreNoPartOfThem() {
        assertThat(rows(
                        tolerance(true, false, HeaderGap.NONE, EmptyRows.KEEP),
                        BLANKS,
                        "LatD",
                        "LatM",
                        "City",
                        "State"))
                .containsExactly("41|5|Youngstown, north|OH", "42|52|Yankton|SD", "46|35|Yakima|WA");
    }

    @Test
    void d1SniffProposesTheKey() throws IOException {
        assertThat(sniffed(BLANKS)).contains("blanks-around-fields = true").doesNotContain("quote =", "header-lines");
    }

    @Test
    void d2AQuoteWithinAFieldIsACharacterWhereTheKeySaysSo() {
        String text =
                "id,name,price,note\n1,\"a, b\",1.0,ok\n2,Pipe 5\" outlet,52.2,ok\n3,\"say \"\"no\"\"\",1,ok\n4,x\",y,1,ok\n";
        assertThat(rows(tolerance(false, true, HeaderGap.NONE, EmptyRows.KEEP), text, "id", "name", "price", "note"))
                .containsExactly(
                        "1|a, b|1.0|ok",
                        "2|Pipe 5\" outlet|52.2|ok",
                        "3|say \"no\"|1|ok",
                        "!expected 4 fields, found 5");
        assertThat(rows(Tolerance.NONE, text, "id", "name", "price", "note"))
                .contains("!the line has a quote within a field without quotes, field 2");
    }

    @Test
    void d2QuotesThatMayStandAroundDelimitersAreNoCharacters() throws IOException {
        String text = "id,name,price,note\n1,5\",7\" x 2\",\"a, b\"\n2,cap\"made so, and nice\",x\n3,5\" wide,7\",x\n";
        assertThat(rows(tolerance(false, true, HeaderGap.NONE, EmptyRows.KEEP), text, "id", "name", "price", "note"))
                .containsExactly(
                        "1|5\"|7\" x 2\"|a, b",
                        "!the line has quotes within fields 2 and 3 that may stand around a text with delimiters",
                        "!the line has quotes within fields 2 and 3 that may stand around a text with delimiters");
        assertThat(sniffed("id,name,price\n1,\"a, b\",1.0\n2\"c, d\",x\n3,\"e, f\",3.5\n"))
                .doesNotContain("quotes-within-fields");
    }

    @Test
    void d2AQuoteThatComesInPairsOnlyIsWrittenTwiceBesideTheOtherQuote() throws IOException {
        assertThat(sniffed("id,name,price\n1,'a, 5\"\"',1.0\n2,'say \"\"no\"\", so',2.5\n3,'c, d',3.5\n"))
                .contains("quote = \"'\"", "escape = \"\\\"\"");
        assertThat(sniffed("id,name,price\n1,'a, 5\"',1.0\n2,'say \"\"no\"\", so',2.5\n3,'c, d',3.5\n"))
                .contains("quote = \"'\"")
                .doesNotContain("escape");
    }

    @Test
    void d2SniffProposesTheKey() throws IOException {
        assertThat(sniffed("id,name,price\n1,\"a, b\",1.0\n2,Pipe 5\" outlet,52.2\n3,\"c, d\",3.5\n"))
                .contains("quotes-within-fields = true");
    }

    @Test
    void d3AHeaderOneNameShortIsOneMessageForTheFile() {
        String empty = "ticker,px,vol\nAA1,101.5,10,\nBB2,3.5,7,\n";
        assertThatThrownBy(() -> rows(Tolerance.NONE, empty, "ticker"))
                .hasMessage("line 1 names 3 columns, but every row has 4 fields: the last is always empty,"
                        + " set files.header-gap = last-name");
        assertThat(rows(gap(HeaderGap.LAST_NAME), empty + "CC3,1,2,x\n", "ticker", "px", "vol"))
                .containsExactly("AA1|101.5|10", "BB2|3.5|7", "!has a value in the last field, which has no name");
        String names = "mpg,cyl\nMazda RX4,21,6\nDatsun 710,22.8,4\n";
        assertThatThrownBy(() -> rows(Tolerance.NONE, names, "mpg")).hasMessageContaining("header-gap = first-name");
        assertThat(rows(gap(HeaderGap.FIRST_NAME), names, "column_1", "mpg", "cyl"))
                .containsExactly("Mazda RX4|21|6", "Datsun 710|22.8|4");
        String longer = "ticker,px,\nAA1,101.5\nBB2,3.5\n";
        assertThatThrownBy(() -> rows(Tolerance.NONE, longer, "ticker"))
                .hasMessageContaining("header-gap = last-field");
        assertThat(rows(gap(HeaderGap.LAST_FIELD), longer, "ticker", "px")).containsExactly("AA1|101.5", "BB2|3.5");
    }

    @Test
    void d3SniffProposesTheKeys() throws IOException {
        assertThat(sniffed("ticker,px,vol\nAA1,101.5,10,\nBB2,3.5,7,\nCC3,4.5,8,\n"))
                .contains("header-gap = last-name", "ticker", "px", "vol")
                .contains("# The header has one name fewer than rows have fields")
                .doesNotContain("header-lines", "column_");
        assertThat(sniffed("mpg,cyl\nMazda RX4,21,6\nDatsun 710,22.8,4\nFiat,3,4\n"))
                .contains("header-gap = first-name", "column_1", "mpg", "cyl");
        assertThat(sniffed("ticker,px,vol,\nAA1,101.5,10\nBB2,3.5,7\nCC3,4.5,8\n"))
                .contains("header-gap = last-field");
    }

    @Test
    void d4SniffShowsTheRowsThatItPassesOver() throws IOException {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int i = 0; i < 50; i++) {
            text.append(i).append(",1\n");
        }
        for (int i = 0; i < 100; i++) {
            text.append(i).append(",1,2\n");
        }
        assertThat(sniffed(text.toString()))
                .contains("# Passed over above the header: 51 rows of other widths, such as line 1: a,b")
                .contains("confidence 0.66");
    }

    @Test
    void d5NullTokensAreNoNames() throws IOException {
        assertThat(sniffed("2/28/2008,1:00,NaN\n2/29/2008,2:00,3.5\n3/1/2008,3:00,4.5\n3/2/2008,4:00,5.5\n"))
                .contains("header-lines = 0", "column_1");
    }

    @Test
    void d5ABrokenHeaderIsKeptAndItsFaultNamed() throws IOException {
        assertThat(sniffed("id,\"name,price\n1,\"a, x\",2.5\n2,\"b, y\",3.5\n3,\"c, z\",4.5\n"))
                .contains("# line 1, the header by its place, opens a quote that is not closed")
                .contains("  id { type = integer, required = true }", "  name = string", "  price = double")
                .doesNotContain("column_1");
    }

    @Test
    void d5RunsOfBlanksAreTried() throws IOException {
        String text = "id   name  price\n1    ab    2.5\n22   b     3.5\n333  c    14.5\n";
        assertThat(sniffed(text)).contains("delimiter = \" \"", "blanks-around-fields = true", "price = double");
        Dialect blank = Dialect.delimitedBy(' ').tolerating(tolerance(true, false, HeaderGap.NONE, EmptyRows.KEEP));
        assertThat(rows(blank, text, "id", "name", "price")).containsExactly("1|ab|2.5", "22|b|3.5", "333|c|14.5");
    }

    @Test
    void d7RowsOfDelimitersOnlyAreDroppedOrRefused() throws IOException {
        String text = "id,name,price\n1,a,2.5\n,,\n2,b,3.5\n , ,\n";
        assertThat(rows(Tolerance.NONE, text, "id", "name", "price"))
                .containsExactly("1|a|2.5", "null|null|null", "2|b|3.5", " | |null");
        assertThat(rows(tolerance(false, false, HeaderGap.NONE, EmptyRows.DROP), text, "id", "name", "price"))
                .containsExactly("1|a|2.5", "2|b|3.5");
        assertThat(rows(tolerance(false, false, HeaderGap.NONE, EmptyRows.REFUSE), text, "id", "name", "price"))
                .containsExactly("1|a|2.5", "!has no value in any field", "2|b|3.5", "!has no value in any field");
        assertThat(sniffed(text)).contains("empty-rows = drop", "# 2 rows have no value in any field");
    }

    @Test
    void d7CharactersOfAWrongEncodingAreNoticed() throws IOException {
        assertThat(sniffed("id,name\n1,it\u0092s\n2,b\n3,\uFFFD\n")).contains("2 hold characters such as U+0092");
    }

    private static Tolerance gap(HeaderGap gap) {
        return tolerance(false, false, gap, EmptyRows.KEEP);
    }

    private static Tolerance tolerance(boolean blanks, boolean quotes, HeaderGap gap, EmptyRows emptyRows) {
        return new Tolerance(blanks, quotes, gap, emptyRows);
    }

    private static List<String> rows(Tolerance tolerance, String text, String... columns) {
        return rows(Dialect.delimitedBy(',').tolerating(tolerance), text, columns);
    }

    private static List<String> rows(Dialect dialect, String text, String... columns) {
        RawShape shape = new RawShape(
                Format.CSV,
                dialect,
                Stream.of(columns)
                        .map(name -> new RawColumn(List.of(name), true))
                        .toList(),
                AddedColumn.KEEP);
        List<String> rows = new ArrayList<>();
        new RawParser(shape)
                .rows(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .forEachRemaining(row -> rows.add(shown(row)));
        return rows;
    }

    private static String shown(RawRow row) {
        return row.problem() == null
                ? String.join("|", row.values().stream().map(String::valueOf).toList())
                : "!" + row.problem();
    }

    private String sniffed(String text) throws IOException {
        Path file = folder.resolve("things.csv");
        Files.writeString(file, text);
        return new SourceSniffer(file, 1000).sniffed().conf("things", "me");
    }
}
