package io.headrace.audit;

import static io.headrace.testing.SmallShop.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.delta.tables.DeltaTable;
import io.headrace.audit.AuditTrail.Deed;
import io.headrace.job.JobRunner.Again;
import io.headrace.registry.ModelSignatures;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.NoteField;
import io.headrace.registry.Registry;
import io.headrace.report.Evidence;
import io.headrace.report.models.EvidenceReader;
import io.headrace.run.HeadraceException;
import io.headrace.spec.ExportSpec;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.spec.TrustPlaces;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Publications;
import io.headrace.table.Tampering;
import io.headrace.table.Tampering.Kind;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.trust.KeyRing;
import io.headrace.trust.SigningKey;
import io.headrace.trust.signing.ModelSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each tampering on a copy of a lake that was signed. */
@ExtendWith(LakeExtension.class)
class LakeAuditSparkIT {
    private static final TableName SCORES = SmallShop.score(0.2).table();
    private static final TableName INTENTS = Layer.SYSTEM.table("intents");
    private static final String AS_OF = "2026-01-21 00:00:00";

    private final AtomicInteger copies = new AtomicInteger();
    private SmallShop original;
    private Path folder;
    private SignedHeads signed;

    private void play(Lake lake) throws IOException {
        original = SmallShop.of(lake)
                .deliverHistory()
                .runAll(DAY, SmallShop.ingest(), SmallShop.features(), SmallShop.train(), SmallShop.score(0.2));
        original.registry().promote("lapse", 1, "ann", "it is good");
        folder = Path.of(lake.root()).resolveSibling("outside");
        Path keys = Files.createDirectories(folder.resolve("keys"));
        SigningKey key = SigningKey.create(folder.resolve("eve"));
        Files.copy(folder.resolve("eve.pub"), keys.resolve("eve.pub"));
        signed = new SignedHeads(Optional.of(KeyRing.read(keys)), List.of(folder.resolve("heads")));
        LakeAudit.Signed done = audit(original, new SignedHeads(Optional.empty(), signed.folders()))
                .sign("eve", key);
        assertThat(done.sealed()).isGreaterThan(5);
    }

    @TestFactory
    Stream<DynamicTest> tampering(Lake lake) throws IOException {
        play(lake);
        return Stream.of(
                test("an untouched lake is as it was written", shop -> {
                    LakeAudit.Report report = audit(shop, signed).verify();
                    assertThat(report.found()).isEmpty();
                    assertThat(report.chains())
                            .extracting(LakeAudit.Chain::name)
                            .contains(
                                    "headrace.intents",
                                    "headrace.runs",
                                    "headrace.publications",
                                    "headrace.models/lapse");
                    assertThat(report.chains()).allMatch(chain -> chain.anchors() >= 2);
                    assertThat(audit(shop, SignedHeads.NONE).verify().found()).isEmpty();
                }),
                test("the registry's last event is cut off", shop -> {
                    removeLastCommit(shop, Registry.TABLE);
                    assertFails("HEAD-REGISTRY-012", () -> shop.registry().champion("lapse"));
                    assertFails("HEAD-REGISTRY-012", () -> shop.run(SmallShop.score(0.2), DAY.plusDays(1)));
                    found(shop, SignedHeads.NONE, Kind.CUT_TAIL, "headrace.models/lapse event 4");
                }),
                test("the registry's end is written anew", shop -> {
                    removeLastCommit(shop, Registry.TABLE);
                    remove(shop, "headrace/heads/headrace.models/lapse.json");
                    shop.registry().promote("lapse", 1, "mallory", "it is good");
                    assertThat(audit(shop, SignedHeads.NONE).verify().found())
                            .as("nothing but a signature tells")
                            .isEmpty();
                    found(shop, signed, Kind.REWRITTEN, "headrace.models/lapse event 4");
                }),
                test("two runs are removed from the ledger", shop -> {
                    delta(shop, Ledger.RUNS).delete("job in ('ingest-sales', 'train-lapse')");
                    found(shop, SignedHeads.NONE, Kind.REMOVED, "headrace.runs row 1");
                    found(shop, SignedHeads.NONE, Kind.REMOVED, "headrace.runs row 3");
                }),
                test("the trail tells who did what, when, on which data, and why", shop -> {
                    List<Deed> all = trail(shop, "", "");
                    assertThat(all).isSortedAccordingTo(Comparator.comparing(Deed::at));
                    assertThat(all)
                            .filteredOn(deed -> deed.kind() == Deed.Kind.MODEL)
                            .extracting(Deed::actor, Deed::what, Deed::why)
                            .last()
                            .isEqualTo(tuple("ann", "promoted version 1 of lapse", "it is good"));
                    assertThat(all)
                            .filteredOn(deed -> deed.run().equals("score-lapse/2026-01-20/1"))
                            .extracting(Deed::kind, Deed::written)
                            .contains(
                                    tuple(Deed.Kind.PUBLICATION, List.of("scores.lapse@1")),
                                    tuple(Deed.Kind.RUN, List.of("score_errors.lapse@1", "scores.lapse@1")));
                    assertThat(trail(shop, "lapse", ""))
                            .extracting(Deed::run)
                            .contains("train-lapse/2026-01-20/1", "score-lapse/2026-01-20/1")
                            .doesNotContain("ingest-sales/2026-01-20/1");
                    assertThat(trail(shop, "", "silver.sales"))
                            .extracting(Deed::run)
                            .containsOnly(
                                    "ingest-sales/2026-01-20/1",
                                    "features-activity/2026-01-20/1",
                                    "train-lapse/2026-01-20/1");
                    assertThat(new AuditTrail(shop.lake(), shop.registry(), shop.publications(), shop.ledger())
                                    .of(new AuditTrail.Filter(
                                            Optional.empty(),
                                            Optional.empty(),
                                            Optional.of(Instant.parse("2999-01-01T00:00:00Z")))))
                            .isEmpty();
                }),
                test("an intent is changed", shop -> {
                    update(shop, INTENTS, "job = 'score-lapse'", "owner", "'nobody'");
                    found(shop, SignedHeads.NONE, Kind.EDITED, "headrace.intents row 4");
                }),
                test("the publications are gone with their head", shop -> {
                    removeTable(shop, Publications.TABLE);
                    found(shop, SignedHeads.NONE, Kind.CUT_TAIL, "headrace.publications row 1");
                }),
                test("a stranger appends a row to a published table", shop -> {
                    Dataset<Row> one = shop.lake().read(SCORES).limit(1);
                    append(shop, one.withColumn("customer_id", functions.lit(99L)));
                    found(shop, SignedHeads.NONE, Kind.STRANGER, "scores.lapse version 2");
                    found(shop, SignedHeads.NONE, Kind.STRANGER, "scores.lapse as-of " + AS_OF);
                    assertFails("HEAD-AUDIT-002", () -> shop.run(export(), DAY));
                    assertFails("HEAD-AUDIT-002", () -> shop.run(SmallShop.score(0.2), DAY.plusDays(1)));
                    shop.run(SmallShop.score(0.2), DAY, Again.FORCE);
                    assertThat(shop.run(export(), DAY).counts()).containsEntry("rows", "18");
                }),
                test("a byte of a data file is another one", shop -> {
                    Path file = dataFile(shop, SmallShop.silver());
                    flip(file, 40);
                    assertThat(Files.size(file)).isEqualTo(Files.size(dataFile(original, SmallShop.silver())));
                    found(shop, SignedHeads.NONE, Kind.FILE_REPLACED, "silver/sales/");
                }),
                test("a digit of the model is another one", shop -> {
                    flip(modelFile(shop, false), 60);
                    found(shop, SignedHeads.NONE, Kind.FILE_REPLACED, "models/lapse/");
                }),
                test("a head in the lake is forged", shop -> {
                    Path head = Path.of(shop.lake().root(), "headrace/heads/signed/headrace.runs.head");
                    Files.writeString(head, Files.readString(head).replaceFirst("\n4\n", "\n3\n"));
                    assertFails("HEAD-TRUST-023", () -> audit(shop, signed).verify());
                }),
                test("evidence has the facts, and says what people owe", shop -> {
                    Registry registry = shop.registry();
                    registry.note("lapse", 1, NoteField.TIER, "bob", "one");
                    registry.note("lapse", 1, NoteField.TIER, "ann", "two");
                    registry.note("lapse", 1, NoteField.INCIDENT, "ann", "scored twice");
                    registry.note("lapse", 1, NoteField.INCIDENT, "bob", "not scored");
                    assertFails(
                            "HEAD-REGISTRY-019",
                            () -> registry.note("lapse", 1, NoteField.NEXT_REVIEW, "ann", "next year"));
                    Evidence evidence = new EvidenceReader(
                                    shop.project(), shop.lake(), shop.ledger(), shop.registry(), shop.publications())
                            .of("lapse", shop.registry().state("lapse").version(1));
                    Map<String, List<String>> facts = new TreeMap<>();
                    evidence.sections()
                            .forEach(section -> section.fields()
                                    .forEach(field -> facts.put(section.name() + "/" + field.name(), field.texts())));
                    assertThat(facts)
                            .containsEntry("model/aliases", List.of("champion"))
                            .containsEntry("model/owner", List.of("test"))
                            .containsEntry("data/tables", List.of("silver.sales version 1"))
                            .containsEntry("monitoring/jobs", List.of("monitor-lapse"));
                    assertThat(facts.get("data/features"))
                            .containsExactly("days_since_purchase: days since purchase", "orders: orders");
                    assertThat(facts.get("tests/figures")).isNotEmpty();
                    assertThat(facts.get("changes/events"))
                            .hasSize(8)
                            .element(3)
                            .asString()
                            .endsWith("by ann: it is good");
                    assertThat(facts.get("model/tier"))
                            .singleElement()
                            .asString()
                            .startsWith("two (ann, ");
                    assertThat(facts.get("monitoring/incidents")).hasSize(2);
                    assertThat(evidence.owed())
                            .contains("model: independent validator", "review: next review date", "approvals: sign-off")
                            .doesNotContain("model: owner", "model: tier", "monitoring: incidents");
                    assertThat(evidence.json()).containsEntry("owed", evidence.owed());
                    assertThat(new EvidenceReader(
                                            shop.project(),
                                            shop.lake(),
                                            shop.ledger(),
                                            shop.registry(),
                                            shop.publications())
                                    .inventory("shop")
                                    .pages())
                            .containsOnlyKeys("inventory.html", "evidence-lapse-1.html");
                }),
                test("a model that is not signed, by nobody trusted, or changed is not loaded", shop -> {
                    SmallShop careful = shop.with(new TrustPlaces(
                            Optional.of(folder.resolve("keys")), true, Optional.empty(), 0, OptionalInt.empty(), 0));
                    ModelVersion version = shop.registry().state("lapse").version(1);
                    ModelSignatures signatures = new ModelSignatures(shop.lake(), shop.registry());
                    assertFails("HEAD-REGISTRY-013", () -> careful.run(SmallShop.score(0.2), DAY, Again.FORCE));
                    signatures.sign("lapse", version, SigningKey.create(folder.resolve("mallory")));
                    assertFails("HEAD-TRUST-013", () -> careful.run(SmallShop.score(0.2), DAY, Again.FORCE));
                    signatures.sign("lapse", version, SigningKey.read(folder.resolve("eve")));
                    careful.run(SmallShop.score(0.2), DAY, Again.FORCE);
                    Path written = signatures.write("lapse", version, folder);
                    Path signature = written.resolve(ModelSignatures.SIGNATURE);
                    KeyRing trusted = signed.trusted().orElseThrow();
                    assertThat(ModelSignature.verify(written, signature, trusted)
                                    .signer())
                            .isEqualTo("eve");
                    ModelSignature.write(written, signature, SigningKey.read(folder.resolve("eve")));
                    signatures.keep("lapse", version, Files.readString(signature), "model.sig", trusted);
                    flip(modelFile(shop, true), 60);
                    assertFails("HEAD-TRUST-015", () -> careful.run(SmallShop.score(0.2), DAY, Again.FORCE));
                }),
                test("the lake goes on after it was signed", shop -> {
                    shop.registry().promote("lapse", 1, "ann", "again");
                    assertThat(audit(shop, signed).verify().found()).isEmpty();
                }));
    }

    @TestFactory
    @Tag("full")
    Stream<DynamicTest> moreTampering(Lake lake) throws IOException {
        play(lake);
        return Stream.of(
                test("all events that a publication saw are cut off, and the head with them", shop -> {
                    removeLastCommit(shop, Registry.TABLE);
                    removeLastCommit(shop, Registry.TABLE);
                    remove(shop, "headrace/heads/headrace.models/lapse.json");
                    found(shop, SignedHeads.NONE, Kind.CUT_TAIL, "headrace.models/lapse event 3");
                }),
                test("an event's actor is another one", shop -> {
                    update(shop, Registry.TABLE, "seq = 4", "record", "replace(record, '\"ann\"', '\"bob\"')");
                    assertFails("HEAD-REGISTRY-004", () -> shop.registry().champion("lapse"));
                    found(shop, SignedHeads.NONE, Kind.EDITED, "headrace.models/lapse event 4");
                }),
                test("the last run is removed from the ledger", shop -> {
                    delta(shop, Ledger.RUNS).delete("job = 'score-lapse'");
                    remove(shop, "headrace/heads/headrace.runs.json");
                    found(shop, SignedHeads.NONE, Kind.CUT_TAIL, "headrace.runs row 4");
                }),
                test("the ledger's last commit is cut off", shop -> {
                    removeLastCommit(shop, Ledger.RUNS);
                    found(shop, SignedHeads.NONE, Kind.CUT_TAIL, "headrace.runs row 4");
                }),
                test("a run's message is changed", shop -> {
                    update(shop, Ledger.RUNS, "job = 'train-lapse'", "message", "'all is well'");
                    found(shop, SignedHeads.NONE, Kind.EDITED, "headrace.runs row 3");
                }),
                test("two runs exchange their places", shop -> {
                    update(shop, Ledger.RUNS, "chain_seq in (1, 2)", "chain_seq", "3 - chain_seq");
                    found(shop, SignedHeads.NONE, Kind.REORDERED, "headrace.runs row 1");
                }),
                test("a stranger adds a run", shop -> {
                    shop.lake()
                            .read(Ledger.RUNS)
                            .where("job = 'score-lapse'")
                            .withColumn("chain_seq", functions.lit(null).cast("long"))
                            .withColumn("attempt", functions.lit(7))
                            .write()
                            .format("delta")
                            .mode("append")
                            .save(shop.lake().path(Ledger.RUNS));
                    found(shop, SignedHeads.NONE, Kind.STRANGER, "headrace.runs");
                }),
                test("a publication's reason is changed", shop -> {
                    update(shop, Publications.TABLE, "true", "reason", "'by order'");
                    found(shop, SignedHeads.NONE, Kind.EDITED, "headrace.publications row 1");
                    found(shop, SignedHeads.NONE, Kind.EDITED, "scores.lapse version 1");
                }),
                test("a published table's last commit is cut off", shop -> {
                    removeLastCommit(shop, SCORES);
                    found(shop, SignedHeads.NONE, Kind.CUT_TAIL, "scores.lapse version 1");
                }),
                test("a published score is changed by an update", shop -> {
                    update(shop, SCORES, "customer_id = 3", "score", "0.999");
                    found(shop, SignedHeads.NONE, Kind.STRANGER, "scores.lapse version 2");
                    assertFails("HEAD-AUDIT-002", () -> shop.run(export(), DAY));
                }),
                test("a file of scores is replaced by one of other rows", shop -> {
                    replaceFile(shop, SCORES, rows -> rows.withColumn("score", functions.lit(0.999)));
                    found(shop, SignedHeads.NONE, Kind.FILE_REPLACED, "scores/lapse/");
                }),
                test("a file of silver is replaced by one of other types", shop -> {
                    replaceFile(shop, SmallShop.silver(), rows -> rows.withColumn("quantity", functions.lit("many")));
                    found(shop, SignedHeads.NONE, Kind.FILE_REPLACED, "silver/sales/");
                }),
                test("a data file is gone", shop -> {
                    Files.delete(dataFile(shop, SmallShop.silver()));
                    found(shop, SignedHeads.NONE, Kind.FILE_MISSING, "silver/sales/");
                }),
                test("a row stored beside the model is another one", shop -> {
                    flip(modelFile(shop, true), 60);
                    found(shop, SignedHeads.NONE, Kind.FILE_REPLACED, "models/lapse/");
                }));
    }

    private interface Check {
        void of(SmallShop shop) throws IOException;
    }

    private DynamicTest test(String name, Check check) {
        return DynamicTest.dynamicTest(name, () -> check.of(original.copy("copy" + copies.incrementAndGet())));
    }

    private static LakeAudit audit(SmallShop shop, SignedHeads heads) {
        return new LakeAudit(shop.lake(), shop.registry(), shop.publications(), heads);
    }

    private static List<Deed> trail(SmallShop shop, String model, String table) {
        return new AuditTrail(shop.lake(), shop.registry(), shop.publications(), shop.ledger())
                .of(new AuditTrail.Filter(
                        Optional.of(model).filter(name -> !name.isEmpty()),
                        Optional.of(table).filter(name -> !name.isEmpty()).map(TableName::parse),
                        Optional.empty()));
    }

    private static ExportSpec export() {
        return SmallShop.export(
                ExportSpec.Mode.REPLACE, new ExportSpec.Target.Files("lapse", ExportSpec.Format.PARQUET));
    }

    private static void assertFails(String code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        HeadraceException.class,
                        failure ->
                                assertThat(failure.code()).as(failure.report()).isEqualTo(code));
    }

    private static void found(SmallShop shop, SignedHeads heads, Kind kind, String where) {
        assertThat(audit(shop, heads).verify().found())
                .anySatisfy(found -> assertThat(found)
                        .extracting(
                                Tampering::kind, tampering -> tampering.where().startsWith(where))
                        .containsExactly(kind, true));
    }

    private static DeltaTable delta(SmallShop shop, TableName table) {
        return DeltaTable.forPath(shop.lake().spark(), shop.lake().path(table));
    }

    private static void update(SmallShop shop, TableName table, String where, String column, String value) {
        delta(shop, table).update(functions.expr(where), Map.of(column, functions.expr(value)));
    }

    private static void append(SmallShop shop, Dataset<Row> rows) {
        rows.write().format("delta").mode("append").save(shop.lake().path(SCORES));
    }

    private static void remove(SmallShop shop, String file) throws IOException {
        Files.delete(Path.of(shop.lake().root(), file));
    }

    private static void removeTable(SmallShop shop, TableName table) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(Path.of(shop.lake().path(table)))) {
            all.forEach(file -> files.add(0, file));
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    private static void removeLastCommit(SmallShop shop, TableName table) throws IOException {
        Path log = Path.of(shop.lake().path(table), "_delta_log");
        List<Path> commits = files(log, ".json");
        String last = commits.get(commits.size() - 1).getFileName().toString().replace(".json", "");
        for (Path file : files(log, "")) {
            if (file.getFileName().toString().contains(last)) {
                Files.delete(file);
            }
        }
        Lake.forgetTables();
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static Path dataFile(SmallShop shop, TableName table) throws IOException {
        return files(Path.of(shop.lake().path(table)), ".parquet").get(0);
    }

    private static Path modelFile(SmallShop shop, boolean sample) throws IOException {
        return files(Path.of(shop.lake().root(), "models/lapse"), ".json").stream()
                .filter(file -> file.toString().endsWith(".sample.json") == sample)
                .findFirst()
                .orElseThrow();
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Writes the rows of a data file anew, changed, into its place. */
    private static void replaceFile(SmallShop shop, TableName table, UnaryOperator<Dataset<Row>> change)
            throws IOException {
        Path file = dataFile(shop, table);
        Path aside = Path.of(shop.lake().root()).resolveSibling("aside");
        change.apply(shop.lake().spark().read().parquet(file.toString()))
                .coalesce(1)
                .write()
                .mode("overwrite")
                .parquet(aside.toString());
        Files.copy(files(aside, ".parquet").get(0), file, StandardCopyOption.REPLACE_EXISTING);
    }
}
