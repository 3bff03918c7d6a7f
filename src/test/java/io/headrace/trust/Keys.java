package io.headrace.trust;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keys for tests. */
public final class Keys {
    /** SubjectPublicKeyInfo of a key on P-256, up to its coordinates. */
    private static final String P_256 = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";

    private Keys() {}

    /** A new pair in a folder of its own, which is gone when Java ends. */
    public static SigningKey made() {
        try {
            Path folder = Files.createTempDirectory("keys");
            SigningKey key = SigningKey.create(folder.resolve("key"));
            Files.delete(folder.resolve("key"));
            Files.delete(folder.resolve("key.pub"));
            Files.delete(folder);
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ring of these keys, named a, b, ... */
    public static KeyRing ring(SigningKey... keys) {
        SortedMap<String, VerifyingKey> ring = new TreeMap<>();
        for (int i = 0; i < keys.length; i++) {
            ring.put(String.valueOf((char) ('a' + i)), keys[i].verifyingKey());
        }
        return new KeyRing(ring);
    }

    /** The key on P-256 with these coordinates, in PEM. */
    static String pem(BigInteger x, BigInteger y) {
        return Pem.write("PUBLIC KEY", HexFormat.of().parseHex(P_256 + hex(x) + hex(y)));
    }

    private static String hex(BigInteger number) {
        String digits = number.toString(16);
        return "0".repeat(64 - digits.length()) + digits;
    }

    /** ECDSA-Sig-Value: a sequence of two integers. */
    static byte[] der(BigInteger r, BigInteger s) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(tagged(2, r.toByteArray()));
        both.writeBytes(tagged(2, s.toByteArray()));
        return tagged(0x30, both.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
