package io.headrace.trust;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.headrace.run.HeadraceException;
import io.headrace.run.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A signed document: a text, its type, and signatures of both (DSSE 1.0, "Dead Simple Signing Envelope").
 *
 * <p>Signed are the bytes {@code DSSEv1 LENGTH TYPE LENGTH TEXT}, so that a text of one type is never taken for another. The text
 * is kept byte for byte, and needs no canonical form.
 *
 * @param payloadType media type of the text
 * @param payload the text
 * @param signatures one or more
 */
public record Envelope(String payloadType, String payload, List<Signature> signatures) {
    /**
     * One signature.
     *
     * @param keyid what the signer calls the key, a hint; empty if nothing
     * @param sig ECDSA in ASN.1 DER, in Base64
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Signature(String keyid, String sig) {
        public Signature {
            keyid = Objects.requireNonNullElse(keyid, "");
            Objects.requireNonNull(sig, "it has no sig");
            base64(sig);
        }
    }

    /** As it stands in a file, the payload in Base64. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Document(String payload, String payloadType, List<Signature> signatures) {
        public Document {
            Objects.requireNonNull(payload, "it has no payload");
            Objects.requireNonNull(payloadType, "it has no payloadType");
            signatures = List.copyOf(Objects.requireNonNull(signatures, "it has no signatures"));
        }

        /** The envelope that the document holds. */
        public Envelope envelope() {
            return new Envelope(payloadType, text(base64(payload)), signatures);
        }
    }

    public Envelope {
        Objects.requireNonNull(payloadType, "it has no payloadType");
        Objects.requireNonNull(payload, "it has no payload");
        signatures = List.copyOf(signatures);
        if (signatures.isEmpty()) {
            throw new IllegalArgumentException("it has no signature");
        }
    }

    /** The text, signed by the key. */
    public static Envelope signed(String payloadType, String payload, SigningKey key) {
        byte[] signature = key.sign(signedBytes(payloadType, payload));
        return new Envelope(
                payloadType,
                payload,
                List.of(new Signature(
                        key.verifyingKey().identifier(), Base64.getEncoder().encodeToString(signature))));
    }

    /**
     * Reads an envelope; verifies nothing.
     *
     * @param where where the text is from, for messages
     * @throws HeadraceException if it is none
     */
    public static Envelope parse(String json, String where) {
        try {
            return SignedJson.read(json, Document.class).envelope();
        } catch (IllegalArgumentException e) {
            throw TrustErrors.noEnvelope(where, e.getMessage());
        }
    }

    /** The envelope in JSON. */
    public String json() {
        return Json.write(document());
    }

    /** The envelope as a part of another document. */
    public Document document() {
        return new Document(
                Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8)), payloadType, signatures);
    }

    /** Whether one of the signatures is by that key. */
    public boolean isSignedBy(VerifyingKey key) {
        byte[] bytes = signedBytes(payloadType, payload);
        return signatures.stream().anyMatch(signature -> key.verifies(bytes, base64(signature.sig())));
    }

    /** The first of the ring, by name, who has signed; empty when nobody of it has. */
    public Optional<String> signer(KeyRing ring) {
        return ring.keys().entrySet().stream()
                .filter(entry -> isSignedBy(entry.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static byte[] signedBytes(String payloadType, String payload) {
        String text = "DSSEv1 " + length(payloadType) + " " + payloadType + " " + length(payload) + " " + payload;
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Of either alphabet, as DSSE asks of readers. */
    private static byte[] base64(String text) {
        return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
    }

    private static String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("its payload is not in UTF-8", e);
        }
    }
}
