package io.headrace.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.headrace.model.ModelFile;
import io.headrace.run.Digest;
import io.headrace.run.FailureKind;
import io.headrace.run.Faults;
import io.headrace.run.HeadraceException;
import io.headrace.run.Verdict;
import io.headrace.table.Lake;
import io.headrace.testing.ChildJvm;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.testing.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LakeExtension.class)
class RegistrySparkIT {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-21T00:00:00Z"), ZoneOffset.UTC);

    @Test
    void ofTwoWritersAtOnceOneWinsAndTheOtherIsTold(Lake lake) {
        Registry registry = withVersions(lake, 2);
        AtomicBoolean come = new AtomicBoolean();
        Faults.Interruption meanwhile = Faults.listen(point -> {
            if (point.equals("appending") && come.compareAndSet(false, true)) {
                registry.promote("lapse", 1, "ann", "was first");
            }
        });
        try {
            assertFails("HEAD-REGISTRY-003", FailureKind.TRANSIENT, () -> registry.promote("lapse", 2, "bob", "late"));
        } finally {
            meanwhile.close();
        }
        assertThat(registry.champion("lapse").number()).isEqualTo(1);
        assertThat(registry.events("lapse")).extracting(ModelEvent::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
        registry.promote("lapse", 2, "bob", "again");
        assertThat(registry.champion("lapse").number()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource("2, 4")
    @Tag("full")
    void processesAtOnceLoseNoEvent(int processes, int promotions, Lake lake) throws Exception {
        assertNoEventLost(processes, promotions, lake);
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource("4, 25")
    void manyProcessesAtOnceLoseNoEvent(int processes, int promotions, Lake lake) throws Exception {
        assertNoEventLost(processes, promotions, lake);
    }

    private static void assertNoEventLost(int processes, int promotions, Lake lake) throws Exception {
        Registry registry = withVersions(lake, 2);
        int before = registry.events("lapse").size();
        Path log = Path.of(lake.root()).resolveSibling("promotions.log");
        List<Process> started = new ArrayList<>();
        for (int i = 1; i <= processes; i++) {
            started.add(ChildJvm.of(PromotingProcess.class, log)
                    .start(lake.root(), "lapse", "2", Integer.toString(promotions), "process " + i));
        }
        for (Process process : started) {
            assertThat(process.waitFor())
                    .as(Files.readString(ChildJvm.output(log)))
                    .isZero();
        }
        List<ModelEvent> promoted =
                registry.events("lapse").stream().skip(before).toList();
        assertThat(promoted)
                .extracting(ModelEvent::seq)
                .isEqualTo(LongStream.rangeClosed(before + 1, before + (long) processes * promotions)
                        .boxed()
                        .toList());
        for (int i = 1; i <= processes; i++) {
            String actor = "process " + i;
            assertThat(promoted)
                    .filteredOn(event -> event.actor().equals(actor))
                    .hasSize(promotions);
        }
    }

    @Test
    void anAliasNamesOneVersionUntilThatBecomesChampionOrLosesIt(Lake lake) {
        Registry registry = withVersions(lake, 3);
        registry.promote("lapse", 1, "ann", "first");
        registry.alias("lapse", "challenger", 2, "ann", "new features");
        registry.alias("lapse", "shadow", 2, "ann", "to look");
        registry.alias("lapse", "challenger", 3, "ann", "newer ones");
        assertThat(registry.state("lapse").aliases()).containsOnly(entry("challenger", 3), entry("shadow", 2));
        registry.promote("lapse", 3, "ann", "better");
        assertThat(registry.state("lapse").aliasesOf(3)).containsExactly("champion");
        assertThat(registry.state("lapse").named("challenger")).isEmpty();
        registry.dropAlias("lapse", "shadow", "ann", "seen");
        assertThat(registry.state("lapse").aliases()).isEmpty();
        assertFails("HEAD-REGISTRY-008", FailureKind.USER, () -> registry.alias("lapse", "shadow", 3, "ann", "?"));
        assertFails("HEAD-REGISTRY-009", FailureKind.USER, () -> registry.dropAlias("lapse", "shadow", "ann", "?"));
        assertFails("HEAD-REGISTRY-010", FailureKind.USER, () -> registry.alias("lapse", "champion", 2, "ann", "?"));
    }

    @Test
    void aVersionThatPassesIsChallengerUnlessAnotherIs(Lake lake) {
        Registry registry = withVersions(lake, 1);
        Judgement passed = Judgement.of(List.of(), Verdict.PASSED);
        registry.promote("lapse", 1, "ann", "first");
        for (int attempt = 1; attempt <= 2; attempt++) {
            registry.register("lapse", 2, "train-lapse/2026-01-21/1", "headrace", Versions.of("d2"), passed);
        }
        registry.register("lapse", 3, "train-lapse/2026-01-22/1", "headrace", Versions.of("d3"), passed);
        assertThat(registry.state("lapse").aliases()).containsOnly(entry("challenger", 2));
        assertThat(registry.champion("lapse").number()).isEqualTo(1);
        assertThat(registry.state("lapse").version(3).verdictWord()).isEqualTo("passed");
        registry.dropAlias("lapse", "challenger", "ann", "harmful");
        registry.register("lapse", 2, "train-lapse/2026-01-21/1", "headrace", Versions.of("d2"), passed);
        assertThat(registry.state("lapse").aliases())
                .as("a repeated run gives it once")
                .isEmpty();
    }

    @Test
    void promotesAndRollsBackByOneEventEach(Lake lake) {
        Registry registry = withVersions(lake, 2);
        registry.promote("lapse", 1, "ann", "first");
        registry.promote("lapse", 2, "ann", "better");
        List<Integer> champions = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            champions.add(registry.rollBack("lapse", "ann", "again").version());
        }
        assertThat(champions).containsExactly(1, 2, 1);
        assertThat(registry.events("lapse")).hasSize(2 * 2 + 2 + 3);
    }

    @Test
    void refusesAnEventThatWasChangedByHand(Lake lake) {
        Registry registry = withVersions(lake, 2);
        String table = "delta.`" + lake.path(Registry.TABLE) + "`";
        lake.spark().sql("update " + table + " set record = replace(record, 'trained', 'stolen') where seq = 1");
        assertFails("HEAD-REGISTRY-004", FailureKind.USER, () -> registry.state("lapse"));
    }

    @Test
    void refusesALastEventThatWasChangedByHand(Lake lake) {
        Registry registry = withVersions(lake, 1);
        String table = "delta.`" + lake.path(Registry.TABLE) + "`";
        lake.spark().sql("update " + table + " set record = replace(record, 'refused', 'promoted') where seq = 2");
        assertFails("HEAD-REGISTRY-004", FailureKind.USER, () -> registry.state("lapse"));
    }

    /** A record gets more fields in time; what was written before is still what was written. */
    @Test
    void takesEventsWithoutFieldsThatCameLater(Lake lake) throws IOException {
        Registry registry = withVersions(lake, 1);
        String now = registry.events("lapse").get(0).digest();
        String table = "delta.`" + lake.path(Registry.TABLE) + "`";
        lake.spark()
                .sql("update " + table
                        + " set record = regexp_replace(record, '\"calibration\":\"[^\"]*\",', '') where seq = 1");
        lake.spark().sql("update " + table + " set digest = sha2(record, 256) where seq = 1");
        String before = lake.spark()
                .sql("select digest from " + table + " where seq = 1")
                .first()
                .getString(0);
        lake.spark()
                .sql("update " + table + " set record = replace(record, '" + now + "', '" + before
                        + "') where seq = 2");
        lake.spark().sql("update " + table + " set digest = sha2(record, 256) where seq = 2");
        // Lakes of that time do not note elsewhere how the events end.
        Files.delete(Path.of(lake.root(), "headrace", "heads", "headrace.models", "lapse.json"));
        Registry reread = new Registry(lake, CLOCK);
        assertThat(before).isNotEqualTo(now);
        assertThat(reread.state("lapse").versions()).hasSize(1);
        assertThat(reread.promote("lapse", 1, "ann", "still fit").seq()).isEqualTo(3);
    }

    @Test
    void refusesAGapInTheEvents(Lake lake) {
        Registry registry = withVersions(lake, 2);
        lake.spark().sql("delete from delta.`" + lake.path(Registry.TABLE) + "` where seq = 2");
        assertFails("HEAD-REGISTRY-004", FailureKind.USER, () -> registry.state("lapse"));
    }

    @Test
    void refusesToGoOnWhereTheLastEventWasTakenAway(Lake lake) {
        Registry registry = withVersions(lake, 2);
        lake.spark().sql("delete from delta.`" + lake.path(Registry.TABLE) + "` where seq = 4");
        assertFails("HEAD-REGISTRY-012", FailureKind.REFUSED, () -> registry.promote("lapse", 1, "ann", "test"));
    }

    @Test
    void refusesAnArtifactWhoseBytesHaveChanged(Lake lake) throws IOException {
        SmallShop shop = SmallShop.of(lake)
                .deliverHistory()
                .runAll(SmallShop.DAY, SmallShop.ingest(), SmallShop.features(), SmallShop.train());
        Registry registry = shop.registry();
        String digest = registry.champion("lapse").digest();
        ModelFile file = registry.load("lapse", digest);
        assertThat(Digest.of(file.bytes())).isEqualTo(digest);
        Path artifact = Path.of(lake.root(), "models", "lapse", digest + ".json");
        Files.writeString(artifact, Files.readString(artifact).replaceFirst("activity", "activitx"));
        assertFails("HEAD-MODEL-001", FailureKind.REFUSED, () -> registry.load("lapse", digest));
        assertFails("HEAD-MODEL-001", FailureKind.REFUSED, () -> shop.run(SmallShop.score(0.2), SmallShop.DAY));
    }

    private static Registry withVersions(Lake lake, int count) {
        Registry registry = new Registry(lake, CLOCK);
        for (int version = 1; version <= count; version++) {
            registry.register(
                    "lapse",
                    version,
                    "train-lapse/2026-01-20/" + version,
                    "headrace",
                    Versions.of("d" + version),
                    Versions.REFUSED);
        }
        return registry;
    }

    private static void assertFails(String code, FailureKind kind, ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOfSatisfying(HeadraceException.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.kind()).isEqualTo(kind);
        });
    }
}
