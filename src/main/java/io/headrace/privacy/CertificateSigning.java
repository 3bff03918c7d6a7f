package io.headrace.privacy;

import io.headrace.trust.SigningKey;
import java.util.List;
import java.util.Objects;

/**
 * What a certificate has that no search finds.
 *
 * @param key signs it
 * @param salt 32 or more hexadecimal digits, drawn for it; a retry keeps that of the first attempt
 * @param approvals digests of those that the erasure needed
 */
record CertificateSigning(SigningKey key, String salt, List<String> approvals) {
    CertificateSigning {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(salt, "salt");
        approvals = List.copyOf(approvals);
    }
}
