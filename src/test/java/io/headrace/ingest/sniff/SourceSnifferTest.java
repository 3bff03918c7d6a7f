package io.headrace.ingest.sniff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.HeadraceException;
import io.headrace.spec.Dialect;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.hocon.ProjectReader;
import io.headrace.spec.hocon.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every proposal is read back as the spec of a source. */
class SourceSnifferTest {
    private static final Path DATA = Path.of("../shared/data");
    private static final String ENDING = ".*\\.csv(\\.gz)?";

    @TempDir
    private Path folder;

    @Test
    void findsTheDialectInWhichATableWasWritten() throws IOException {
        for (char delimiter : new char[] {',', ';', '\t', '|'}) {
            for (String quote : List.of("\"", "'")) {
                for (String escape : List.of("", "\\")) {
                    for (String encoding : List.of("UTF-8", "windows-1252", "UTF-16")) {
                        for (int preamble : new int[] {0, 3}) {
                            for (int header : new int[] {0, 1}) {
                                Dialect written = new Dialect(delimiter, quote, escape, "", encoding, preamble, header);
                                IngestSpec found = sniffed("t.csv", table(written));
                                assertThat(found.files().dialect()).isEqualTo(written);
                                assertThat(found.columns()).hasSize(5);
                            }
                        }
                    }
                }
            }
        }
    }

    /** A table with all that makes dialects hard to tell: the other delimiters, quotes, and dates. */
    private static byte[] table(Dialect dialect) {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < dialect.preambleLines(); i++) {
            text.append("A title without anything\n");
        }
        if (dialect.headerLines() == 1) {
            text.append(String.join("" + dialect.delimiter(), "Id", "Name", "Price", "Sold at", "Note"))
                    .append('\n');
        }
        for (int i = 0; i < 60; i++) {
            List<String> row = List.of(
                    "" + i,
                    quoted(dialect, "caf\u00e9 " + dialect.delimiter() + " " + dialect.quote() + "x" + dialect.quote()),
                    (random.nextInt(10_000) / 100.0) + "",
                    String.format("2026-%02d-%02d", 1 + i % 12, 1 + i % 28),
                    quoted(dialect, "a; b, c | d"));
            text.append(String.join("" + dialect.delimiter(), row)).append('\n');
        }
        return text.toString().getBytes(Charset.forName(dialect.encoding()));
    }

    private static String quoted(Dialect dialect, String text) {
        String inner = dialect.escape().isEmpty()
                ? text.replace(dialect.quote(), dialect.quote() + dialect.quote())
                : text.replace(dialect.quote(), dialect.escape() + dialect.quote());
        return dialect.quote() + inner + dialect.quote();
    }

    @Test
    void findsTypesFormatsMarksAndTokens() throws IOException {
        IngestSpec spec = sniffed(
                "Sales 2026-01-20.csv",
                lines(
                        "Code;Count;Big;Ratio;Euro;Pounds;Day;US Day;Time;Flag;Temp;eMail;Zip;Note",
                        row(
                                40,
                                i -> String.join(
                                        ";",
                                        i % 9 == 0 ? "A" + i : "" + i,
                                        i % 7 == 0 ? "n/a" : "" + i,
                                        "" + (5_000_000_000L + i),
                                        i + ".25",
                                        i + 1 + ".000,50",
                                        i % 2 == 0 ? "\u00a31,200.50" : "(\u00a3" + i + ".00)",
                                        String.format("%02d/%02d/2026", 1 + i % 28, 1 + i % 12),
                                        String.format("%d/%d/2026", 1 + i % 12, 1 + i % 28),
                                        String.format("2026-01-%02dT10:%02d:00", 1 + i % 28, i),
                                        i % 2 == 0 ? "yes" : "No",
                                        i % 4 == 0 ? "-999" : "" + (i % 30),
                                        "a" + i + "@example.org",
                                        String.format("%05d", i * 37),
                                        i % 5 == 0 ? "NULL" : "none"))));
        assertThat(spec.source()).isEqualTo("sales");
        assertThat(spec.files().paths()).containsExactly("Sales {date}.csv");
        assertThat(spec.columns().stream()
                        .map(column -> column.name() + " " + column.type() + " " + column.formats() + " "
                                + column.cleaning().nullTokens()
                                + column.cleaning().number().decimalMark()
                                + column.cleaning().number().thousandsMark()
                                + (column.cleaning().number().money() ? "$" : "")
                                + (column.personal() ? " personal" : "")))
                .containsExactly(
                        "code string [] [].",
                        "count int [] [n/a].",
                        "big bigint [] [].",
                        "ratio double [] [].",
                        "euro decimal(18,2) [] [],.",
                        "pounds decimal(18,2) [] [].,$",
                        "day date [dd/MM/yyyy] [].",
                        "us_day date [M/d/yyyy] [].",
                        "time timestamp [yyyy-MM-dd'T'HH:mm:ss] [].",
                        "flag boolean [] [].",
                        "temp int [] [-999].",
                        "e_mail string [] []. personal",
                        "zip string [] [].",
                        "note string [] [NULL].");
    }

    @Test
    void saysWhatItIsNotSureOf() throws IOException {
        String text = proposal(
                "t.csv",
                lines(
                        "day,n,n,",
                        row(40, i -> String.format("%02d/%02d/2026,%s,1,", 1 + i % 12, 1 + i % 12, i == 3 ? "x" : i))));
        assertThat(text)
                .contains("# confidence 0.91: 40 of 40 values; all values fit MM/dd/yyyy as well")
                .contains("# Not declared: \"n\", twice; \"n\", twice; column 4, which has no name and no values.");
        assertThat(proposal("u.csv", lines("a,b", row(40, i -> i + "," + (i == 3 ? "x" : i)))))
                .contains("# confidence 0.87: 39 of 40 values; 1 do not fit, such as 'x'\n  b = integer");
        assertThat(proposal("one.csv", lines("word", row(10, i -> "w"))))
                .contains("# confidence 0.00: no delimiter found");
    }

    @Test
    void jsonLinesPackedOrNot() throws IOException {
        byte[] text = lines(
                "", row(20, i -> i % 2 == 0 ? "{\"id\":" + i + ",\"Tags\":[1]}" : "{\"id\":" + i + ",\"ok\":true}"));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text);
        }
        IngestSpec plain = sniffed("t.jsonl", text);
        assertThat(plain.columns().stream()
                        .map(column -> column.name() + " " + column.type() + " " + column.optional()))
                .containsExactly("id int false", "tags string true", "ok string true");
        assertThat(sniffed("t.jsonl.gz", packed.toByteArray()).columns()).isEqualTo(plain.columns());
    }

    @Test
    void aFileWithNothingInItIsRefused() throws IOException {
        for (String text : List.of("", "\n\n")) {
            assertThatThrownBy(() -> proposal("t.csv", text.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(HeadraceException.class)
                    .hasMessageContaining("t.csv is empty");
        }
        assertThatThrownBy(() -> new SourceSniffer(folder, 10).sniffed())
                .isInstanceOf(HeadraceException.class)
                .hasMessageContaining("it is a folder");
        assertThatThrownBy(() -> new SourceSniffer(folder.resolve("no.csv"), 10).sniffed())
                .isInstanceOf(HeadraceException.class)
                .hasMessageContaining("no.csv");
        assertThatThrownBy(() -> proposal("bad.parquet", "PAR1 not".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(HeadraceException.class)
                .hasMessageContaining("is no Parquet file that can be read");
    }

    @Test
    void anyBytesYieldAProposalOrAMessage() throws IOException {
        Random random = new Random(11);
        String alphabet = "a1,;\t|\"'\\\n\r \u00e9{}#-.:";
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(120);
            for (int j = 0; j < length; j++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                sniffed("t.csv", text.toString().getBytes(StandardCharsets.UTF_8));
            } catch (HeadraceException e) {
                assertThat(e.kind().exitCode()).isEqualTo(2);
            }
        }
    }

    /** F15 */
    @Test
    void aDatedFileIsNamedAfterItsFolderAndItsPathBeginsBelowTheLandingFolder() throws IOException {
        Path file = folder.resolve("landing/students/2026-01-15.csv");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "student_id,mark,name\n7,1.5,Ann\n9,2.0,Bo\n9,2.0,Bo\n12,2.0,Bo\n");
        SniffedSource found = new SourceSniffer(file, 100).sniffed();
        assertThat(found.name()).isEqualTo("students");
        assertThat(found.conf(found.name(), "me"))
                .contains("source = students\n", "paths = [\"students/{date}.csv\"]\n")
                .contains("# 1 of 4 rows equal an earlier row in every field and are dropped as duplicates")
                .doesNotContain("required");
    }

    /** F15 */
    @Test
    void aColumnOfDifferentValuesIsProposedAsTheKey() throws IOException {
        assertThat(proposal("a.csv", bytes("amount,student_id,name\n5,7,Ann\n6,9,Bo\n8,12,Cy\n")))
                .contains(": 3 of 3 values; all different: it may be the key, the entity of a view\n"
                        + "  student_id { type = integer, required = true }\n")
                .containsOnlyOnce("required")
                .doesNotContain("duplicates");
        assertThat(proposal("a.csv", bytes("who,left\nann,yes\nbo,no\n")))
                .contains("  who { type = string, required = true }\n");
        assertThat(proposal("a.csv", bytes("day,mark\n1,7.5\n1,9.5\n"))).doesNotContain("required");
        assertThat(proposal(
                        "a.jsonl", bytes("{\"id\":\"a\",\"v\":1}\n{\"id\":\"b\",\"v\":1}\n{\"id\":\"b\",\"v\":1}\n")))
                .contains("# 1 of 3 rows equal")
                .doesNotContain("required");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void everyPublishedFileYieldsASpec() throws IOException {
        Assumptions.assumeTrue(Files.exists(DATA), "the real data is not here");
        int files = 0;
        try (Stream<Path> all = Files.walk(DATA, 2)) {
            for (Path file : all.filter(path -> path.getFileName().toString().matches(ENDING))
                    .sorted()
                    .toList()) {
                SniffedSource found = new SourceSniffer(file, 1000).sniffed();
                assertThat(spec(found.conf(found.name(), "me")).columns())
                        .as(file.toString())
                        .hasSizeGreaterThan(1);
                assertThat(found.confidence()).as(file.toString()).isGreaterThan(0.85);
                files++;
            }
        }
        assertThat(files).isGreaterThan(20);
    }

    private String proposal(String name, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        SniffedSource found = new SourceSniffer(file, 10_000).sniffed();
        return found.conf(found.name(), "me");
    }

    private IngestSpec sniffed(String name, byte[] bytes) throws IOException {
        return spec(proposal(name, bytes));
    }

    private IngestSpec spec(String text) throws IOException {
        Path project = Files.createDirectories(folder.resolve("project"));
        Files.createDirectories(project.resolve("conf"));
        Files.createDirectories(project.resolve("jobs"));
        Files.writeString(project.resolve("conf/local.conf"), "");
        Files.writeString(project.resolve("jobs/ingest-it.conf"), text);
        Reading reading = ProjectReader.read(project, "local", List.of(), Map.of());
        assertThat(reading.problems()).as(text).isEmpty();
        return (IngestSpec) reading.projectOrThrow().jobs().get("ingest-it");
    }

    private interface Line {
        String of(int number);
    }

    private static String[] row(int count, Line line) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(line.of(i));
        }
        return lines.toArray(String[]::new);
    }

    private static byte[] lines(String first, String... others) {
        return (first + "\n" + String.join("\n", others) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
