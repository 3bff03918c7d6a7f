package io.headrace.ingest.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.headrace.spec.Dialect;
import io.headrace.spec.RawFiles.Format;
import io.headrace.spec.RawLimits;
import io.headrace.spec.SchemaPolicy.AddedColumn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What comes out of raw files: rows with the lines they begin in, and what is no row with the reason. */
class RawParserTest {
    private static final Dialect PLAIN = Dialect.delimitedBy(',');

    @Test
    void rowsCarryTheLineTheyBeginIn() {
        assertThat(shown(PLAIN, "a,b\n1,x\r\n\n2,\"y\nz\"\r3,\"say \"\"no\"\"\"\n"))
                .containsExactly(
                        "2: 1|x",
                        "4: 2,\"y the line stands beside a carriage return that may end a line or belong to a text",
                        "6: 3,\"say \"\"no\"\"\" the line stands beside a carriage return that may end a line or belong to a text");
        assertThat(shown(PLAIN, "a,b\r1,x\r2,\"y\rz\"\r")).containsExactly("2: 1|x", "3: 2|y\rz");
    }

    @Test
    void a8ACarriageReturnAloneMakesNoRowsOfATextWithLineFeeds() {
        assertThat(shown(PLAIN, "a,b\n1,x\n2,first part\rsecond, part\n3,y\n"))
                .containsExactly(
                        "2: 1|x",
                        "3: 2,first part the line stands beside a carriage return that may end a line or belong to a text",
                        "4: second, part the line stands beside a carriage return that may end a line or belong to a text",
                        "5: 3|y");
        assertThat(shown(PLAIN, "a,b\r\n1,\"x\r\ny\"\r\n2,\"x\ry\"\r\n")).containsExactly("2: 1|x\r\ny", "4: 2|x\ry");
    }

    @Test
    void a1JsonKeepsEveryDigitAsItIsWritten() {
        RawShape json = shape(PLAIN, Format.JSON_LINES, "amt", "s");
        String text = """
                {"amt":12345678901234567.89,"s":"a"}
                {"amt":9007199254740993.0,"s":0.10}
                {"s":1234567890.123456789,"amt":1E2}
                {"amt":1,"s":{"q": 12345678901234567.89, "r":[1.0, 2]},"more":0.10}
                {"amt":true,"s":null}
                """;
        assertThat(shown(json, bytes(text)))
                .containsExactly(
                        "1: 12345678901234567.89|a",
                        "2: 9007199254740993.0|0.10",
                        "3: 1E2|1234567890.123456789",
                        "4: 1|{\"q\": 12345678901234567.89, \"r\":[1.0, 2]} {\"more\":0.10}",
                        "5: true|null");
    }

    @Test
    void a2ALineIsOneObjectWithEachFieldOnce() {
        RawShape json = shape(PLAIN, Format.JSON_LINES, "id");
        assertThat(
                        shown(
                                json,
                                bytes(
                                        "{\"id\":2}{\"id\":3}\n{\"id\":2} and more\n{\"id\":2},\n{\"id\":2,\"id\":3}\n"
                                                + "{\"id\":2,\"x\":{\"y\":1,\"y\":1}}\n{\"id\":\"\\ud800\"}\n{\"id\":NaN}\n{\"id\":007}\n{\"id\":1} \n")))
                .satisfiesExactly(
                        row -> assertThat(row).isEqualTo("1: {\"id\":2}{\"id\":3} holds more than one JSON object"),
                        row -> assertThat(row).isEqualTo("2: {\"id\":2} and more holds more behind its JSON object"),
                        row -> assertThat(row).isEqualTo("3: {\"id\":2}, holds more behind its JSON object"),
                        row -> assertThat(row).contains("has a field twice at character"),
                        row -> assertThat(row).contains("has a field twice at character"),
                        row -> assertThat(row)
                                .endsWith("holds half of a character, a surrogate without its other half"),
                        row -> assertThat(row).endsWith("it has no number for NaN and Infinity"),
                        row -> assertThat(row).endsWith("a number begins with a zero"),
                        row -> assertThat(row).isEqualTo("9: 1"));
    }

    @Test
    void aRowOfOtherWidthIsUnreadable() {
        assertThat(shown(PLAIN, "a,b\n1\n1,2,3\n1,2\n"))
                .containsExactly(
                        "2: [\"1\"] expected 2 fields, found 1",
                        "3: [\"1\",\"2\",\"3\"] expected 2 fields, found 3",
                        "4: 1|2");
    }

    @Test
    void quotesThatStandWrongSpoilTheirLineOnly() {
        assertThat(shown(PLAIN, "a,b\n1,x\"y\n2,\"x\"y\n3,z\n"))
                .containsExactly(
                        "2: 1,x\"y the line has a quote within a field without quotes, field 2",
                        "3: 2,\"x\"y the line has characters after a closing quote, in field 2",
                        "4: 3|z");
    }

    @Test
    void aLostQuoteDoesNotSwallowTheRowsAfterIt() {
        assertThat(shown(PLAIN, "a,b\n1,\"x\n2,y\n3,z\n"))
                .containsExactly("2: 1,\"x the line opens a quote that is not closed", "3: 2|y", "4: 3|z");
    }

    @Test
    void rowsBetweenTwoLostQuotesAreFound() {
        assertThat(shown(PLAIN, "a,b,c\n1,\"x,x\n2,y,y\n3,z\",z\n"))
                .containsExactly(
                        "2: 1,\"x,x the line opens a quote that holds line 3, which is a row of its own",
                        "3: 2|y {\"c\":\"y\"}",
                        "4: 3,z\",z the line has a quote within a field without quotes, field 2");
    }

    @Test
    void quotesMayBeCharactersLikeAnyOther() {
        assertThat(shown(new Dialect('\t', "", "", "", "UTF-8", 0, 1), "a\tb\n\"1\t5\" pipe\n"))
                .containsExactly("2: \"1|5\" pipe");
    }

    @Test
    void escapedCharactersAreLikeAnyOther() {
        Dialect dialect = new Dialect(',', "\"", "\\", "", "UTF-8", 0, 1);
        assertThat(shown(dialect, """
                        a,b
                        1\\,x,y\\,z
                        "say \\"go\\", now",C:\\temp
                        "a ""b"" c",\\"
                        "ends \\\\",2
                        x\\\\,"one
                        two \\" three"
                        "opens \\",3
                        4,\uFDD1
                        """))
                .containsExactly(
                        "2: 1,x|y,z",
                        "3: say \"go\", now|C:\\temp",
                        "4: a \"b\" c|\"",
                        "5: ends \\|2",
                        "6: x\\|one\ntwo \" three",
                        "8: \"opens \\\",3 the line opens a quote that is not closed",
                        "9: 4,\uFDD1 the line has a character that Unicode keeps free");
    }

    @Test
    void withoutAHeaderColumnsComeAsDeclared() {
        assertThat(shown(new Dialect(',', "\"", "", "", "UTF-8", 1, 0), "title\n1,2\na,b\n3\n"))
                .containsExactly("2: 1|2", "3: a|b", "4: [\"3\"] expected 2 fields, found 1");
    }

    @Test
    void preambleCommentsAndOtherQuotes() {
        assertThat(shown(new Dialect(';', "'", "", "#", "UTF-8", 2, 1), "Title\n;;\na;b\n#1;2\n3;'4;5'\n"))
                .containsExactly("5: 3|4;5");
    }

    @Test
    void aHeaderOfSeveralRowsNamesColumnsByAll() {
        RawShape shape =
                shape(new Dialect(',', "\"", "", "", "UTF-8", 0, 2), Format.CSV, "Staff Total", "Staff Others");
        assertThat(shown(shape, bytes("Name,\"Staff\",,Staff\n,Total,Others,\"Total\ncost\"\nx,1,2,3\n")))
                .containsExactly("4: 1|2 {\"Name\":\"x\",\"Staff Total cost\":\"3\"}");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheHeader() {
        assertThat(shown(PLAIN, "\uFEFFa,b\n1,2\n\uFEFFa,b\n3,4\n"))
                .containsExactly(
                        "2: 1|2",
                        "3: \uFEFFa,b the line begins with a byte order mark, as if files had been joined",
                        "4: 3|4");
    }

    @Test
    void aHeaderInTheMiddleIsNoRow() {
        assertThat(shown(PLAIN, "a,b\n1,2\na,b\n")).containsExactly("2: 1|2", "3: [\"a\",\"b\"] repeats the header");
    }

    @Test
    void bytesOfAnotherEncodingSpoilTheirLineOnly() {
        byte[] latin = "a,b\n1,caf\u00e9\n2,tea\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(shown(shape(PLAIN, Format.CSV, "a", "b"), latin))
                .containsExactly("2: 1,caf\uFFFD the line is not UTF-8 text", "3: 2|tea");
        assertThat(shown(shape(encoded("windows-1252"), Format.CSV, "a", "b"), latin))
                .containsExactly("2: 1|caf\u00e9", "3: 2|tea");
    }

    @Test
    void textOfTwoBytesPerCharacter() {
        byte[] wide = "a,b\n1,caf\u00e9\n".getBytes(Charset.forName("UTF-16"));
        assertThat(shown(shape(encoded("UTF-16"), Format.CSV, "a", "b"), wide)).containsExactly("2: 1|caf\u00e9");
        assertThatThrownBy(() -> shown(shape(PLAIN, Format.CSV, "a", "b"), wide))
                .hasMessage("line 1 should be the header but is not UTF-8 text");
    }

    @Test
    void nullCharactersAndEndlessLines() {
        assertThat(shown(PLAIN, "a,b\n1,x\0y\n2," + "x".repeat(RawLimits.LONGEST_LINE) + "\n3,z\n"))
                .satisfiesExactly(
                        row -> assertThat(row).endsWith("the line holds a null character"),
                        row -> assertThat(row).endsWith("... the line is longer than 8388608 characters"),
                        row -> assertThat(row).isEqualTo("4: 3|z"));
    }

    @Test
    void aFieldMayHoldAThousandLines() {
        String lines = "\n".repeat(CsvLines.MOST_LINES);
        assertThat(shown(PLAIN, "a,b\n1,\"" + lines + "\"\n")).containsExactly("2: 1|" + lines);
        assertThat(shown(PLAIN, "a,b\n1,\"\n" + lines + "\"\n"))
                .first()
                .isEqualTo("2: 1,\" the line opens a quote that is not closed");
    }

    @Test
    void jsonLines() {
        assertThat(shown(
                        shape(PLAIN, Format.JSON_LINES, "a", "b"),
                        bytes("{\"a\": 1, \"b\": null, \"c\": [2]}\n\n[1]\n{\"a\": 1}\n{\"a\"\n")))
                .satisfiesExactly(
                        row -> assertThat(row).isEqualTo("1: 1|null {\"c\":[2]}"),
                        row -> assertThat(row).isEqualTo("3: [1] expected a JSON object"),
                        row -> assertThat(row).isEqualTo("4: {\"a\": 1} lacks b"),
                        row -> assertThat(row).isEqualTo("5: {\"a\" not JSON at character 5: it ends too early"));
    }

    @Test
    void packedFiles() throws IOException {
        byte[] packed = Zstd.compress(bytes("a,b\n1,2\n"));
        RawShape shape = shape(PLAIN, Format.CSV, "a", "b");
        assertThat(shown(
                        shape,
                        RawParser.unpacked("x.csv.zst", new ByteArrayInputStream(packed), RawLimits.USUAL)
                                .readAllBytes()))
                .containsExactly("2: 1|2");
        ByteArrayInputStream half = new ByteArrayInputStream(packed, 0, packed.length - 3);
        assertThatThrownBy(() -> new RawParser(shape).rows(RawParser.unpacked("x.csv.zst", half, RawLimits.USUAL)))
                .isInstanceOf(RawFormatException.class)
                .hasMessageStartingWith("cannot be read: ");
    }

    @Test
    void limitsOfACsvFile() {
        RawShape shape = limited(Format.CSV);
        assertThat(shown(shape, bytes("a,b\n1,xxxxxxxxxx\n2,\"xxxxx\nxxxxx\"\n3," + "x".repeat(1000) + "\n4,z\n")))
                .satisfiesExactly(
                        row -> assertThat(row).isEqualTo("2: 1|xxxxxxxxxx"),
                        row -> assertThat(row)
                                .isEqualTo("3: [\"2\",\"xxxxx\\nxxxxx\"] has a field of more characters than"
                                        + " files.limits.field-length = 10"),
                        row -> assertThat(row).endsWith("... the line is longer than 1000 characters"),
                        row -> assertThat(row).isEqualTo("6: 4|z"));
        assertThatThrownBy(() -> shown(shape, bytes("a,b,c,d\n1,2,3,4\n")))
                .hasMessage("line 1 names 4 columns, more than files.limits.columns = 3");
    }

    @Test
    void limitsOfJsonLines() {
        assertThat(shown(
                        limited(Format.JSON_LINES),
                        bytes("{\"a\":1,\"b\":[[2]]}\n{\"a\":1,\"b\":[[[2]]]}\n{\"a\":1,\"b\":2,\"c\":3,\"d\":4}\n"
                                + "{\"a\":1,\"b\":\"xxxxxxxxxxx\"}\n{\"a\":1,\"b\":\"xxxxxxxxxx\"}\n")))
                .containsExactly(
                        "1: 1|[[2]]",
                        "2: {\"a\":1,\"b\":[[[2]]]} is nested deeper than files.limits.nesting = 3",
                        "3: {\"a\":1,\"b\":2,\"c\":3,\"d\":4} has 4 fields, more than files.limits.columns = 3",
                        "4: {\"a\":1,\"b\":\"xxxxxxxxxxx\"} has a field of more characters than"
                                + " files.limits.field-length = 10",
                        "5: 1|xxxxxxxxxx");
    }

    private static RawShape limited(Format format) {
        return new RawShape(
                format, PLAIN, required("a", "b"), AddedColumn.KEEP, new RawLimits(1000, 10, 3, 3, 1000, 250));
    }

    @Test
    void filesThatDoNotFitTheirSource() {
        assertThatThrownBy(() -> shown(PLAIN, "")).hasMessage("is empty: not even a header line");
        assertThatThrownBy(() -> shown(PLAIN, "a;b\n"))
                .hasMessage("line 1 lacks the columns a, b; found with delimiter ',': a;b");
        assertThatThrownBy(() -> shown(PLAIN, "a,b,a\n")).hasMessage("line 1 has the column a twice");
    }

    private static Dialect encoded(String encoding) {
        return new Dialect(',', "\"", "", "", encoding, 0, 1);
    }

    private static RawShape shape(Dialect dialect, Format format, String... columns) {
        return new RawShape(format, dialect, required(columns), AddedColumn.KEEP);
    }

    static List<RawColumn> required(String... columns) {
        return Stream.of(columns)
                .map(name -> new RawColumn(List.of(name), true))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> shown(Dialect dialect, String text) {
        return shown(shape(dialect, Format.CSV, "a", "b"), bytes(text));
    }

    /** Line, then the values, or the text and why it is no row. */
    private static List<String> shown(RawShape shape, byte[] bytes) {
        List<String> rows = new ArrayList<>();
        new RawParser(shape).rows(new ByteArrayInputStream(bytes)).forEachRemaining(row -> {
            String content = row.problem() == null
                    ? String.join(
                                    "|",
                                    row.values().stream().map(String::valueOf).toList())
                            + (row.extra() == null ? "" : " " + row.extra())
                    : row.unreadable() + " " + row.problem();
            rows.add(row.number() + ": " + content);
        });
        return rows;
    }
}
