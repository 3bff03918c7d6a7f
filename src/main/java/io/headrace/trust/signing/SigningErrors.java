package io.headrace.trust.signing;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.trust.KeyRing;
import java.nio.file.Path;
import java.util.List;

/** The failures of signed folders, worded in one place. */
final class SigningErrors {
    private static final int NAMED = 20;

    private SigningErrors() {}

    static HeadraceException unsigned(Object folder, Object signature) {
        return HeadraceException.of(
                "HEAD-TRUST-011",
                FailureKind.REFUSED,
                folder + " is not signed: there is no " + signature,
                "Have it signed by somebody whose key is trusted here, or take it from where it was signed.");
    }

    static HeadraceException noSignature(Object signature, String reason) {
        return HeadraceException.of(
                "HEAD-TRUST-012",
                FailureKind.REFUSED,
                signature + " is no signature of OpenSSF Model Signing 1.0 that Headrace reads: " + reason,
                "Sign the folder again, by Headrace or by model_signing sign key with its defaults.");
    }

    static HeadraceException foreign(Object signature, String hint, KeyRing trusted) {
        return HeadraceException.of(
                "HEAD-TRUST-013",
                FailureKind.REFUSED,
                signature + " was not made by a trusted key (its key is " + (hint.isEmpty() ? "not named" : hint)
                        + "; trusted are " + trusted.names() + ")",
                "If the signer is to be trusted, add the public key; otherwise do not use these files.");
    }

    static HeadraceException forged(Object signature, String owner) {
        return HeadraceException.of(
                "HEAD-TRUST-014",
                FailureKind.REFUSED,
                signature + " names the key of " + owner + ", but the signature does not fit what it signs: it was"
                        + " changed, cut or forged",
                "Take the file from " + owner + " again, or have the folder signed again.");
    }

    static HeadraceException changed(Object folder, List<String> differences) {
        return HeadraceException.of(
                "HEAD-TRUST-015",
                FailureKind.REFUSED,
                folder + " is not as it was signed: "
                        + String.join("; ", differences.stream().limit(NAMED).toList())
                        + (differences.size() > NAMED ? "; and " + (differences.size() - NAMED) + " more" : ""),
                "Take the files from where they were signed again; use none of them before.");
    }

    static HeadraceException link(Path file) {
        return HeadraceException.of(
                "HEAD-TRUST-016",
                FailureKind.REFUSED,
                file + " is neither a file nor a folder (a link, perhaps), and what it leads to is not signed",
                "Put the file itself there.");
    }

    static HeadraceException badName(Path file) {
        return HeadraceException.of(
                "HEAD-TRUST-017",
                FailureKind.USER,
                "the name of " + file + " cannot be read exactly in UTF-8",
                "Give it another name, or start Java with the locale in which it was named.");
    }

    static HeadraceException empty(Path folder) {
        return HeadraceException.of(
                "HEAD-TRUST-018",
                FailureKind.USER,
                folder + " has no file to sign",
                "Check the path; a signature of nothing says nothing.");
    }

    static HeadraceException unreadable(Path file, Exception cause) {
        return HeadraceException.of(
                        "HEAD-TRUST-019",
                        FailureKind.USER,
                        file + " cannot be read or written: " + cause,
                        "Check the path and its permissions.")
                .causedBy(cause);
    }
}
