package io.headrace.trust.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.HeadraceException;
import io.headrace.trust.Envelope;
import io.headrace.trust.KeyRing;
import io.headrace.trust.Keys;
import io.headrace.trust.SigningKey;
import io.headrace.trust.approval.ErasureCertificate.Place;
import io.headrace.trust.chain.Canonical;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErasureCertificateTest {
    private static final SigningKey ADA = Keys.made();
    private static final KeyRing TRUSTED = KeyRing.of("ada", ADA.verifyingKey());
    private static final String SALT = "00112233445566778899aabbccddeeff";
    private static final Place SILVER = new Place("silver.customers", 12, 3, 3, "b1", "a1", "");
    private static final Place LANDING = new Place("landing/customers", 4, 1, 0, "b2", "b2", "the sender keeps it");
    private static final ErasureCertificate CERTIFICATE = certificate(List.of(SILVER, LANDING));

    private static ErasureCertificate certificate(List<Place> places) {
        return new ErasureCertificate(
                "lake-7",
                "customer_id",
                SALT,
                List.of(ErasureCertificate.subject(SALT, "customer_id", "12431")),
                "ada",
                "request 17",
                1,
                2,
                places,
                List.of("d1"));
    }

    @Test
    void isReadAsItWasSigned() {
        String json = CERTIFICATE.signed(ADA).json();
        assertThat(ErasureCertificate.open(json, TRUSTED, "FILE")).isEqualTo(CERTIFICATE);
        assertThat(json).doesNotContain("12431");
        assertThat(CERTIFICATE.signed(ADA).payload()).doesNotContain("12431").contains("\"reason\":\"request 17\"");
    }

    @Test
    void isAboutOnePerson() {
        assertThat(CERTIFICATE.isAbout("12431")).isTrue();
        assertThat(CERTIFICATE.isAbout("12432")).isFalse();
        assertThat(CERTIFICATE.subjects())
                .containsExactly(Canonical.digest(List.of("headrace-subject-1", SALT, "customer_id", "12431")));
    }

    @Test
    void saysWhetherAllIsGone() {
        assertThat(CERTIFICATE.isComplete()).isFalse();
        assertThat(certificate(List.of(SILVER)).isComplete()).isTrue();
        assertThat(LANDING.left()).isOne();
    }

    @Test
    void aNewSearchMaySpeakAgainstIt() {
        Place gone = new Place("silver.customers", 12, 0, 0, "a1", "a1", "");
        Place back = new Place("silver.customers", 13, 2, 0, "c1", "c1", "found again");
        Place other = new Place("scores.lapse", 1, 1, 0, "x", "x", "found now");
        assertThat(CERTIFICATE.contradictions(List.of(gone, LANDING))).isEmpty();
        assertThat(CERTIFICATE.contradictions(List.of(back, LANDING)))
                .containsExactly("silver.customers has 2 of the person's, and 0 were left");
        assertThat(CERTIFICATE.contradictions(List.of(gone)))
                .containsExactly("landing/customers was not searched again");
        assertThat(CERTIFICATE.contradictions(List.of(gone, LANDING, other)))
                .containsExactly("scores.lapse has 1 of the person's, and 0 were left");
    }

    @Test
    void whatIsChangedOrElseIsRefused() {
        Envelope signed = CERTIFICATE.signed(ADA);
        Envelope changed = new Envelope(
                signed.payloadType(), signed.payload().replace("\"found\":3", "\"found\":4"), signed.signatures());
        assertRefused(changed, "HEAD-TRUST-032", "trusted are ada");
        assertRefused(CERTIFICATE.signed(Keys.made()), "HEAD-TRUST-032", "trusted are ada");
        assertRefused(Envelope.signed("text/plain", signed.payload(), ADA), "HEAD-TRUST-031", "its type is text/plain");
        assertRefused(
                Envelope.signed(
                        ErasureCertificate.TYPE, signed.payload().replace("\"removed\":3", "\"removed\":4"), ADA),
                "HEAD-TRUST-031",
                "silver.customers: 4 removed of 3 found in 12 files");
        assertRefused(
                Envelope.signed(ErasureCertificate.TYPE, signed.payload().replace("\"files\":12,", ""), ADA),
                "HEAD-TRUST-031",
                "FILE is no certificate");
    }

    private static void assertRefused(Envelope envelope, String code, String reason) {
        assertThatThrownBy(() -> ErasureCertificate.open(envelope.json(), TRUSTED, "FILE"))
                .isInstanceOfSatisfying(HeadraceException.class, failure -> {
                    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
                    assertThat(failure).hasMessageContaining(reason);
                });
    }

    @Test
    void partsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new Place("p", 1, 2, 1, "b", "a", ""))
                .hasMessage("p: of what is left a remark says why");
        assertThatThrownBy(() -> new Place("p", -1, 0, 0, "b", "a", "")).hasMessageContaining("in -1 files");
        assertThatThrownBy(() -> certificate(List.of(SILVER, SILVER)))
                .hasMessage("a place stands twice in a certificate");
        assertThatThrownBy(() ->
                        new ErasureCertificate("l", "c", "00", List.of("s"), "a", "r", 1, 2, List.of(), List.of()))
                .hasMessage("a salt has 32 or more hexadecimal digits");
        assertThatThrownBy(() ->
                        new ErasureCertificate("l", "c", SALT, List.of("s"), "a", "r", 2, 1, List.of(), List.of()))
                .hasMessage("an erasure ends after it began");
    }
}
