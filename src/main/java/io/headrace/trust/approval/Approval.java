package io.headrace.trust.approval;

import io.headrace.run.Digest;
import io.headrace.run.Json;
import io.headrace.trust.Envelope;
import io.headrace.trust.SignedJson;
import io.headrace.trust.SigningKey;
import java.util.Objects;

/**
 * That a person agrees to a proposal, to be signed.
 *
 * @param proposal to what
 * @param approver the person's name, as in the list of approvers
 * @param key identifier of the person's key
 * @param reason why, in the person's words
 * @param atMicros when, microseconds since 1970, as the person says
 */
public record Approval(Proposal proposal, String approver, String key, String reason, long atMicros) {
    /** Media type of the signed text. */
    public static final String TYPE = "application/vnd.headrace.approval+json";

    public Approval {
        Objects.requireNonNull(proposal, "proposal");
        Objects.requireNonNull(approver, "approver");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(reason, "reason");
        if (approver.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("an approval has a name and a reason");
        }
    }

    /** The approval that the owner of the key is about to sign. */
    public static Approval of(Proposal proposal, String approver, String reason, long atMicros, SigningKey key) {
        return new Approval(proposal, approver, key.verifyingKey().identifier(), reason, atMicros);
    }

    /** The approval with its signature. */
    public Envelope signed(SigningKey signer) {
        return Envelope.signed(TYPE, Json.write(this), signer);
    }

    /** What the envelope says; verifies nothing, {@link ApprovalRule#judge} does. */
    static Approval of(Envelope envelope) {
        return SignedJson.read(envelope.payload(), Approval.class);
    }

    /** The name by which a withdrawal speaks of the approval: the digest of its text. */
    public static String digest(Envelope approval) {
        return Digest.of(approval.payload());
    }
}
