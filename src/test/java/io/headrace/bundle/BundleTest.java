package io.headrace.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.quality.StoredCounts;
import io.headrace.registry.Judgement;
import io.headrace.registry.Origin;
import io.headrace.registry.VersionRecord;
import io.headrace.run.Digest;
import io.headrace.run.HeadraceException;
import io.headrace.run.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bundle says is what was put in, and nothing else is taken for one. */
class BundleTest {
    private static final byte[] BYTES =
            Bundles.of(Bundles.stored(), Optional.of("a signature")).bytes();

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String code, byte[] file) {
        return assertThatThrownBy(() -> Bundle.read(file, "x.bundle"))
                .isInstanceOfSatisfying(
                        HeadraceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageContaining("x.bundle");
    }

    /** The entries as any other tool reads them. */
    private static Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(BYTES))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    @Test
    void isReadAsItWasWritten() {
        Bundle read = Bundle.read(BYTES, "x.bundle");
        assertThat(read.source()).isEqualTo(Bundles.SOURCE);
        assertThat(read.signature()).contains("a signature");
        assertThat(read.stored().artifact()).isEqualTo(Bundles.MODEL.bytes());
        assertThat(read.stored().sample()).isEqualTo(Bundles.SAMPLE.bytes());
        assertThat(read.arrival().record()).isEqualTo(Bundles.record(Bundles.MODEL.digest()));
        assertThat(read.arrival().origins()).containsExactly(Bundles.SOURCE);
        assertThat(read.arrival().bundle()).isEqualTo(Digest.of(BYTES));
        assertThat(read.figures()).containsExactly(Bundles.FIGURE);
        assertThat(read.textOf(Bundle.CARD)).contains("<p>Éire</p>");
        assertThat(read.textOf(Bundle.VIEW)).isEmpty();
        StoredCounts counts = read.statistics().get(0);
        assertThat(counts)
                .usingRecursiveComparison()
                .withEqualsForType(Arrays::equals, byte[].class)
                .isEqualTo(Bundles.COUNTS);
    }

    @Test
    void theSameVersionGivesTheSameBytesInEveryZone() {
        TimeZone zone = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            assertThat(Bundles.of(Bundles.stored(), Optional.of("a signature")).bytes())
                    .isEqualTo(BYTES);
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    /** A JDK that writes archives in another way could not read the bundles of this one. */
    @Test
    void anArchiveIsWrittenAsThoseOfReleasesBefore() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("manifest.json", "{}".getBytes(UTF_8));
        entries.put("model/model.json", "Éire".getBytes(UTF_8));
        assertThat(Digest.of(BundleArchive.write(entries)))
                .isEqualTo("56df031d72d51d8792f7eea64969b3e5e62cfa8ba73e4d7f5f623888b7f602f8");
    }

    @Test
    void otherToolsReadIt() throws IOException {
        assertThat(entries().keySet())
                .containsExactly(
                        "manifest.json",
                        "card.html",
                        "figures.json",
                        "job.json",
                        "model/model.json",
                        "model/model.sig",
                        "model/sample.json",
                        "record.json",
                        "statistics.json");
        assertThat(entries().get("model/model.json")).isEqualTo(Bundles.MODEL.bytes());
    }

    @Test
    void aPartOfWhichAnyByteChangedIsNamed() throws IOException {
        for (String name : entries().keySet()) {
            byte[] content = entries().get(name);
            content[content.length / 2] ^= 1;
            Map<String, byte[]> changed = entries();
            changed.put(name, content);
            if (name.equals("manifest.json")) {
                assertThatThrownBy(() -> Bundle.read(BundleArchive.write(changed), "x.bundle"))
                        .isInstanceOf(HeadraceException.class)
                        .hasMessageMatching("(?s).*(manifest\\.json|was changed|is missing|was added).*");
            } else {
                assertRefused("HEAD-REGISTRY-023", BundleArchive.write(changed))
                        .hasMessageContaining(": " + name + " was changed");
            }
        }
    }

    @Test
    void aFileOfWhichAnyByteChangedIsRefused() {
        for (int i = 0; i < BYTES.length; i++) {
            byte[] file = BYTES.clone();
            file[i] ^= 0x20;
            assertThatThrownBy(() -> Bundle.read(file, "x.bundle"))
                    .as("byte " + i)
                    .isInstanceOf(HeadraceException.class);
        }
    }

    @Test
    void aFileThatWasCutAnywhereIsRefused() {
        for (int length = 0; length < BYTES.length; length++) {
            byte[] file = Arrays.copyOf(BYTES, length);
            assertThatThrownBy(() -> Bundle.read(file, "x.bundle"))
                    .as("cut at " + length)
                    .isInstanceOf(HeadraceException.class);
        }
    }

    @Test
    void aPartThatIsMissingIsNamed() throws IOException {
        for (String name : entries().keySet()) {
            Map<String, byte[]> less = entries();
            less.remove(name);
            assertRefused(
                            name.equals("manifest.json") ? "HEAD-REGISTRY-021" : "HEAD-REGISTRY-023",
                            BundleArchive.write(less))
                    .hasMessageContaining(name);
        }
    }

    @Test
    void aPartThatIsMissingIsNamedEvenIfTheManifestWasMadeToFit() throws IOException {
        for (String name : List.of("card.html", "model/sample.json", "record.json")) {
            Map<String, byte[]> less = entries();
            less.remove(name);
            assertRefused("HEAD-REGISTRY-023", fitting(less)).hasMessageContaining(name + " is missing");
        }
    }

    @Test
    void whatWasAddedIsNamedWhereverItWouldGo() throws IOException {
        for (String name :
                List.of("notes.txt", "../outside.txt", "/outside.txt", "model/../../outside.txt", "model/")) {
            Map<String, byte[]> more = entries();
            more.put(name, "harmless".getBytes(UTF_8));
            assertThatThrownBy(() -> Bundle.read(BundleArchive.write(more), "x.bundle"))
                    .isInstanceOf(HeadraceException.class)
                    .hasMessageContaining(name + " was added");
            assertRefused("HEAD-REGISTRY-023", fitting(more)).hasMessageContaining(name + " is no part of a bundle");
        }
    }

    @Test
    void anotherOrderIsRefused() throws IOException {
        List<String> names = new ArrayList<>(entries().keySet());
        names.add(2, names.remove(names.size() - 1));
        Map<String, byte[]> moved = new LinkedHashMap<>();
        for (String name : names) {
            moved.put(name, entries().get(name));
        }
        assertRefused("HEAD-REGISTRY-021", BundleArchive.write(moved)).hasMessageContaining("another order");
    }

    @Test
    void packedEntriesAreRefusedBeforeTheyAreUnpacked() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("manifest.json"));
            zip.write(new byte[1 << 20]);
        }
        assertRefused("HEAD-REGISTRY-021", bytes.toByteArray()).hasMessageContaining("manifest.json is packed");
    }

    @Test
    void whatStandsBeforeOrBehindIsRefused() {
        byte[] behind = Arrays.copyOf(BYTES, BYTES.length + 1);
        assertRefused("HEAD-REGISTRY-021", behind).hasMessageContaining("stands before, between or behind");
        byte[] before = new byte[BYTES.length + 1];
        System.arraycopy(BYTES, 0, before, 1, BYTES.length);
        assertRefused("HEAD-REGISTRY-021", before).hasMessageContaining("it has no entry manifest.json");
        assertRefused("HEAD-REGISTRY-021", new byte[0]);
        assertRefused("HEAD-REGISTRY-021", "customer_id,at\n".getBytes(UTF_8));
    }

    @Test
    void aNewerFormatAndAnotherOneAreSaid() throws IOException {
        Map<String, byte[]> newer = entries();
        newer.put("manifest.json", "{\"format\":\"headrace-bundle\",\"version\":2,\"what\":\"comes\"}".getBytes(UTF_8));
        assertRefused("HEAD-REGISTRY-022", BundleArchive.write(newer)).hasMessageContaining("of format 2");
        newer.put("manifest.json", "{\"format\":\"headrace-model\",\"version\":1}".getBytes(UTF_8));
        assertRefused("HEAD-REGISTRY-021", BundleArchive.write(newer)).hasMessageContaining("headrace-model");
        newer.put("manifest.json", "{\"version\":1}".getBytes(UTF_8));
        assertRefused("HEAD-REGISTRY-024", BundleArchive.write(newer)).hasMessageContaining("manifest.json");
    }

    @Test
    void aRecordOfAnotherModelIsRefused() {
        Bundle plain = Bundles.plain();
        assertThatThrownBy(() ->
                        Bundles.of(Bundles.SOURCE, plain.stored(), Optional.empty(), Bundles.record("0".repeat(64))))
                .isInstanceOfSatisfying(
                        HeadraceException.class,
                        failure -> assertThat(failure.code()).isEqualTo("HEAD-REGISTRY-025"))
                .hasMessageContaining(Bundles.MODEL.digest());
    }

    @Test
    void aNameThatIsNoModelsIsRefused() {
        Origin outside = new Origin("shop", "lake", "registry-a", "../outside", 3, "train-lapse/2026-01-20/1");
        VersionRecord record = Bundles.record(Bundles.MODEL.digest());
        assertThatThrownBy(() -> Bundles.of(outside, Bundles.stored(), Optional.empty(), record))
                .isInstanceOf(HeadraceException.class)
                .hasMessageContaining("\"../outside\" is no name of a model");
    }

    @Test
    void partsThatCannotBeReadExactlyAreRefused() throws IOException {
        Map<String, String> wrong = new TreeMap<>(Map.of(
                "record.json", "{}",
                "figures.json", "[{\"rows\":1}]",
                "statistics.json", "[{\"of\":\"ELSEWHERE\",\"column\":\"c\",\"counts\":\"\"}]"));
        for (Map.Entry<String, String> part : wrong.entrySet()) {
            Map<String, byte[]> entries = entries();
            entries.put(part.getKey(), part.getValue().getBytes(UTF_8));
            assertRefused("HEAD-REGISTRY-024", fitting(entries)).hasMessageContaining(part.getKey());
        }
        String record = new String(entries().get("record.json"), UTF_8);
        Map<String, byte[]> spaced = entries();
        spaced.put("record.json", (record + " ").getBytes(UTF_8));
        assertRefused("HEAD-REGISTRY-024", fitting(spaced)).hasMessageContaining("says it in another way");
        Map<String, byte[]> dated = entries();
        dated.put("record.json", record.replace("2026-01-20", "2026-13-20").getBytes(UTF_8));
        assertRefused("HEAD-REGISTRY-024", fitting(dated)).hasMessageContaining("2026-13-20");
    }

    /** The archive with a manifest that fits what is in it, as who means harm would make it. */
    private static byte[] fitting(Map<String, byte[]> entries) {
        Map<String, byte[]> parts = new LinkedHashMap<>(entries);
        parts.remove("manifest.json");
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put(
                "manifest.json",
                Json.write(BundleManifest.of("1.0", Bundles.SOURCE, List.of(), "", parts))
                        .getBytes(UTF_8));
        all.putAll(parts);
        return BundleArchive.write(all);
    }

    @Test
    void aRecordHoldsTheJudgementAndTheLakesBefore() {
        BundledRecord record = new BundledRecord(Bundles.record("d"), Judgement.of(List.of()), List.of(Bundles.SOURCE));
        assertThat(Json.read(Json.write(record), BundledRecord.class)).isEqualTo(record);
    }

    @Test
    void aFileIsReplacedAsAWhole(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("new/lapse.bundle");
        Bundle bundle = Bundle.read(BYTES, "x.bundle");
        BundleFile.write(bundle, file);
        BundleFile.write(bundle, file);
        assertThat(file).hasBinaryContent(BYTES);
        assertThat(file.getParent()).isDirectoryNotContaining(path -> !path.equals(file));
        assertThat(BundleFile.read(file).digest()).isEqualTo(Digest.of(BYTES));
        assertThatThrownBy(() -> BundleFile.read(folder.resolve("gone")))
                .hasMessageContaining("gone cannot be read: there is no such file");
        assertThatThrownBy(() -> BundleFile.read(folder)).hasMessageContaining("it is no file");
        assertThatThrownBy(() -> BundleFile.write(bundle, folder.resolve("new")))
                .hasMessageContaining("new cannot be written: ");
        assertThat(Files.list(folder)).hasSize(1);
    }
}
