package io.headrace.cipher;

import com.google.crypto.tink.subtle.AesGcmJce;
import io.headrace.run.Digest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A key of 256 bits that stands in a file or a variable; wraps by AES-GCM. */
public final class LocalKey implements KeyService {
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private static final byte[] PURPOSE = "headrace lake key 1".getBytes(StandardCharsets.UTF_8);
    private static final int NAME = 16;

    private final byte[] key;

    private LocalKey(byte[] key) {
        this.key = key;
    }

    /**
     * The key that a text holds.
     *
     * @param hex 64 hexadecimal digits
     */
    public static LocalKey of(String hex) {
        if (!HEX.matcher(hex).matches()) {
            throw CipherErrors.badKey(hex.length());
        }
        return new LocalKey(HexFormat.of().parseHex(hex.toLowerCase(Locale.ROOT)));
    }

    /** Keys with blanks between: the first wraps, the others open what they wrapped before they were replaced. */
    public static List<KeyService> all(String text) {
        return Stream.of(text.strip().split("\\s+"))
                .<KeyService>map(LocalKey::of)
                .toList();
    }

    /** Tells the key from others, and nothing of it. */
    @Override
    public String name() {
        return Digest.of("headrace key name\n" + HexFormat.of().formatHex(key)).substring(0, NAME);
    }

    @Override
    public byte[] wrap(byte[] wrapped) {
        try {
            return new AesGcmJce(key).encrypt(wrapped, PURPOSE);
        } catch (GeneralSecurityException e) {
            throw CipherErrors.impossible(e);
        }
    }

    @Override
    public byte[] unwrap(byte[] wrapped) {
        try {
            return new AesGcmJce(key).decrypt(wrapped, PURPOSE);
        } catch (GeneralSecurityException e) {
            throw CipherErrors.changedLakeKey(e);
        }
    }
}
