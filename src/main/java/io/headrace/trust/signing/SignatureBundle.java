package io.headrace.trust.signing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.headrace.run.Digest;
import io.headrace.run.Json;
import io.headrace.trust.Envelope;
import io.headrace.trust.SignedJson;
import io.headrace.trust.VerifyingKey;
import java.util.List;
import java.util.Objects;

/** The file of a signature: a Sigstore bundle with an envelope and the hint at the key. The names are those of the format. */
@JsonIgnoreProperties(ignoreUnknown = true)
record SignatureBundle(String mediaType, VerificationMaterial verificationMaterial, Envelope.Document dsseEnvelope) {
    private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

    /** How to verify; entries of a public log are for signatures without keys. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record VerificationMaterial(PublicKeyHint publicKey, List<Object> tlogEntries) {
        VerificationMaterial {
            if (publicKey == null) {
                throw new IllegalArgumentException("it is signed by a certificate or by a service, not by a key");
            }
        }
    }

    /** Which key, as the signer says: before version 1.1 the key itself stood here. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record PublicKeyHint(String hint) {
        PublicKeyHint {
            hint = Objects.requireNonNullElse(hint, "");
        }
    }

    SignatureBundle {
        if (!MEDIA_TYPE.equals(mediaType)) {
            throw new IllegalArgumentException("its mediaType is " + mediaType + " instead of " + MEDIA_TYPE);
        }
        Objects.requireNonNull(verificationMaterial, "it has no verificationMaterial");
        Objects.requireNonNull(dsseEnvelope, "it has no dsseEnvelope");
    }

    static SignatureBundle of(Envelope envelope, VerifyingKey key) {
        return new SignatureBundle(
                MEDIA_TYPE, new VerificationMaterial(new PublicKeyHint(hint(key)), List.of()), envelope.document());
    }

    static SignatureBundle parse(String json) {
        return SignedJson.read(json, SignatureBundle.class);
    }

    String json() {
        return Json.write(this);
    }

    /** The reference tool's hint: SHA-256 of the key in PEM, not of its DER. */
    static String hint(VerifyingKey key) {
        return Digest.of(key.pem());
    }
}
