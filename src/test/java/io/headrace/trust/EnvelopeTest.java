package io.headrace.trust;

import static io.headrace.trust.Keys.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final SigningKey ADA = Keys.made();
    private static final SigningKey BEN = Keys.made();
    private static final Envelope NOTE = Envelope.signed("text/plain", "Grüße", ADA);

    /** The vector of the DSSE protocol, version 1.0.0; its signature is r and s in 32 bytes each. */
    @Test
    void thePublishedEnvelopeIsVerified() {
        VerifyingKey key = VerifyingKey.of(
                Keys.pem(
                        new BigInteger("46950820868899156662930047687818585632848591499744589407958293238635476079160"),
                        new BigInteger("5640078356564379163099075877009565129882514886557779369047442380624545832820")),
                "DSSE");
        byte[] both = Base64.getDecoder()
                .decode("A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==");
        byte[] der = Keys.der(
                new BigInteger(1, Arrays.copyOf(both, 32)), new BigInteger(1, Arrays.copyOfRange(both, 32, 64)));
        Envelope envelope = Envelope.parse(
                "{\"payload\": \"aGVsbG8gd29ybGQ=\",\n \"payloadType\": \"http://example.com/HelloWorld\",\n"
                        + " \"signatures\": [{\"sig\": \"" + base64(der) + "\"}]}",
                "DSSE");
        assertThat(envelope.payload()).isEqualTo("hello world");
        assertThat(envelope.isSignedBy(key)).isTrue();
        assertThat(envelope.isSignedBy(ADA.verifyingKey())).isFalse();
    }

    @Test
    void isReadAsItWasWritten() {
        Envelope read = Envelope.parse(NOTE.json(), "FILE");
        assertThat(read).isEqualTo(NOTE);
        assertThat(read.signer(Keys.ring(BEN, ADA))).contains("b");
        assertThat(read.signer(Keys.ring(BEN))).isEmpty();
        assertThat(read.signatures().get(0).keyid())
                .isEqualTo(ADA.verifyingKey().identifier());
    }

    @Test
    void theAlphabetForUrlsIsRead() {
        String sig = NOTE.signatures().get(0).sig().replace('+', '-').replace('/', '_');
        Envelope other = new Envelope(NOTE.payloadType(), NOTE.payload(), List.of(new Envelope.Signature(null, sig)));
        assertThat(Envelope.parse(other.json(), "FILE").isSignedBy(ADA.verifyingKey()))
                .isTrue();
    }

    @Test
    void textAndTypeAreSigned() {
        assertThat(new Envelope("text/html", NOTE.payload(), NOTE.signatures()).isSignedBy(ADA.verifyingKey()))
                .isFalse();
        assertThat(new Envelope(NOTE.payloadType(), "Gruesse", NOTE.signatures()).isSignedBy(ADA.verifyingKey()))
                .isFalse();
    }

    @Test
    void whatIsNoEnvelopeIsRefusedWithTheReason() {
        assertRefused("", "No content");
        assertRefused("{}", "payload");
        assertRefused("[]", "FILE is no signed document");
        assertRefused(NOTE.json() + "x", "FILE is no signed document");
        assertRefused(NOTE.json().substring(0, 40), "FILE is no signed document");
        assertRefused(NOTE.json().replaceFirst("\\{", "{\"payload\":\"eA==\","), "Duplicate field 'payload'");
        assertRefused("{\"payload\":\"eA==\",\"payloadType\":\"t\",\"signatures\":[]}", "no signature");
        assertRefused(
                "{\"payload\":\"eA==\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"????\"}]}", "Illegal base64");
        assertRefused(
                "{\"payload\":\"????\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"eA==\"}]}", "Illegal base64");
        assertRefused(
                "{\"payload\":\"/w==\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"eA==\"}]}", "not in UTF-8");
    }

    private static void assertRefused(String json, String reason) {
        assertThatThrownBy(() -> Envelope.parse(json, "FILE"))
                .hasMessageContaining("FILE is no signed document")
                .hasMessageContaining(reason);
    }

    /** What a record of numbers does not say must not be taken for 0. */
    private record Numbers(long amount, String name) {}

    @Test
    void signedJsonGuessesNothing() {
        assertThat(SignedJson.read("{\"amount\":1,\"name\":\"x\"}", Numbers.class))
                .isEqualTo(new Numbers(1, "x"));
        for (String other : List.of(
                "{\"name\":\"x\"}",
                "{\"amount\":null,\"name\":\"x\"}",
                "{\"amount\":\"1\",\"name\":\"x\"}",
                "{\"amount\":1.5,\"name\":\"x\"}",
                "{\"amount\":1,\"name\":2}",
                "{\"amount\":1,\"name\":\"x\",\"more\":1}",
                "{\"amount\":1,\"name\":\"x\"} {}")) {
            assertThatThrownBy(() -> SignedJson.read(other, Numbers.class))
                    .as(other)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
