package io.headrace.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.bundle.BundleImport.Arrival;
import io.headrace.bundle.BundleImport.Signers;
import io.headrace.model.Predictor;
import io.headrace.model.StoredSample;
import io.headrace.quality.StatisticsTable;
import io.headrace.registry.FigureEncoders;
import io.headrace.registry.ModelEvent.Type;
import io.headrace.registry.ModelSignatures;
import io.headrace.registry.ModelState;
import io.headrace.registry.ModelTrust;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Registry;
import io.headrace.run.HeadraceException;
import io.headrace.run.Intent;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.ProcessOwner;
import io.headrace.testing.Interruptions;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.testing.Versions;
import io.headrace.trust.KeyRing;
import io.headrace.trust.SigningKey;
import io.headrace.trust.signing.ModelSignature;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles come into lakes, also when the process is killed, comes twice, or comes beside another one. */
@ExtendWith(LakeExtension.class)
class BundleImportSparkIT {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-21T00:00:00Z"), ZoneOffset.UTC);
    private static final Signers ANYBODY = new Signers(Optional.empty(), false);
    private static final String MODEL = "lapse";

    @TempDir
    private Path folder;

    private static Registry registry(Lake lake) {
        return new Registry(lake, CLOCK);
    }

    private static Ledger ledger(Lake lake) {
        return new Ledger(lake, CLOCK, Duration.ofHours(1), ProcessOwner.current());
    }

    private static Arrival take(Lake lake, Bundle bundle) {
        return take(lake, bundle, ANYBODY, List.of());
    }

    private static Arrival take(Lake lake, Bundle bundle, Signers signers, List<TrainSpec> trainers) {
        return new BundleImport(lake, ledger(lake), registry(lake), trainers, signers).take(bundle, "x.bundle", "ada");
    }

    private static void assertFails(String code, String words, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        HeadraceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    private Lake another(Lake lake, String name) {
        return Lake.open(lake.spark(), folder.resolve(name).toString());
    }

    /** All that an import leaves, once: whatever came before, the version is that of one import. */
    private static void assertIsThereOnce(Lake lake, int number) {
        Registry registry = registry(lake);
        assertThat(registry.events(MODEL))
                .filteredOn(event -> event.type() == Type.IMPORTED)
                .hasSize(1)
                .allSatisfy(event -> assertThat(event.version()).isEqualTo(number));
        ModelVersion version = registry.state(MODEL).version(number);
        assertThat(version.record()).isEqualTo(Bundles.record(Bundles.MODEL.digest()));
        assertThat(version.verdictWord()).isEqualTo(ModelVersion.IMPORTED);
        assertThat(registry.load(MODEL, version.digest())).isEqualTo(Bundles.MODEL);
        assertThat(registry.stored(MODEL, version.digest()).orElseThrow().sample())
                .isEqualTo(Bundles.SAMPLE.bytes());
        assertThat(FigureEncoders.of(lake, version.runId())).containsExactly(Bundles.FIGURE);
        assertThat(StatisticsTable.of(lake, MODEL, Set.of(version.runId())))
                .hasSize(1)
                .allSatisfy(kept -> {
                    assertThat(kept.counted().version()).isEqualTo(number);
                    assertThat(kept.statistic().counts()).isEqualTo(Bundles.COUNTS.counts());
                    assertThat(kept.statistic().mean()).isEqualTo(Bundles.COUNTS.mean());
                    assertThat(kept.statistic().slice()).isEqualTo(Bundles.COUNTS.slice());
                });
        assertThat(registry.audit(MODEL, List.of()).found()).isEmpty();
    }

    @Test
    void aVersionGetsTheNextNumberAndNoAlias(Lake lake) {
        Registry registry = registry(lake);
        registry.register(MODEL, 1, "train-lapse/2026-01-20/1", "headrace", Versions.of("d1"), Versions.PROMOTED);
        Arrival arrival = take(lake, Bundles.plain());
        assertThat(arrival.isNew()).isTrue();
        assertThat(arrival.rows()).isEqualTo(3);
        assertThat(arrival.features()).containsExactly("days", "orders");
        assertThat(arrival.signer()).isEmpty();
        assertIsThereOnce(lake, 2);
        assertThat(registry.champion(MODEL).number()).isEqualTo(1);
        assertThat(registry.state(MODEL).aliases()).isEmpty();
        assertThat(arrival.version().imported().orElseThrow().source()).isEqualTo(Bundles.SOURCE);

        Arrival again = take(lake, Bundles.plain());
        assertThat(again.isNew()).isFalse();
        assertThat(again.version().number()).isEqualTo(2);
        assertIsThereOnce(lake, 2);

        registry.promote(MODEL, 2, "ada", "as good as there");
        assertThat(registry.champion(MODEL).runId()).startsWith("import-").endsWith("/2026-01-20/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bundle stored", "bundle registered"})
    void killedAnywhereAndStartedAgainItEndsTheSame(String point, Lake lake) {
        Interruptions.killedAt(point, () -> take(lake, Bundles.plain()));
        assertThat(take(lake, Bundles.plain()).version().number()).isEqualTo(1);
        assertIsThereOnce(lake, 1);
    }

    @Test
    @Tag("full")
    void twoAtEachPointAreOneVersion(Lake lake) {
        for (String point : Set.copyOf(Interruptions.pointsOf(() -> take(lake, Bundles.plain())))) {
            Lake other = another(lake, "two-at-" + point.replace(' ', '-').replace('/', '-'));
            Interruptions.meanwhileAt(point, () -> take(other, Bundles.plain()), () -> take(other, Bundles.plain()));
            assertIsThereOnce(other, 1);
        }
    }

    @Test
    @Tag("full")
    void killedAtEachPointAndStartedAgainItEndsTheSame(Lake lake) {
        List<String> points = Interruptions.pointsOf(() -> take(lake, Bundles.plain()));
        assertThat(points).contains("bundle verified", "bundle stored", "appending", "bundle registered");
        for (String point : Set.copyOf(points)) {
            Lake other = another(lake, "killed-at-" + point.replace(' ', '-').replace('/', '-'));
            Interruptions.killedAt(point, () -> take(other, Bundles.plain()));
            take(other, Bundles.plain());
            assertIsThereOnce(other, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "appending")
    void twoAtOnceAreOneVersion(String point, Lake lake) {
        List<Arrival> arrivals = new ArrayList<>();
        Interruptions.meanwhileAt(
                point,
                () -> arrivals.add(take(lake, Bundles.plain())),
                () -> arrivals.add(take(lake, Bundles.plain())));
        assertThat(arrivals).extracting(arrival -> arrival.version().number()).containsExactly(1, 1);
        assertIsThereOnce(lake, 1);
    }

    @Test
    void aVersionThatIsTrainedMeanwhileKeepsItsNumber(Lake lake) {
        Registry registry = registry(lake);
        Interruptions.meanwhileAt(
                "appending",
                () -> registry.register(
                        MODEL, 1, "train-lapse/2026-01-20/1", "headrace", Versions.of("d1"), Versions.PROMOTED),
                () -> assertThat(take(lake, Bundles.plain()).version().number()).isEqualTo(2));
        assertIsThereOnce(lake, 2);
        assertThat(registry.champion(MODEL).digest()).isEqualTo("d1");
    }

    @Test
    void theNumberOfARunThatTrainsIsLeftToIt(Lake lake) {
        TrainSpec trainer = SmallShop.train();
        Ledger ledger = ledger(lake);
        String run = trainer.name() + "/2026-01-20/1";
        Intent intent = new Intent(run, trainer.digest(), Map.of(), List.of(), Map.of("model_version", "1"), 1);
        ledger.claim(intent, 1, ledger.serial(trainer.name())).orElseThrow();
        assertThat(take(lake, Bundles.plain(), ANYBODY, List.of(trainer))
                        .version()
                        .number())
                .isEqualTo(2);
        Registry registry = registry(lake);
        registry.register(MODEL, 1, run, "headrace", Versions.of("d1"), Versions.PROMOTED);
        assertFails(
                "HEAD-REGISTRY-020",
                "train-lapse/2026-01-21/1 has trained",
                () -> registry.register(
                        MODEL, 2, "train-lapse/2026-01-21/1", "headrace", Versions.of("d2"), Versions.PROMOTED));
        assertIsThereOnce(lake, 2);
    }

    @Test
    void onlyWhatATrustedKeyHasSignedCountsAsSigned(Lake lake) {
        SigningKey ada = SigningKey.create(folder.resolve("ada"));
        SigningKey mallory = SigningKey.create(folder.resolve("mallory"));
        Signers trusted = new Signers(Optional.of(KeyRing.of("ada", ada.verifyingKey())), true);
        assertFails("HEAD-REGISTRY-027", "is not signed", () -> take(lake, Bundles.plain(), trusted, List.of()));
        assertFails("HEAD-TRUST-013", "trusted are ada", () -> take(lake, signed(mallory), trusted, List.of()));
        assertFails("HEAD-REGISTRY-028", "trust.keys", () -> take(lake, signed(ada)));
        Bundle other = Bundles.of(
                new Registry.Stored(Bundles.MODEL.bytes(), sample(0.25, List.<Object[]>of(new Object[] {9.0, 9}))),
                signed(ada).signature());
        assertFails("HEAD-TRUST-015", "sample.json was changed", () -> take(lake, other, trusted, List.of()));
        assertNothingWritten(lake);

        Arrival arrival = take(lake, signed(ada), trusted, List.of());
        assertThat(arrival.signer()).contains("ada");
        Registry strict = new Registry(lake, CLOCK, new ModelTrust(trusted.trusted(), Optional.empty()));
        assertThat(strict.load(MODEL, arrival.version().digest())).isEqualTo(Bundles.MODEL);
        assertThat(take(lake, Bundles.plain()).isNew())
                .as("the same version, exported before it was signed")
                .isFalse();
        assertIsThereOnce(lake, 1);
    }

    private static Bundle signed(SigningKey key) {
        String signature = ModelSignature.of(
                "lapse-3",
                new TreeMap<>(Map.of(
                        ModelSignatures.MODEL,
                        Bundles.MODEL.digest(),
                        ModelSignatures.SAMPLE,
                        io.headrace.run.Digest.of(Bundles.SAMPLE.bytes()))),
                ModelSignatures.SIGNATURE,
                key);
        return Bundles.of(Bundles.stored(), Optional.of(signature));
    }

    private static byte[] sample(double intercept, List<Object[]> rows) {
        return StoredSample.of(Predictor.of(Bundles.model(intercept)), rows).bytes();
    }

    private static void assertNothingWritten(Lake lake) {
        assertThat(lake.has(Registry.TABLE)).isFalse();
        assertThat(Path.of(lake.root(), "models")).doesNotExist();
    }

    @Test
    void scoresThatDifferAreNamedAndNothingIsWritten(Lake lake) {
        List<Object[]> rows = List.of(new Object[] {1.5, 2}, new Object[] {2.5, 2});
        byte[] artifact = Bundles.MODEL.bytes();
        Bundle drifted = Bundles.of(new Registry.Stored(artifact, sample(0.25 + 1e-12, rows)), Optional.empty());
        assertFails("HEAD-REGISTRY-026", "row 1 of 2 was scored ", () -> take(lake, drifted));
        Bundle empty = Bundles.of(new Registry.Stored(artifact, sample(0.25, List.of())), Optional.empty());
        assertFails("HEAD-REGISTRY-025", "no row that could be scored", () -> take(lake, empty));
        for (String text : List.of(
                "{\"rows\":[{\"values\":[1]}]}", "{\"rows\":[{}]}", "[1", "{\"rows\":[{\"values\":[\"a\",{}]}]}")) {
            Bundle broken = Bundles.of(
                    new Registry.Stored(artifact, text.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                    Optional.empty());
            assertThatThrownBy(() -> take(lake, broken)).as(text).isInstanceOf(HeadraceException.class);
        }
        assertNothingWritten(lake);
    }

    @Test
    void otherRowsBesideAModelThatIsHereAreRefused(Lake lake) {
        take(lake, Bundles.plain());
        Bundle other = Bundles.of(
                new Registry.Stored(Bundles.MODEL.bytes(), sample(0.25, List.<Object[]>of(new Object[] {9.0, 9}))),
                Optional.empty());
        assertFails("HEAD-REGISTRY-029", "other rows beside it", () -> take(lake, other));
        assertIsThereOnce(lake, 1);
    }

    private static BundleExport.Said said(Set<String> personal, String purpose) {
        return new BundleExport.Said("shop", "<p>card</p>", personal, purpose);
    }

    private static Bundle exported(Lake lake, int number, BundleExport.Said said) {
        Registry registry = registry(lake);
        return new BundleExport(lake, ledger(lake), registry)
                .of(MODEL, registry.state(MODEL).version(number), said);
    }

    @Test
    void aVersionTellsAllLakesThatItHasBeenInAndKnowsItsOwn(Lake lake) {
        Bundles.trained(lake, CLOCK);
        Bundle first = exported(lake, 1, said(Set.of("orders", "email"), "audit by the head office"));
        assertThat(first.personal()).containsExactly("orders");
        assertThat(first.bytes())
                .isEqualTo(exported(lake, 1, said(Set.of("orders"), "audit by the head office"))
                        .bytes());
        Arrival home = take(lake, first);
        assertThat(home.isNew()).isFalse();
        assertThat(home.version().number()).isEqualTo(1);

        Lake second = another(lake, "second");
        assertThat(take(second, first).isNew()).isTrue();
        assertThat(registry(second).state(MODEL).champion()).isEmpty();
        assertFails("HEAD-REGISTRY-030", "(orders)", () -> exported(second, 1, said(Set.of(), "")));
        Bundle onwards = exported(second, 1, said(Set.of(), "the same audit"));
        Lake third = another(lake, "third");
        ModelVersion there = take(third, onwards).version();
        assertThat(there.imported().orElseThrow().origins())
                .extracting(origin -> origin.lake())
                .containsExactly(Path.of(lake.root()).getFileName().toString(), "second");
        assertThat(there.imported().orElseThrow().purpose()).isEqualTo("the same audit");
        assertThat(there.record()).isEqualTo(Bundles.record(Bundles.MODEL.digest()));
    }

    @Test
    void personalFeaturesNeedAPurposeAndAVersionItsFiles(Lake lake) {
        Bundles.trained(lake, CLOCK);
        assertFails(
                "HEAD-REGISTRY-030",
                "(days): its file may hold values of them",
                () -> exported(lake, 1, said(Set.of("days"), " ")));
        Registry registry = registry(lake);
        registry.register(MODEL, 2, "train-lapse/2026-01-21/1", "headrace", Versions.of("gone"), Versions.PROMOTED);
        assertFails("HEAD-REGISTRY-031", "not in the lake", () -> exported(lake, 2, said(Set.of(), "")));
        assertThat(registry.exported(MODEL, 1, "b", "ada", "audit").type()).isEqualTo(Type.EXPORTED);
        assertThat(registry.state(MODEL).named(ModelState.CHAMPION)).isPresent();
        assertThat(registry.audit(MODEL, List.of()).found()).isEmpty();
    }
}
