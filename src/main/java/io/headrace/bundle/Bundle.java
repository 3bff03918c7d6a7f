package io.headrace.bundle;

import io.headrace.metric.Figure;
import io.headrace.quality.StoredCounts;
import io.headrace.registry.EventDetail;
import io.headrace.registry.ModelSignatures;
import io.headrace.registry.Origin;
import io.headrace.registry.Registry;
import io.headrace.run.Digest;
import io.headrace.run.Json;
import io.headrace.spec.TableName;
import io.headrace.trust.SignedJson;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A version of a model as one file. Whoever reads it knows that each part is as it was written and that there are no others; who wrote it a signature tells.
 *
 * <p>{@code docs/bundles.md} describes the format.
 */
public final class Bundle {
    /** The page about the version. */
    static final String CARD = "card.html";

    /** The resolved definition of the job that trained it, where it was kept. */
    static final String JOB = "job.json";

    /** The definition of the view that it learnt from, where it was kept. */
    static final String VIEW = "view.json";

    private static final String MANIFEST = "manifest.json";
    private static final String RECORD = "record.json";
    private static final String FIGURES = "figures.json";
    private static final String STATISTICS = "statistics.json";

    /** A folder that tools for OpenSSF Model Signing take. */
    private static final String SIGNED = "model/";

    private static final String MODEL = SIGNED + ModelSignatures.MODEL;
    private static final String SAMPLE = SIGNED + ModelSignatures.SAMPLE;
    private static final String SIGNATURE = SIGNED + ModelSignatures.SIGNATURE;
    private static final Set<String> NEEDED = new TreeSet<>(Set.of(CARD, FIGURES, MODEL, RECORD, SAMPLE, STATISTICS));
    private static final Set<String> KNOWN =
            Stream.concat(NEEDED.stream(), Stream.of(JOB, VIEW, SIGNATURE)).collect(Collectors.toUnmodifiableSet());

    private final BundleManifest manifest;
    private final SortedMap<String, byte[]> parts;
    private final BundledRecord record;
    private final List<Figure> figures;
    private final List<StoredCounts> statistics;

    private Bundle(BundleManifest manifest, SortedMap<String, byte[]> parts, String where) {
        this.manifest = manifest;
        this.parts = new TreeMap<>(parts);
        this.record = understood(RECORD, where, () -> {
            BundledRecord read = Json.read(text(RECORD), BundledRecord.class);
            requireExact(Json.write(read), RECORD);
            LocalDate.parse(read.record().provenance().date());
            return read;
        });
        this.figures = understood(FIGURES, where, () -> List.of(Json.read(text(FIGURES), Figure[].class)));
        this.statistics = understood(
                STATISTICS,
                where,
                () -> Stream.of(Json.read(text(STATISTICS), BundledCounts[].class))
                        .map(BundledCounts::stored)
                        .toList());
        requireConsistent(where);
    }

    private static <T> T understood(String part, String where, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException | NullPointerException | DateTimeException e) {
            throw BundleErrors.notUnderstood(where, part, e);
        }
    }

    private void requireExact(String written, String part) {
        if (!written.equals(text(part))) {
            throw new IllegalArgumentException("it says more than is read from it, or says it in another way");
        }
    }

    private void requireConsistent(String where) {
        if (!TableName.isPart(source().model())) {
            throw BundleErrors.contradicts(where, "\"" + source().model() + "\" is no name of a model");
        }
        String digest = Digest.of(parts.get(MODEL));
        if (!record.record().digest().equals(digest)) {
            throw BundleErrors.contradicts(
                    where,
                    RECORD + " is of the model file " + record.record().digest() + ", and " + MODEL + " is " + digest);
        }
    }

    /**
     * The bundle of a version.
     *
     * @param stored its files
     * @param texts card, and where they are kept job and view, by their names here
     */
    static Bundle of(
            BundleManifest manifest,
            BundledRecord record,
            Registry.Stored stored,
            Optional<String> signature,
            List<Figure> figures,
            Stream<StoredCounts> statistics,
            Map<String, String> texts) {
        SortedMap<String, byte[]> parts = new TreeMap<>();
        parts.put(MODEL, stored.artifact());
        parts.put(SAMPLE, stored.sample());
        parts.put(RECORD, bytes(Json.write(record)));
        parts.put(FIGURES, bytes(Json.write(figures)));
        parts.put(STATISTICS, bytes(Json.write(BundledCounts.of(statistics))));
        signature.ifPresent(text -> parts.put(SIGNATURE, bytes(text)));
        texts.forEach((name, text) -> parts.put(name, bytes(text)));
        BundleManifest complete =
                BundleManifest.of(manifest.build(), manifest.source(), manifest.personal(), manifest.purpose(), parts);
        return new Bundle(complete, parts, manifest.source().words());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The bytes of the file: the same for the same content. */
    public byte[] bytes() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(MANIFEST, bytes(Json.write(manifest)));
        entries.putAll(parts);
        return BundleArchive.write(entries);
    }

    /** SHA-256 of {@link #bytes()}: the identity of the bundle. */
    public String digest() {
        return Digest.of(bytes());
    }

    /**
     * Reads a file; refuses one of which a part was changed, added, left out or moved, with its name.
     *
     * @param where the file, for messages
     */
    public static Bundle read(byte[] file, String where) {
        Map<String, byte[]> entries = BundleArchive.read(file, where);
        byte[] first = entries.remove(MANIFEST);
        if (first == null) {
            throw BundleErrors.noBundle(where, "it has no entry " + MANIFEST);
        }
        BundleManifest manifest = manifest(first, where);
        List<String> differences = differences(manifest, entries);
        if (!differences.isEmpty()) {
            throw BundleErrors.changed(where, differences);
        }
        Bundle bundle = new Bundle(manifest, new TreeMap<>(entries), where);
        if (!Arrays.equals(bundle.bytes(), file)) {
            throw BundleErrors.noBundle(
                    where,
                    "its entries are in another order, or something stands before, between or behind them, or its end is"
                            + " missing");
        }
        return bundle;
    }

    private static BundleManifest manifest(byte[] bytes, String where) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        BundleManifest.Head head = understood(MANIFEST, where, () -> SignedJson.read(text, BundleManifest.Head.class));
        if (!head.format().equals(BundleManifest.FORMAT)) {
            throw BundleErrors.noBundle(where, "its format is \"" + head.format() + "\"");
        }
        if (head.version() > BundleManifest.VERSION) {
            throw BundleErrors.newer(where, head.version());
        }
        BundleManifest manifest = understood(MANIFEST, where, () -> SignedJson.read(text, BundleManifest.class));
        if (!Json.write(manifest).equals(text)) {
            throw BundleErrors.noBundle(where, "its " + MANIFEST + " is not as Headrace writes it");
        }
        return manifest;
    }

    private static List<String> differences(BundleManifest manifest, Map<String, byte[]> entries) {
        List<String> differences = new ArrayList<>();
        Set<String> listed = new TreeSet<>();
        for (BundleManifest.Entry entry : manifest.entries()) {
            byte[] found = entries.get(entry.name());
            if (!listed.add(entry.name()) || !KNOWN.contains(entry.name())) {
                differences.add(entry.name() + " is no part of a bundle, or is listed twice");
            } else if (found == null) {
                differences.add(entry.name() + " is missing");
            } else if (!BundleManifest.Entry.of(entry.name(), found).equals(entry)) {
                differences.add(entry.name() + " was changed");
            }
        }
        entries.keySet().stream()
                .filter(name -> !listed.contains(name))
                .forEach(name -> differences.add(name + " was added"));
        NEEDED.stream().filter(name -> !listed.contains(name)).forEach(name -> differences.add(name + " is missing"));
        return differences;
    }

    /** The version where the bundle was made. */
    public Origin source() {
        return manifest.source();
    }

    /** Features that are personal there. */
    public List<String> personal() {
        return manifest.personal();
    }

    /** What the registry of a lake that takes the version records of it. */
    EventDetail.Imported arrival() {
        List<Origin> origins = new ArrayList<>(record.origins());
        origins.add(source());
        return new EventDetail.Imported(
                record.record(),
                record.judgement(),
                origins,
                manifest.personal(),
                manifest.purpose(),
                manifest.build(),
                digest());
    }

    /** The files of the version. */
    Registry.Stored stored() {
        return new Registry.Stored(parts.get(MODEL), parts.get(SAMPLE));
    }

    /** The signature of these files. */
    Optional<String> signature() {
        return textOf(SIGNATURE);
    }

    /** The figures of the version. */
    List<Figure> figures() {
        return figures;
    }

    /** What training counted, which monitoring compares with. */
    List<StoredCounts> statistics() {
        return statistics;
    }

    /** A part as text. */
    Optional<String> textOf(String part) {
        return Optional.ofNullable(parts.get(part)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private String text(String part) {
        return textOf(part).orElseThrow();
    }
}
