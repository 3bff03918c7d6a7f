package io.headrace.ingest.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.Intent.RawFile;
import io.headrace.spec.ColumnType;
import io.headrace.spec.DataCheck;
import io.headrace.spec.Dialect;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.JobHeader;
import io.headrace.spec.RawFiles;
import io.headrace.spec.RawLimits;
import io.headrace.spec.Schedule;
import io.headrace.spec.SchemaPolicy;
import io.headrace.spec.SourceColumn;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of the landing folder a source takes in. */
class LandingTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 20);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".2026-01-20.csv",
                "_2026-01-20.csv",
                "2026-01-20.csv.tmp",
                "2026-01-20.csv.part",
                "2026-01-20.csv._COPYING_",
                "new/.2026-01-20.csv"
            })
    void filesNamedAsBeingWrittenAreLeftAlone(String name) throws IOException {
        put(name, "a\n1\n");
        assertThat(landing("*{date}.csv*", "new/*{date}.csv*").filesUpTo(DAY)).isEmpty();
    }

    @Test
    void aFileThatChangesMeanwhileIsLeftToALaterRun() throws IOException {
        put("2026-01-19.csv", "a\n1\n");
        put("2026-01-20.csv", "a\n1\n");
        Landing landing = landing("{date}.csv");
        List<LandingFiles.Dated> listed = landing.filesUpTo(DAY);
        put("2026-01-20.csv", "a\n1\n2\n");

        NewFiles first = landing.newOnes(listed, Map.of());
        assertThat(first.files()).extracting(RawFile::path).containsExactly("2026-01-19.csv");
        assertThat(first.changing()).containsExactly("2026-01-20.csv");

        NewFiles later = landing.newOnes(
                landing.filesUpTo(DAY), Map.of("2026-01-19.csv", first.files().get(0)));
        assertThat(later.files()).extracting(RawFile::path).containsExactly("2026-01-20.csv");
        assertThat(later.changing()).isEmpty();
    }

    @Test
    void linksThatLeaveTheFolderAreQuarantinedAndNotRead(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("2026-01-20.csv"), "a\n1\n");
        put("own/2026-01-20.csv", "a\n2\n");
        Files.createSymbolicLink(folder.resolve("2026-01-20.csv"), elsewhere.resolve("2026-01-20.csv"));
        Files.createSymbolicLink(folder.resolve("away"), elsewhere);
        Files.createSymbolicLink(folder.resolve("unrelated.d"), elsewhere);
        String[] paths = {"{date}.csv", "own/{date}.csv", "a*/{date}.csv"};

        NewFiles found = landing(paths).newOnes(DAY, Map.of());
        assertThat(found.files()).extracting(RawFile::path).containsExactly("own/2026-01-20.csv");
        assertThat(found.quarantined())
                .extracting(NewFiles.Quarantined::toString)
                .containsExactly(
                        "2026-01-20.csv is behind a link that leaves the landing folder, files.links = refuse",
                        "away is behind a link that leaves the landing folder, files.links = refuse");
        assertThat(found.quarantined()).allMatch(file -> file.file().digest().isEmpty());

        assertThat(landing(RawFiles.Links.FOLLOW, paths).newOnes(DAY, Map.of()).files())
                .extracting(RawFile::path)
                .containsExactly("2026-01-20.csv", "away/2026-01-20.csv", "own/2026-01-20.csv");
    }

    @Test
    void linksWithinTheFolderAreReadAlsoWhereTheFolderIsOne(@TempDir Path elsewhere) throws IOException {
        put("own/2026-01-20.csv", "a\n2\n");
        Files.createSymbolicLink(folder.resolve("2026-01-20.csv"), Path.of("own/2026-01-20.csv"));
        Files.createSymbolicLink(elsewhere.resolve("landing"), folder);
        assertThat(landing(elsewhere.resolve("landing"), RawFiles.Links.REFUSE, "{date}.csv")
                        .newOnes(DAY, Map.of())
                        .files())
                .extracting(RawFile::path)
                .containsExactly("2026-01-20.csv");
    }

    /** A folder is looked into only where a pattern is as deep. */
    @Test
    void circlesOfLinksEnd() throws IOException {
        put("a/2026-01-20.csv", "a\n1\n");
        Files.createSymbolicLink(folder.resolve("a/a"), folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("a/again"), folder);
        assertThat(landing("*/{date}.csv").filesUpTo(DAY))
                .extracting(LandingFiles.Dated::path)
                .containsExactly("a/2026-01-20.csv");
        assertThat(landing("*/*/{date}.csv", "{date}.csv").filesUpTo(DAY))
                .extracting(LandingFiles.Dated::path)
                .containsExactly("a/a/2026-01-20.csv");
    }

    @Test
    void aNameOfSeveralLinesIsOneLineInMessages() throws IOException {
        put("2026-01-20\nall is well.csv", "b\n1\n");
        assertThat(landing("{date}*.csv").newOnes(DAY, Map.of()).message())
                .startsWith("; 1 file in quarantine: 2026-01-20\\u000aall is well.csv ")
                .doesNotContain("\n");
    }

    @Test
    void aControlFileBehindALinkIsNotRead(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("total.csv"), "total\n7\n");
        Files.createSymbolicLink(folder.resolve("total.csv"), elsewhere.resolve("total.csv"));
        DataCheck.Control control = new DataCheck.Control("total.csv", "total", BigDecimal.ZERO);
        assertThat(new ControlFile(folder.toString(), RawFiles.Links.REFUSE, new Configuration()).number(control, DAY))
                .isEqualTo(
                        new ControlFile.Found(
                                null,
                                "the control file total.csv is behind a link that leaves the landing folder, files.links = refuse"));
        assertThat(new ControlFile(folder.toString(), RawFiles.Links.FOLLOW, new Configuration())
                        .number(control, DAY)
                        .number())
                .isEqualByComparingTo("7");
    }

    @Test
    void archivesThatUnpackToTooMuchAreQuarantined() throws IOException {
        gzip("2026-01-18.csv.gz", 1000);
        gzip("2026-01-19.csv.gz", (1 << 20) + 1000);
        NewFiles found = landing(
                        folder, RawFiles.Links.REFUSE, new RawLimits(1000, 100, 10, 10, 1, 250), "{date}.csv.gz")
                .newOnes(DAY, Map.of());
        assertThat(found.files()).extracting(RawFile::path).containsExactly("2026-01-18.csv.gz");
        assertThat(found.quarantined())
                .extracting(NewFiles.Quarantined::toString)
                .containsExactly("2026-01-19.csv.gz cannot be read: it unpacks to more than"
                        + " files.limits.unpacked-mebibytes = 1");
    }

    /** Text of one byte: a ratio that no table has. */
    @Test
    void archivesOfAnUnusualRatioAreQuarantined() throws IOException {
        gzip("2026-01-18.csv.gz", (int) RawLimits.FREE_BYTES - 10);
        gzip("2026-01-19.csv.gz", (int) RawLimits.FREE_BYTES + 100_000);
        NewFiles found = landing("{date}.csv.gz").newOnes(DAY, Map.of());
        assertThat(found.files()).extracting(RawFile::path).containsExactly("2026-01-18.csv.gz");
        assertThat(found.quarantined())
                .extracting(NewFiles.Quarantined::toString)
                .containsExactly("2026-01-19.csv.gz cannot be read: it unpacks to more than"
                        + " files.limits.unpacked-ratio = 250 times its size");
        assertThat(landing(folder, RawFiles.Links.REFUSE, new RawLimits(1000, 100, 10, 10, 100, 2000), "{date}.csv.gz")
                        .newOnes(DAY, Map.of())
                        .files())
                .hasSize(2);
    }

    private void gzip(String name, int bytes) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.write("a\n1\n".getBytes(StandardCharsets.UTF_8));
            byte[] rows = new byte[bytes - 4];
            Arrays.fill(rows, (byte) '\n');
            out.write(rows);
        }
    }

    private void put(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Landing landing(String... paths) {
        return landing(RawFiles.Links.REFUSE, paths);
    }

    private Landing landing(RawFiles.Links links, String... paths) {
        return landing(folder, links, paths);
    }

    private static Landing landing(Path folder, RawFiles.Links links, String... paths) {
        return landing(folder, links, RawLimits.USUAL, paths);
    }

    private static Landing landing(Path folder, RawFiles.Links links, RawLimits limits, String... paths) {
        SourceColumn column = new SourceColumn(
                "a", List.of("a"), ColumnType.parse("long").orElseThrow(), List.of(), false, false, false, "");
        return new Landing(
                new IngestSpec(
                        new JobHeader("ingest-numbers", "test", Schedule.DAILY, "digest"),
                        "numbers",
                        new RawFiles(
                                List.of(paths),
                                RawFiles.Format.CSV,
                                Dialect.delimitedBy(','),
                                true,
                                RawFiles.UnreadableFile.QUARANTINE,
                                RawFiles.ChangedFile.REPLACE,
                                links,
                                limits),
                        SchemaPolicy.LENIENT,
                        List.of(column),
                        Map.of(),
                        IngestSpec.Duplicates.KEEP,
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        0),
                folder.toString(),
                new Configuration());
    }
}
