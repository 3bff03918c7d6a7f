package io.headrace.trust.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.Json;
import io.headrace.trust.Envelope;
import io.headrace.trust.KeyRing;
import io.headrace.trust.Keys;
import io.headrace.trust.SigningKey;
import io.headrace.trust.VerifyingKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ApprovalRuleTest {
    private static final long DAY = 86_400_000_000L;
    private static final long NOW = 20_454 * DAY;
    private static final Map<String, SigningKey> KEYS =
            Map.of("ada", Keys.made(), "ben", Keys.made(), "cleo", Keys.made(), "mallory", Keys.made());
    private static final Proposal PROPOSAL = proposal(Action.PROMOTE, "lapse/7", "m7");
    private static final ApprovalRule TWO = rule(2);

    private static Proposal proposal(Action action, String subject, String model) {
        return new Proposal(action, subject, new TreeMap<>(Map.of("model", model, "figures", "f1", "gates", "g1")));
    }

    private static ApprovalRule rule(int needed) {
        TreeMap<String, VerifyingKey> ring = new TreeMap<>();
        List.of("ada", "ben", "cleo")
                .forEach(name -> ring.put(name, KEYS.get(name).verifyingKey()));
        return new ApprovalRule(needed, new KeyRing(ring), Optional.of(Duration.ofDays(30)));
    }

    private static Envelope approval(String name) {
        return approval(name, PROPOSAL, NOW - DAY);
    }

    private static Envelope approval(String name, Proposal proposal, long atMicros) {
        return Approval.of(proposal, name, "agreed", atMicros, KEYS.get(name)).signed(KEYS.get(name));
    }

    private static ApprovalVerdict judged(Envelope... documents) {
        return TWO.judge(PROPOSAL, List.of(documents), NOW);
    }

    @Test
    void enoughDifferentApproversGrant() {
        ApprovalVerdict verdict = judged(approval("ben"), approval("ada"));
        assertThat(verdict.granted()).isTrue();
        assertThat(verdict.approvers()).containsExactly("ada", "ben");
        assertThat(verdict.words()).isEqualTo("2 of 2 approvals to promote lapse/7: by ada, ben");
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThat(judged().words())
                .isEqualTo("0 of 2 approvals to promote lapse/7; 2 more are needed of ada, ben, cleo");
        ApprovalVerdict verdict = judged(approval("ada"), approval("ada", PROPOSAL, NOW - 2 * DAY));
        assertThat(verdict.granted()).isFalse();
        assertThat(verdict.words())
                .isEqualTo("1 of 2 approvals to promote lapse/7: by ada; 1 more is needed of ben, cleo");
    }

    @Test
    void approvalsOfAnythingElseDoNotCount() {
        assertNotCounted(
                approval("ada", proposal(Action.ROLL_BACK, "lapse/7", "m7"), NOW),
                "that of ada: it is for another action (to roll back to lapse/7)");
        assertNotCounted(
                approval("ada", proposal(Action.PROMOTE, "lapse/6", "m7"), NOW),
                "that of ada: it is for another subject (to promote lapse/6)");
        assertNotCounted(
                approval("ada", proposal(Action.PROMOTE, "lapse/7", "m8"), NOW),
                "that of ada: it is for another model (to promote lapse/7)");
        Proposal less = new Proposal(Action.PROMOTE, "lapse/7", new TreeMap<>(Map.of("model", "m7", "age", "1")));
        assertNotCounted(
                approval("ada", less, NOW), "that of ada: it is for another age, figures, gates (to promote lapse/7)");
    }

    @Test
    void timesAreHeld() {
        assertThat(judged(approval("ada", PROPOSAL, NOW)).approvers()).containsExactly("ada");
        assertThat(judged(approval("ada", PROPOSAL, NOW - 30 * DAY)).approvers())
                .containsExactly("ada");
        assertNotCounted(
                approval("ada", PROPOSAL, NOW - 30 * DAY - 1), "that of ada: it ended at 2025-12-31T23:59:59.999999Z");
        assertNotCounted(
                approval("ada", PROPOSAL, NOW + 1),
                "that of ada: it is dated 2026-01-01T00:00:00.000001Z, which is still to come");
        assertNotCounted(approval("ada", PROPOSAL, Long.MIN_VALUE), "that of ada: it ended at -290");
        ApprovalRule forEver = new ApprovalRule(1, TWO.approvers(), Optional.empty());
        assertThat(forEver.judge(PROPOSAL, List.of(approval("ada", PROPOSAL, 0)), NOW)
                        .granted())
                .isTrue();
    }

    @Test
    void strangersAndBorrowedNamesDoNotCount() {
        assertNotCounted(
                approval("mallory"),
                "that of mallory: its signature is by none of ada, ben, cleo, or does not fit its text");
        SigningKey mallory = KEYS.get("mallory");
        assertNotCounted(
                Approval.of(PROPOSAL, "ada", "agreed", NOW, mallory).signed(mallory),
                "that of ada: its signature is by none of ada, ben, cleo, or does not fit its text");
        SigningKey ben = KEYS.get("ben");
        assertNotCounted(
                Approval.of(PROPOSAL, "ada", "agreed", NOW, ben).signed(ben),
                "that of ada: it was signed by the key of ben");
        assertNotCounted(
                Approval.of(PROPOSAL, "ben", "agreed", NOW, mallory).signed(ben),
                "that of ben: it was signed by the key of ben");
        Envelope good = approval("ada");
        assertNotCounted(
                new Envelope(good.payloadType(), good.payload().replace("agreed", "Agreed"), good.signatures()),
                "that of ada: its signature is by none of ada, ben, cleo, or does not fit its text");
        assertNotCounted(Envelope.signed(Approval.TYPE, "{}", ben), "a document is no approval: ");
        assertThat(judged(Envelope.signed("text/plain", "x", ben)).notCounted()).isEmpty();
    }

    private static void assertNotCounted(Envelope document, String reason) {
        ApprovalVerdict verdict = judged(document);
        assertThat(verdict.granted()).isFalse();
        assertThat(verdict.approvers()).isEmpty();
        assertThat(verdict.notCounted()).singleElement().asString().startsWith(reason);
        assertThat(verdict.words())
                .startsWith("0 of 2 approvals to promote lapse/7; 2 more are needed of ada, ben, cleo. Not counted: "
                        + reason);
    }

    @Test
    void anApprovalIsTakenBackByItsOwnerAlone() {
        Envelope approval = approval("ada");
        Withdrawal withdrawal = new Withdrawal(Approval.digest(approval), "the figures are old", NOW);
        assertThat(judged(withdrawal.signed(KEYS.get("ada")), approval).notCounted())
                .containsExactly("that of ada, who withdrew it at 2026-01-01T00:00:00Z: the figures are old");
        assertThat(judged(withdrawal.signed(KEYS.get("ben")), approval).approvers())
                .containsExactly("ada");
        assertThat(judged(withdrawal.signed(KEYS.get("mallory")), approval).approvers())
                .containsExactly("ada");
        Envelope again = approval("ada", PROPOSAL, NOW);
        assertThat(judged(withdrawal.signed(KEYS.get("ada")), approval, again).approvers())
                .containsExactly("ada");
        assertThat(judged(Envelope.signed(Withdrawal.TYPE, "?", KEYS.get("ada")), approval)
                        .notCounted())
                .singleElement()
                .asString()
                .startsWith("that of ada, who signed a withdrawal that cannot be read: ");
    }

    /** Beside a count by hand, over any mixture of documents in any order. */
    @Property(tries = 100)
    void asManyCountAsThereAreNamesWithOneGoodApproval(@ForAll long seed) {
        Random random = new Random(seed);
        Set<String> expected = new TreeSet<>();
        List<Envelope> documents = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            String name = List.of("ada", "ben", "cleo", "mallory").get(random.nextInt(4));
            boolean old = random.nextBoolean();
            boolean other = random.nextInt(3) == 0;
            documents.add(
                    random.nextInt(documents.size() + 1),
                    approval(
                            name,
                            other ? proposal(Action.PROMOTE, "lapse/7", "m8") : PROPOSAL,
                            old ? NOW - 31 * DAY - i : NOW - i));
            if (!old && !other && !name.equals("mallory")) {
                expected.add(name);
            }
        }
        for (int needed = 1; needed <= 3; needed++) {
            ApprovalVerdict verdict = rule(needed).judge(PROPOSAL, documents, NOW);
            assertThat(verdict.approvers()).containsExactlyElementsOf(expected);
            assertThat(verdict.granted()).isEqualTo(expected.size() >= needed);
        }
    }

    @Test
    void aRuleCanBeMet() {
        assertThatThrownBy(() -> rule(0)).hasMessage("of 3 approvers (ada, ben, cleo) 1 to all may be needed, found 0");
        assertThatThrownBy(() -> rule(4)).hasMessage("of 3 approvers (ada, ben, cleo) 1 to all may be needed, found 4");
        assertThatThrownBy(() -> new Proposal(Action.ERASE, "x", new TreeMap<>()))
                .hasMessageContaining("names the digest");
        assertThatThrownBy(() -> Approval.of(PROPOSAL, "ada", " ", 0, KEYS.get("ada")))
                .hasMessageContaining("a reason");
    }

    /** The text that is signed is a contract with other tools. */
    @Test
    void theTextIsAsDocumented() {
        Approval approval = new Approval(PROPOSAL, "ada", "k1", "agreed", 5);
        assertThat(Json.write(approval))
                .isEqualTo("{\"approver\":\"ada\",\"atMicros\":5,\"key\":\"k1\",\"proposal\":{\"action\":\"PROMOTE\","
                        + "\"digests\":{\"figures\":\"f1\",\"gates\":\"g1\",\"model\":\"m7\"},\"subject\":\"lapse/7\"},"
                        + "\"reason\":\"agreed\"}");
    }
}
