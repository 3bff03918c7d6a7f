package io.headrace.trust;

import static io.headrace.trust.Keys.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.Digest;
import io.headrace.run.HeadraceException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    /** RFC 6979, A.2.5: the key on P-256. */
    private static final BigInteger X = number("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6");

    private static final BigInteger Y = number("7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299");

    /** RFC 6979, A.2.5: the signature of "sample" with SHA-256. */
    private static final BigInteger R = number("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716");

    private static final BigInteger S = number("F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");

    /** The order of P-256 (FIPS 186-5). */
    private static final BigInteger N = number("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    private static final VerifyingKey PUBLISHED = VerifyingKey.of(Keys.pem(X, Y), "RFC 6979");
    private static final byte[] SAMPLE = utf8("sample");

    @TempDir
    private Path folder;

    private static BigInteger number(String hex) {
        return new BigInteger(hex, 16);
    }

    @Test
    void signaturesOfRfc6979AreVerified() {
        assertThat(PUBLISHED.verifies(SAMPLE, Keys.der(R, S))).isTrue();
        assertThat(PUBLISHED.verifies(
                        utf8("test"),
                        Keys.der(
                                number("F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367"),
                                number("019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"))))
                .isTrue();
        assertThat(PUBLISHED.verifies(utf8("Sample"), Keys.der(R, S))).isFalse();
    }

    /** The cases that have fooled verifiers: nought, the order, other encodings, cut and prolonged ones. */
    @Test
    void whatIsNoSignatureIsRefused() {
        BigInteger nought = BigInteger.ZERO;
        byte[] signature = Keys.der(R, S);
        for (byte[] forged : new byte[][] {
            {},
            {0x30, 0},
            Keys.der(nought, nought),
            Keys.der(R, nought),
            Keys.der(nought, S),
            Keys.der(N, S),
            Keys.der(R, N),
            Keys.der(R.add(N), S),
            Keys.der(R, S.add(N)),
            Keys.der(R.negate(), S),
            Keys.der(S, R),
            Arrays.copyOf(signature, signature.length - 1),
            Arrays.copyOf(signature, signature.length + 1),
            Arrays.copyOfRange(signature, 1, signature.length),
        }) {
            assertThat(PUBLISHED.verifies(SAMPLE, forged))
                    .as(Arrays.toString(forged))
                    .isFalse();
        }
        for (int bit = 0; bit < signature.length * 8; bit++) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(PUBLISHED.verifies(SAMPLE, flipped)).as("bit " + bit).isFalse();
        }
    }

    @Test
    void aPairIsWrittenAndReadBack() throws IOException {
        SigningKey made = SigningKey.create(folder.resolve("ada"));
        SigningKey read = SigningKey.read(folder.resolve("ada"));
        assertThat(read.verifyingKey()).isEqualTo(made.verifyingKey()).hasSameHashCodeAs(made.verifyingKey());
        assertThat(VerifyingKey.read(folder.resolve("ada.pub"))).isEqualTo(made.verifyingKey());
        assertThat(made.verifyingKey().verifies(SAMPLE, read.sign(SAMPLE))).isTrue();
        assertThat(PUBLISHED.verifies(SAMPLE, read.sign(SAMPLE))).isFalse();
        assertThat(made.verifyingKey().identifier())
                .isEqualTo(Digest.of(made.verifyingKey().der()));
        assertThat(Files.readString(folder.resolve("ada.pub")))
                .isEqualTo(made.verifyingKey().pem());
        assertThat(read).hasToString(made.verifyingKey().identifier());
    }

    @Test
    void aPrivateKeyIsForItsOwnerAlone() throws IOException {
        Path key = folder.resolve("ada");
        SigningKey.create(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        for (String open : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(open));
            assertThatThrownBy(() -> SigningKey.read(key)).isInstanceOfSatisfying(HeadraceException.class, failure -> {
                assertThat(failure.code()).isEqualTo("HEAD-TRUST-003");
                assertThat(failure)
                        .hasMessage("others may use the private key " + key + ": its permissions are " + open);
            });
        }
    }

    @Test
    void nothingIsOverwritten() {
        SigningKey.create(folder.resolve("ada"));
        assertThatThrownBy(() -> SigningKey.create(folder.resolve("ada"))).hasMessageContaining("is there already");
        assertThatThrownBy(() -> SigningKey.create(folder.resolve("missing").resolve("ada")))
                .hasMessageContaining("cannot be written");
    }

    @Test
    void halvesOfTwoPairsAreNoPair() throws IOException {
        SigningKey.create(folder.resolve("ada"));
        SigningKey.create(folder.resolve("ben"));
        Files.copy(folder.resolve("ben.pub"), folder.resolve("ada.pub"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> SigningKey.read(folder.resolve("ada")))
                .hasMessage(folder.resolve("ada.pub") + " is not the public key of " + folder.resolve("ada"));
    }

    @Test
    void whatIsNoKeyIsRefusedWithTheReason() throws GeneralSecurityException {
        assertThatThrownBy(() -> VerifyingKey.of("", "FILE"))
                .hasMessageContaining("FILE is no key")
                .hasMessageContaining("it has no block");
        assertThatThrownBy(() -> VerifyingKey.of(Pem.write("EC PRIVATE KEY", new byte[9]), "FILE"))
                .hasMessageContaining("holds a block EC PRIVATE KEY in the place of PUBLIC KEY (openssl pkcs8");
        assertThatThrownBy(() -> VerifyingKey.of(PUBLISHED.pem() + PUBLISHED.pem(), "FILE"))
                .hasMessageContaining("more than one block");
        assertThatThrownBy(() -> VerifyingKey.of(PUBLISHED.pem().replaceFirst("MF", "M="), "FILE"))
                .hasMessageContaining("no key that Headrace takes");
        assertThatThrownBy(() -> VerifyingKey.of(Keys.pem(X, Y.add(BigInteger.ONE)), "FILE"))
                .hasMessageContaining("no key that Headrace takes");
        byte[] longer = Arrays.copyOf(PUBLISHED.der(), PUBLISHED.der().length + 1);
        assertThatThrownBy(() -> VerifyingKey.of(Pem.write("PUBLIC KEY", longer), "FILE"))
                .hasMessageContaining("no key that Headrace takes");
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        byte[] other = rsa.generateKeyPair().getPublic().getEncoded();
        assertThatThrownBy(() -> VerifyingKey.of(Pem.write("PUBLIC KEY", other), "FILE"))
                .hasMessageContaining("it is no elliptic key");
    }

    @Test
    void aPointBesideTheCurveIsSeen() {
        assertThat(NamedCurve.P_256.holds(point(X, Y))).isTrue();
        assertThat(NamedCurve.P_256.holds(point(X, Y.add(BigInteger.ONE)))).isFalse();
        assertThat(NamedCurve.P_384.holds(point(X, Y))).isFalse();
    }

    private static ECPublicKey point(BigInteger x, BigInteger y) {
        return new ECPublicKey() {
            private static final long serialVersionUID = 1L;

            @Override
            public ECPoint getW() {
                return new ECPoint(x, y);
            }

            @Override
            public ECParameterSpec getParams() {
                throw new UnsupportedOperationException();
            }

            @Override
            public String getAlgorithm() {
                return "EC";
            }

            @Override
            public String getFormat() {
                return "X.509";
            }

            @Override
            public byte[] getEncoded() {
                return new byte[0];
            }
        };
    }

    @Test
    void keysOnOtherCurvesOfTheFormatVerifyButDoNotSign() throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp521r1"));
        KeyPair pair = generator.generateKeyPair();
        VerifyingKey key =
                VerifyingKey.of(Pem.write("PUBLIC KEY", pair.getPublic().getEncoded()), "FILE");
        Signature signature = Signature.getInstance("SHA512withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(SAMPLE);
        assertThat(key.verifies(SAMPLE, signature.sign())).isTrue();
        Path file = Files.createFile(
                folder.resolve("k"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded()));
        Files.writeString(folder.resolve("k.pub"), key.pem());
        assertThatThrownBy(() -> SigningKey.read(file)).hasMessageContaining("signs on the curve P-256 alone");
    }

    @Test
    void aRingHasEachKeyOnce() {
        SigningKey ada = SigningKey.create(folder.resolve("ada"));
        SigningKey.create(folder.resolve("ben"));
        KeyRing ring = KeyRing.read(folder);
        assertThat(ring.names()).isEqualTo("ada, ben");
        assertThat(ring.owner(ada.verifyingKey())).contains("ada");
        assertThat(ring.owner(PUBLISHED)).isEmpty();
        assertThatThrownBy(() -> new KeyRing(new TreeMap<>(Map.of("ada", PUBLISHED, "ben", PUBLISHED))))
                .hasMessage("ada and ben have the same key, so that one could sign for both");
        assertThat(new KeyRing(new TreeMap<>()).names()).isEqualTo("nobody");
        assertThatThrownBy(() -> KeyRing.read(folder.resolve("missing"))).hasMessageContaining("cannot be read");
    }
}
