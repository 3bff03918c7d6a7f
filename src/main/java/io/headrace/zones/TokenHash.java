package io.headrace.zones;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens in place of values, HMAC-SHA-256 cut to 128 bits: equal values have equal tokens within a zone, other ones in another zone. Who has the
 * secret can try values against them.
 */
final class TokenHash implements Serializable {
    static final int SHORTEST = 16;

    private static final long serialVersionUID = 1L;
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "headrace-mask-1";
    private static final int BYTES = 16;

    private final byte[] secret;
    private final String zone;
    private transient Mac mac;

    /** @param secret {@value #SHORTEST} or more characters */
    TokenHash(String secret, String zone) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.zone = zone;
    }

    /** The token of a value, 32 hexadecimal digits; null stays null. */
    synchronized String of(String value) {
        if (value == null) {
            return null;
        }
        try {
            if (mac == null) {
                mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(secret, ALGORITHM));
            }
            byte[] full = mac.doFinal((PREFIX + "\n" + zone + "\n" + value).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(full, 0, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
