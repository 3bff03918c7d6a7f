package io.headrace.trust.approval;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.trust.KeyRing;

/** The failures of certificates, worded in one place. */
final class CertificateErrors {
    private CertificateErrors() {}

    static HeadraceException noCertificate(String where, String reason) {
        return HeadraceException.of(
                "HEAD-TRUST-031",
                FailureKind.REFUSED,
                where + " is no certificate of an erasure: " + reason,
                "Take the file that headrace erase wrote.");
    }

    static HeadraceException notSigned(String where, KeyRing trusted) {
        return HeadraceException.of(
                "HEAD-TRUST-032",
                FailureKind.REFUSED,
                where + " has no signature by a trusted key that fits its text (trusted are " + trusted.names() + ")",
                "Take the file from who signed it again, or add the public key of who signs certificates.");
    }
}
