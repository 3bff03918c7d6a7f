package io.headrace.trust.chain;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.trust.KeyRing;

/** The failures of signed heads, worded in one place. */
final class ChainErrors {
    private ChainErrors() {}

    static HeadraceException noHead(String where, String reason) {
        return HeadraceException.of(
                "HEAD-TRUST-021",
                FailureKind.REFUSED,
                where + " is no signed head of a chain: " + reason,
                "Take the head from where it was kept outside the lake.");
    }

    static HeadraceException otherChain(String where, String origin, String wanted) {
        return HeadraceException.of(
                "HEAD-TRUST-022",
                FailureKind.REFUSED,
                where + " is the head of " + origin + ", not of " + wanted,
                "Take the head of " + wanted + ".");
    }

    static HeadraceException notSigned(String where, KeyRing trusted) {
        return HeadraceException.of(
                "HEAD-TRUST-023",
                FailureKind.REFUSED,
                where + " has no signature by a trusted key that fits its text (trusted are " + trusted.names() + ")",
                "Take the head from where it was kept outside the lake, or add the public key of who signs heads.");
    }
}
