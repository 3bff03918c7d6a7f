package io.headrace.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Set;

/**
 * A private key on the curve P-256 with its public key: signs.
 *
 * <p>A pair is two files, as with ssh: {@code NAME} holds the private key (PEM of PKCS#8, not encrypted, for its owner alone) and
 * {@code NAME.pub} the public one.
 */
public final class SigningKey {
    private static final String LABEL = "PRIVATE KEY";
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");
    private static final byte[] PROBE = "does this pair fit".getBytes(StandardCharsets.US_ASCII);

    private final PrivateKey key;
    private final VerifyingKey verifyingKey;

    private SigningKey(PrivateKey key, VerifyingKey verifyingKey) {
        this.key = key;
        this.verifyingKey = verifyingKey;
    }

    /** Makes a new pair and writes it to {@code file} and {@code file.pub}; overwrites nothing. */
    public static SigningKey create(Path file) {
        SigningKey made = generated();
        Path publicFile = publicFile(file);
        if (Files.exists(publicFile)) {
            throw TrustErrors.exists(publicFile);
        }
        write(file, Pem.write(LABEL, made.key.getEncoded()), onlyForItsOwner(file));
        write(publicFile, made.verifyingKey.pem());
        return made;
    }

    private static SigningKey generated() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(NamedCurve.P_256.generation());
            KeyPair pair = generator.generateKeyPair();
            return new SigningKey(pair.getPrivate(), VerifyingKey.of((ECPublicKey) pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes keys on P-256", e);
        }
    }

    private static FileAttribute<?>[] onlyForItsOwner(Path file) {
        return hasPermissions(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ALONE)}
                : new FileAttribute<?>[0];
    }

    private static boolean hasPermissions(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static void write(Path file, String text, FileAttribute<?>... attributes) {
        try {
            Files.createFile(file, attributes);
            Files.writeString(file, text, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw TrustErrors.exists(file);
        } catch (IOException e) {
            throw TrustErrors.notWritten(file, e);
        }
    }

    /** The pair in {@code file} and {@code file.pub}; refused when others than its owner may use the private key. */
    public static SigningKey read(Path file) {
        try {
            refuseOpen(file);
            PrivateKey key = decoded(Pem.read(LABEL, Files.readString(file), file.toString()), file);
            SigningKey pair = new SigningKey(key, VerifyingKey.read(publicFile(file)));
            return pair.checked(file);
        } catch (IOException e) {
            throw TrustErrors.unreadable(file, e);
        }
    }

    private static void refuseOpen(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (permissions.stream().anyMatch(permission -> !permission.name().startsWith("OWNER_"))) {
            throw TrustErrors.open(file, PosixFilePermissions.toString(permissions));
        }
    }

    private static PrivateKey decoded(byte[] der, Path file) {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (InvalidKeySpecException e) {
            throw TrustErrors.noKey(file.toString(), "it is no elliptic key with a named curve");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has elliptic keys", e);
        }
    }

    private SigningKey checked(Path file) {
        if (verifyingKey.curve() != NamedCurve.P_256) {
            throw TrustErrors.noKey(publicFile(file).toString(), "Headrace signs on the curve P-256 alone");
        }
        if (!fits()) {
            throw TrustErrors.noPair(file, publicFile(file));
        }
        return this;
    }

    private boolean fits() {
        try {
            return verifyingKey.verifies(PROBE, signature(PROBE));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Path publicFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    /** The public key of the pair. */
    public VerifyingKey verifyingKey() {
        return verifyingKey;
    }

    /** A signature of the message: ECDSA with SHA-256 in ASN.1 DER, another one each time. */
    public byte[] sign(byte[] message) {
        try {
            return signature(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key signed when it was read", e);
        }
    }

    private byte[] signature(byte[] message) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(NamedCurve.P_256.signature());
        signer.initSign(key);
        signer.update(message);
        return signer.sign();
    }

    /** The identifier of the public key; the private one is never shown. */
    @Override
    public String toString() {
        return verifyingKey.identifier();
    }
}
