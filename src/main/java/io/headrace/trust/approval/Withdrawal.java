package io.headrace.trust.approval;

import io.headrace.run.Json;
import io.headrace.trust.Envelope;
import io.headrace.trust.SignedJson;
import io.headrace.trust.SigningKey;
import java.util.Objects;

/**
 * That a person takes an approval back, to be signed by the same key.
 *
 * @param approval {@link Approval#digest} of the approval
 * @param reason why
 * @param atMicros when, microseconds since 1970, as the person says
 */
public record Withdrawal(String approval, String reason, long atMicros) {
    /** Media type of the signed text. */
    public static final String TYPE = "application/vnd.headrace.withdrawal+json";

    public Withdrawal {
        Objects.requireNonNull(approval, "approval");
        Objects.requireNonNull(reason, "reason");
    }

    /** The withdrawal with its signature. */
    public Envelope signed(SigningKey signer) {
        return Envelope.signed(TYPE, Json.write(this), signer);
    }

    static Withdrawal of(Envelope envelope) {
        return SignedJson.read(envelope.payload(), Withdrawal.class);
    }
}
