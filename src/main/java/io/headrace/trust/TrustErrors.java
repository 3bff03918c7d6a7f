package io.headrace.trust;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.nio.file.Path;

/** The failures of keys and envelopes, worded in one place. */
final class TrustErrors {
    private TrustErrors() {}

    static HeadraceException noKey(String where, String reason) {
        return HeadraceException.of(
                "HEAD-TRUST-001",
                FailureKind.USER,
                where + " is no key that Headrace takes: " + reason,
                "Make a pair by openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out KEY and openssl pkey"
                        + " -in KEY -pubout -out KEY.pub.");
    }

    static HeadraceException unreadable(Path file, Exception cause) {
        return HeadraceException.of(
                        "HEAD-TRUST-002",
                        FailureKind.USER,
                        file + " cannot be read: " + cause,
                        "Check the path and its permissions.")
                .causedBy(cause);
    }

    static HeadraceException open(Path file, String permissions) {
        return HeadraceException.of(
                "HEAD-TRUST-003",
                FailureKind.USER,
                "others may use the private key " + file + ": its permissions are " + permissions,
                "Take them away: chmod 600 " + file + ". If others have used this machine, make a new key.");
    }

    static HeadraceException exists(Path file) {
        return HeadraceException.of(
                "HEAD-TRUST-004",
                FailureKind.USER,
                file + " is there already and a key is never overwritten",
                "Choose another name, or move the old key away; what it signed is verified by its .pub file.");
    }

    static HeadraceException notWritten(Path file, Exception cause) {
        return HeadraceException.of(
                        "HEAD-TRUST-005",
                        FailureKind.USER,
                        file + " cannot be written: " + cause,
                        "Check the folder, its permissions and the space that is left.")
                .causedBy(cause);
    }

    static HeadraceException noPair(Path file, Path publicFile) {
        return HeadraceException.of(
                "HEAD-TRUST-006",
                FailureKind.USER,
                publicFile + " is not the public key of " + file,
                "Write it anew: openssl pkey -in " + file + " -pubout -out " + publicFile + ".");
    }

    static HeadraceException sameKey(String one, String two) {
        return HeadraceException.of(
                "HEAD-TRUST-007",
                FailureKind.USER,
                one + " and " + two + " have the same key, so that one could sign for both",
                "Give each name a key of its own.");
    }

    static HeadraceException noEnvelope(String where, String reason) {
        return HeadraceException.of(
                "HEAD-TRUST-008",
                FailureKind.REFUSED,
                where + " is no signed document: " + reason,
                "Take the file from whoever signed it again; it was cut, changed, or is something else.");
    }
}
