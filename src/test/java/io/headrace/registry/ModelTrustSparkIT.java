package io.headrace.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.HeadraceException;
import io.headrace.run.RunContext;
import io.headrace.spec.TrustPlaces;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.Versions;
import io.headrace.trust.Envelope;
import io.headrace.trust.SigningKey;
import io.headrace.trust.approval.Action;
import io.headrace.trust.approval.Approval;
import io.headrace.trust.approval.ApprovalVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A project in which two of three people must agree before a version becomes champion. */
@ExtendWith(LakeExtension.class)
class ModelTrustSparkIT {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-21T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private Registry registry;

    private void register(Lake lake) throws IOException {
        Path approvers = Files.createDirectory(folder.resolve("approvers"));
        for (String name : new String[] {"ada", "ben", "cleo", "mallory"}) {
            SigningKey.create(folder.resolve(name));
            if (!name.equals("mallory")) {
                Files.copy(folder.resolve(name + ".pub"), approvers.resolve(name + ".pub"));
            }
        }
        registry = registry(lake, 2);
        for (int version = 1; version <= 2; version++) {
            registry.register(
                    "lapse",
                    version,
                    "train-lapse/2026-01-20/" + version,
                    "headrace",
                    Versions.of("d" + version),
                    Versions.PROMOTED);
        }
    }

    private Registry registry(Lake lake, int approvals) {
        TrustPlaces places = new TrustPlaces(
                Optional.empty(), false, Optional.of(folder.resolve("approvers")), approvals, OptionalInt.of(30), 0);
        return new Registry(lake, CLOCK, ModelTrust.of(places));
    }

    private Envelope signed(Action action, int version, String name) {
        SigningKey key = SigningKey.read(folder.resolve(name));
        return Approval.of(
                        registry.proposal(action, "lapse", version),
                        name,
                        "agreed",
                        RunContext.micros(CLOCK.instant()),
                        key)
                .signed(key);
    }

    private ApprovalVerdict approve(Action action, int version, String name) {
        return registry.approve(action, "lapse", version, signed(action, version, name), name, "agreed");
    }

    private static void assertFails(String code, String words, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        HeadraceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    @Test
    void twoOfThreeAgreeBeforeAVersionBecomesChampion(Lake lake) throws IOException {
        register(lake);
        assertThat(registry.state("lapse").champion())
                .as("gates alone promote nothing")
                .isEmpty();
        assertThat(registry.state("lapse").aliases()).containsEntry(ModelState.CHALLENGER, 1);
        assertFails("HEAD-REGISTRY-014", "2 more are needed of ada, ben, cleo", () -> promote(1, "dora"));
        assertThat(approve(Action.PROMOTE, 1, "ada").words()).contains("1 of 2 approvals to promote lapse/1: by ada");
        assertThat(approve(Action.PROMOTE, 1, "ada").granted())
                .as("nobody agrees twice")
                .isFalse();
        assertFails("HEAD-REGISTRY-014", "1 more is needed of ben, cleo", () -> promote(1, "dora"));
        assertFails("HEAD-REGISTRY-015", "mallory", () -> approve(Action.PROMOTE, 1, "mallory"));
        assertThat(approve(Action.PROMOTE, 1, "ben").granted()).isTrue();
        assertFails("HEAD-REGISTRY-014", "ada, who may not approve", () -> promote(1, "ada"));
        assertFails("HEAD-REGISTRY-014", "it is for another", () -> promote(2, "dora"));
        promote(1, "dora");
        assertThat(registry.champion("lapse").number()).isEqualTo(1);
        assertFails("HEAD-REGISTRY-014", "it is for another champion", () -> promote(1, "dora"));
    }

    private void promote(int version, String actor) {
        registry.promote("lapse", version, actor, "agreed");
    }

    @Test
    void aRollbackNeedsItsOwnApprovals(Lake lake) throws IOException {
        register(lake);
        for (int version = 1; version <= 2; version++) {
            approve(Action.PROMOTE, version, "ada");
            approve(Action.PROMOTE, version, "cleo");
            promote(version, "dora");
        }
        assertFails("HEAD-REGISTRY-014", "to roll back to lapse/1", () -> registry.rollBack("lapse", "dora", "worse"));
        registry.rollBack("lapse", 2, 1, "monitor-lapse/2026-01-21/1", "a policy does not decide alone");
        assertThat(registry.champion("lapse").number()).isEqualTo(2);
        approve(Action.ROLL_BACK, 1, "ben");
        approve(Action.ROLL_BACK, 1, "cleo");
        registry.rollBack("lapse", "dora", "worse");
        assertThat(registry.champion("lapse").number()).isEqualTo(1);
        assertThat(registry.audit("lapse", List.of()).found()).isEmpty();
    }

    @Test
    void moreApprovalsThanApproversAreAMistake(Lake lake) throws IOException {
        register(lake);
        assertFails("HEAD-REGISTRY-017", "ada, ben, cleo", () -> registry(lake, 4));
        Registry free = new Registry(lake, CLOCK);
        assertFails(
                "HEAD-REGISTRY-016",
                "lapse",
                () -> free.approve(Action.PROMOTE, "lapse", 1, signed(Action.PROMOTE, 1, "ada"), "ada", "agreed"));
    }
}
