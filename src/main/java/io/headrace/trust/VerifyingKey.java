package io.headrace.trust;

import io.headrace.run.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/**
 * A public key: verifies what the owner of the private key has signed.
 *
 * <p>On the curve P-256; those of model signing, P-384 and P-521, are read too. In files it is PEM of the SubjectPublicKeyInfo.
 */
public final class VerifyingKey {
    private static final String LABEL = "PUBLIC KEY";

    private final ECPublicKey key;
    private final NamedCurve curve;

    private VerifyingKey(ECPublicKey key, NamedCurve curve) {
        this.key = key;
        this.curve = curve;
    }

    /** The key in the file. */
    public static VerifyingKey read(Path file) {
        try {
            return of(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw TrustErrors.unreadable(file, e);
        }
    }

    /**
     * The key in PEM.
     *
     * @param where where the text is from, for messages
     */
    public static VerifyingKey of(String pem, String where) {
        byte[] der = Pem.read(LABEL, pem, where);
        ECPublicKey key = decoded(der, where);
        NamedCurve curve = NamedCurve.of(key)
                .orElseThrow(() -> TrustErrors.noKey(where, "its curve is none of P-256, P-384 and P-521"));
        if (!curve.holds(key)) {
            throw TrustErrors.noKey(where, "its point is not on the curve");
        }
        if (!Arrays.equals(key.getEncoded(), der)) {
            throw TrustErrors.noKey(where, "it is not in the one encoding that DER allows");
        }
        return new VerifyingKey(key, curve);
    }

    private static ECPublicKey decoded(byte[] der, String where) {
        try {
            return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
        } catch (InvalidKeySpecException e) {
            throw TrustErrors.noKey(where, "it is no elliptic key with a named curve and an uncompressed point");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has elliptic keys", e);
        }
    }

    static VerifyingKey of(ECPublicKey key) {
        return of(Pem.write(LABEL, key.getEncoded()), "the new key");
    }

    /** SHA-256 of the SubjectPublicKeyInfo in DER, in lower-case hexadecimal: the key's name in all that Headrace signs. */
    public String identifier() {
        return Digest.of(key.getEncoded());
    }

    /** The key in PEM, byte for byte as OpenSSL writes it. */
    public String pem() {
        return Pem.write(LABEL, key.getEncoded());
    }

    /** SubjectPublicKeyInfo in DER. */
    public byte[] der() {
        return key.getEncoded();
    }

    /**
     * Whether the signature is one of this message by the owner of the key.
     *
     * <p>A message has many signatures, and from one anybody can make another, so a signature identifies nothing.
     *
     * @param signature ECDSA in ASN.1 DER; whatever is no such thing is no signature
     */
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(curve.signature());
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + curve.signature(), e);
        }
    }

    NamedCurve curve() {
        return curve;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey that && Arrays.equals(key.getEncoded(), that.key.getEncoded());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key.getEncoded());
    }

    /** The identifier. */
    @Override
    public String toString() {
        return identifier();
    }
}
