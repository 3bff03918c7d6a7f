package io.headrace.privacy.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderSearchTest {
    private static final Needle MAIL = Needle.value("mail", "Zyx.Planted@example.org");
    private static final MessageType PEOPLE = MessageTypeParser.parseMessageType("""
            message people {
              optional int64 customer_id;
              optional int64 rows;
              optional binary email (STRING);
              optional group contact { optional binary phone (STRING); }
              optional fixed_len_byte_array(9) account (DECIMAL(20, 2));
              optional int32 born (DATE);
              optional double as_double;
              optional binary key_text (STRING);
            }
            """);

    @TempDir
    private Path folder;

    private SearchReport search(Needle... needles) throws IOException {
        return new FolderSearch(Needles.of(List.of(needles)), new Configuration())
                .search(new org.apache.hadoop.fs.Path(folder.toString()));
    }

    private void write(String file, byte[] bytes) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, bytes);
    }

    private void write(String file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void everyFileIsReadWhateverItsNameHiddenOnesToo() throws IOException {
        write("a/.b.crc", "x zyx.planted@EXAMPLE.ORG y, Zyx.Planted@example.org");
        write("c.gz", gzip("1,Zyx.Planted@example.org"));
        write("d.bin", MAIL.value().getBytes(StandardCharsets.UTF_16LE));
        write("of Zyx.Planted@example.org/empty", "");
        write("e.txt", "zyx.planted@example.com");

        SearchReport report = search(MAIL);

        assertThat(report.hits())
                .extracting(Hit::toString)
                .containsExactly(
                        "a/.b.crc: bytes: mail, 2 times",
                        "c.gz: unpacked bytes: mail, 1 time",
                        "d.bin: bytes: mail, 1 time",
                        "of Zyx.Planted@example.org/empty: name: mail, 1 time");
        assertThat(report.files()).isEqualTo(5);
        assertThat(report.unread()).isEmpty();
    }

    @Test
    void lettersBeyondAsciiAreFoundInEitherCaseInLatin1AndAsJsonEscapesThem() throws IOException {
        write("a", "ZOË ÅKERSTRÖM");
        write("b", "Zoë Åkerström".getBytes(StandardCharsets.ISO_8859_1));
        write("c", "{\"name\":\"Zo\\u00eb \\u00C5kerstr\\u00f6m\"}");
        assertThat(search(Needle.value("name", "Zoë Åkerström")).hits())
                .extracting(Hit::file)
                .containsExactly("a", "b", "c");
    }

    @Test
    void aNumberIsNotFoundInsideALongerOne() throws IOException {
        write("a", "912345678 123456789 x12345678.0");
        assertThat(search(Needle.key("key", Set.of("id"), "12345678")).times()).isEqualTo(1);
    }

    @Test
    void aShortKeyIsFoundBehindTheNameOfItsColumnOnly() throws IOException {
        write("a", "{\"size\":12431,\"Customer_ID\":12431,\"stats\":\"{\\\"customer_id\\\":12431}\"}");
        write("b", "customer_id=12431 customer_id=124310 \"customer_id\": \"12431\"");
        assertThat(search(Needle.key("key", Set.of("customer_id"), "12431")).hits())
                .extracting(Hit::toString)
                .containsExactly("a: bytes: key, 2 times", "b: bytes: key, 2 times");
    }

    /** Of ten thousand keys, in the time of one. */
    @Test
    void manyKeysAreToldApart() throws IOException {
        write(
                "a",
                "{\"customer_id\":12431.0,\"customer_id\":\"9999\"} customer_id=x7 customer_id=10000 customer_id=50007&");
        Needle[] all = IntStream.range(10_001, 60_000)
                .mapToObj(key -> Needle.key("k" + key, Set.of("customer_id"), Integer.toString(key)))
                .toArray(Needle[]::new);
        assertThat(search(all).hits()).extracting(Hit::label).containsExactly("k12431", "k50007");
    }

    @Test
    void columnsAndFootersOfParquetAreDecoded() throws IOException {
        people();
        SearchReport report = search(
                MAIL,
                Needle.key("key", Set.of("customer_id", "key_text", "as_double"), "12431"),
                Needle.value("phone", "0049-555-0101"),
                Needle.value("birth", "1971-03-05"));

        assertThat(report.hits())
                .extracting(Hit::toString)
                .contains(
                        "p.parquet: column as_double: key, 1 time",
                        "p.parquet: column born: birth, 1 time",
                        "p.parquet: column contact.phone: phone, 1 time",
                        "p.parquet: column customer_id: key, 1 time",
                        "p.parquet: column email: mail, 1 time",
                        "p.parquet: column key_text: key, 1 time")
                .anyMatch(hit -> hit.startsWith("p.parquet: footer customer_id: key"))
                .anyMatch(hit -> hit.startsWith("p.parquet: footer email: mail"))
                .noneMatch(hit -> hit.contains("rows"));
        assertThat(report.unread()).isEmpty();
    }

    @Test
    void aDecimalIsComparedAsANumber() throws IOException {
        people();
        assertThat(search(Needle.key("account", Set.of(), "1234567890")).hits())
                .extracting(Hit::toString)
                .contains("p.parquet: column account: account, 1 time");
    }

    private void people() throws IOException {
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(
                        folder.resolve("p.parquet").toString()))
                .withType(PEOPLE)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .build()) {
            SimpleGroupFactory rows = new SimpleGroupFactory(PEOPLE);
            for (int i = 0; i < 1000; i++) {
                Group row = rows.newGroup()
                        .append("customer_id", i == 7 ? 12431L : 50_000L + i)
                        .append("rows", 12431L)
                        .append("email", i == 7 ? MAIL.value() : "person" + i + "@example.org")
                        .append("account", Binary.fromConstantByteArray(decimal(i == 7 ? "1234567890.00" : "1.00")))
                        .append("born", (int)
                                LocalDate.of(i == 7 ? 1971 : 1980, 3, 5).toEpochDay())
                        .append("as_double", i == 7 ? 12431.0 : 0.5)
                        .append("key_text", i == 7 ? "12431" : "x12431");
                row.addGroup("contact").append("phone", i == 7 ? "0049-555-0101" : "none");
                writer.write(row);
            }
        }
    }

    private static byte[] decimal(String value) {
        byte[] bytes = new byte[9];
        byte[] own = new BigDecimal(value).unscaledValue().toByteArray();
        System.arraycopy(own, 0, bytes, 9 - own.length, own.length);
        return bytes;
    }

    @Test
    void aFileThatCannotBeLookedIntoIsSaid() throws IOException {
        write("a.zst", new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 1, 2, 3});
        write("b.parquet", "PAR1 and then no more");
        write("c.gz", new byte[] {0x1F, (byte) 0x8B, 9, 9, 9, 9});
        assertThat(search(MAIL).unread()).containsOnlyKeys("a.zst", "b.parquet", "c.gz");
    }

    /** The naive oracle looks at each place by itself; the parts of a stream meet inside of values. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void equalsANaiveSearchWhereverPartsOfALargeFileMeet(long seed) throws IOException {
        Random random = new Random(seed);
        List<Needle> needles = new ArrayList<>(List.of(MAIL, Needle.key("key", Set.of(), "31415926")));
        IntStream.range(0, 200).forEach(i -> needles.add(Needle.value("n" + i, "value" + random.nextInt(5000))));
        StringBuilder text = new StringBuilder();
        while (text.length() < 3_300_000) {
            text.append(needles.get(random.nextInt(needles.size())).value())
                    .append("x".repeat(random.nextInt(random.nextBoolean() ? 3 : 5000)));
        }
        write("large", text.toString());
        String small = text.toString().toLowerCase(Locale.ROOT);
        long expected =
                needles.stream().mapToLong(needle -> times(small, needle)).sum();
        assertThat(search(needles.toArray(Needle[]::new)).times()).isEqualTo(expected);
    }

    private static long times(String all, Needle needle) {
        long times = 0;
        String wanted = needle.value().toLowerCase(Locale.ROOT);
        for (int at = all.indexOf(wanted); at >= 0; at = all.indexOf(wanted, at + 1)) {
            int end = at + wanted.length();
            boolean after = end < all.length() && digits(wanted, wanted.length() - 1) && digits(all, end);
            boolean before = at > 0 && digits(wanted, 0) && digits(all, at - 1);
            times += after || before ? 0 : 1;
        }
        return times;
    }

    private static boolean digits(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
}
