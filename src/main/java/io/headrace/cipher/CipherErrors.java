package io.headrace.cipher;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.security.GeneralSecurityException;

/** Failures of keys and of what they encrypt. */
final class CipherErrors {
    private CipherErrors() {}

    static HeadraceException badKey(int length) {
        return HeadraceException.of(
                "HEAD-PRIVACY-019",
                FailureKind.USER,
                "a key-encryption key is 64 hexadecimal digits, found a text of " + length + " characters",
                "Draw one, as by openssl rand -hex 32. Several keys have blanks between: the first encrypts, the others only decrypt.");
    }

    static HeadraceException changedLakeKey(GeneralSecurityException e) {
        return HeadraceException.of(
                        "HEAD-PRIVACY-020",
                        FailureKind.USER,
                        "the key of the lake cannot be unwrapped: its file was changed, or is of another key",
                        "Bring the file below headrace/cipher in the lake back from where the lake is copied to.")
                .causedBy(e);
    }

    static HeadraceException foreign(String column, Exception e) {
        return HeadraceException.of(
                        "HEAD-PRIVACY-011",
                        FailureKind.USER,
                        "a value of " + column + " was not encrypted for this column by a key of this lake",
                        "Values cannot be copied between columns, persons or lakes. Find who wrote it: headrace audit verify.")
                .causedBy(e);
    }

    static HeadraceException noKey(String column, String id) {
        return HeadraceException.of(
                "HEAD-PRIVACY-012",
                FailureKind.USER,
                "the key " + id + " of a value of " + column + " is not in headrace.keys, and was not destroyed either",
                "Rows were removed from headrace.keys: bring the table back from where the lake is copied to.");
    }

    static IllegalStateException impossible(GeneralSecurityException e) {
        return new IllegalStateException("every Java platform has AES and HMAC-SHA-256", e);
    }
}
