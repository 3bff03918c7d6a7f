package io.headrace.experiment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where an entity falls between 0 and 1, by the keyed hash of its key: HmacSHA256 with the salt as key, over the scope, a zero byte and
 * the entity's key as text, all in UTF-8; the first 56 bits are the place.
 *
 * <p>Nobody who does not know the salt can tell or choose a place. Places of one entity in two scopes, or under two salts, have
 * nothing to do with each other, which the {@code xxhash64} of training splits does not promise. The same in every engine that has
 * SHA-256. For one thread.
 */
public final class EntityHash {
    /** Places: 2 to the power of 56, so that a place and a sum of shares are exact. */
    static final int BITS = 56;

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;
    private final byte[] scope;

    private EntityHash(Mac mac, byte[] scope) {
        this.mac = mac;
        this.scope = scope;
    }

    /**
     * The hash of a scope.
     *
     * @param salt of the experiment or layer, not empty; kept with it for as long as its arms are to stay
     * @param scope what the place is for, as {@code arm:lapse-voucher}; not empty
     */
    public static EntityHash of(String salt, String scope) {
        if (salt.isEmpty() || scope.isEmpty()) {
            throw new IllegalArgumentException("salt and scope must not be empty, found " + salt.length() + " and "
                    + scope.length() + " characters");
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(salt.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return new EntityHash(mac, (scope + '\0').getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /**
     * The place, from 0 to 2 to the power of 56, the end excluded.
     *
     * @param entity its key as text, as Spark casts it; not null
     */
    public long place(String entity) {
        Objects.requireNonNull(entity, "entity");
        mac.update(scope);
        byte[] hash = mac.doFinal(entity.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(hash).getLong() >>> (Long.SIZE - BITS);
    }
}
