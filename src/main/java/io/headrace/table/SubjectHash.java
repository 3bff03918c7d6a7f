package io.headrace.table;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Recognises persons by a keyed hash of their key, HMAC-SHA-256: who has the hashes but not the secret cannot try keys against them. */
public final class SubjectHash implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "headrace-tombstone-1";
    private static final int SHORTEST = 16;

    private final byte[] secret;

    /** @param secret 16 or more characters */
    public SubjectHash(String secret) {
        if (secret.length() < SHORTEST) {
            throw HeadraceException.of(
                    "HEAD-PRIVACY-001",
                    FailureKind.USER,
                    "the key of tombstones has " + secret.length() + " characters, and " + SHORTEST + " are the least",
                    "Draw one, as by openssl rand -hex 32, and keep it: with another key erased persons are not recognised.");
        }
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** The hash of a person's key, in hexadecimal. */
    public String of(String subject, String key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return HexFormat.of()
                    .formatHex(mac.doFinal((PREFIX + "\n" + subject + "\n" + key).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
