package io.headrace.cipher;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.AesSiv;
import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.subtle.Random;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of a lake, from which the keys for three tasks are derived (HKDF-SHA-256, RFC 5869): naming persons' keys, wrapping them, and tokens.
 *
 * <p>It says nothing of itself in words, and no plan of Spark shows it.
 */
public final class LakeKey implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int BYTES = 32;
    private static final int SIV_BYTES = 64;
    private static final String MAC = "HmacSHA256";

    private final byte[] root;
    private final byte[] names;
    private final byte[] wraps;
    private final byte[] tokens;
    private transient ThreadLocal<Mac> naming;

    /**
     * That of a lake.
     *
     * @param root 32 bytes
     */
    public LakeKey(byte[] root) {
        if (root.length != BYTES) {
            throw new IllegalArgumentException("the key of a lake has " + BYTES + " bytes, found " + root.length);
        }
        this.root = root.clone();
        this.names = derived("names", BYTES);
        this.wraps = derived("wraps", BYTES);
        this.tokens = derived("tokens", SIV_BYTES);
    }

    /** A new one. */
    public static LakeKey draw() {
        return new LakeKey(Random.randBytes(BYTES));
    }

    /** The key wrapped, as it rests. */
    public byte[] wrapped(KeyService service) {
        return service.wrap(root.clone());
    }

    private byte[] derived(String task, int bytes) {
        try {
            return Hkdf.computeHkdf(
                    MAC, root, new byte[0], ("headrace " + task + " 1").getBytes(StandardCharsets.UTF_8), bytes);
        } catch (GeneralSecurityException e) {
            throw CipherErrors.impossible(e);
        }
    }

    /** The name of a person's key: the first half of HMAC-SHA-256, so that who has the lake alone cannot try persons against it. */
    KeyId id(String subject, String person) {
        if (naming == null) {
            naming = ThreadLocal.withInitial(() -> mac(names));
        }
        return KeyId.of(naming.get().doFinal((subject + "\n" + person).getBytes(StandardCharsets.UTF_8)), 0);
    }

    static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw CipherErrors.impossible(e);
        }
    }

    /** A person's key wrapped for its name alone. */
    byte[] wrap(KeyId id, byte[] key) {
        try {
            return new AesGcmJce(wraps).encrypt(key, id.bytes());
        } catch (GeneralSecurityException e) {
            throw CipherErrors.impossible(e);
        }
    }

    byte[] unwrap(KeyId id, byte[] wrapped) throws GeneralSecurityException {
        return new AesGcmJce(wraps).decrypt(wrapped, id.bytes());
    }

    /** The same bytes for the same text of a column, whoever's it is. */
    byte[] token(String column, byte[] text) {
        try {
            return new AesSiv(tokens).encryptDeterministically(text, column.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw CipherErrors.impossible(e);
        }
    }

    byte[] ofToken(String column, byte[] token) throws GeneralSecurityException {
        return new AesSiv(tokens).decryptDeterministically(token, column.getBytes(StandardCharsets.UTF_8));
    }
}
