package io.headrace.cipher;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Consumer;
import javax.crypto.Mac;

/**
 * Encrypts and decrypts values of persons, each by the person's own key.
 *
 * <p>What rests is base64 of: a byte of the format, the name of the key (16 bytes), a random nonce (12), the text encrypted by AES-256-GCM, its tag (16). The
 * name of the column is authenticated with it, so that a value cannot be moved to another column or person. A token is a byte of its format and
 * AES-SIV of the text, equal for equal texts of a column.
 *
 * <p>A person without a key gets one derived from a secret of the run (HMAC-SHA-256 of the key's name), which is drawn anew by each run and rests nowhere: all
 * tasks of the run come to the same key without asking each other, and nobody comes to it again once the stored key is destroyed.
 */
public final class SubjectCipher implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final byte ENCRYPTED = 1;
    private static final byte TOKEN = 2;
    private static final int SECRET = 32;
    private static final int HEAD = 1 + KeyId.BYTES;

    private final LakeKey lake;
    private final WrappedKeys known;
    private final byte[] fresh;
    private transient ThreadLocal<Person> last;
    private transient ThreadLocal<Opened> lastOpened;
    private transient ThreadLocal<Mac> drawing;

    /** The key of the person of the last row: rows have several values. */
    private record Person(String subject, String name, KeyId id, AesGcmJce cipher) {}

    private record Opened(KeyId id, AesGcmJce cipher) {}

    /**
     * Of a run that may meet new persons.
     *
     * @param fresh the run's secret, 32 bytes; none of a run that only reads
     */
    SubjectCipher(LakeKey lake, WrappedKeys known, byte[] fresh) {
        this.lake = Objects.requireNonNull(lake, "lake");
        this.known = Objects.requireNonNull(known, "known");
        this.fresh = fresh.clone();
    }

    /** Of a run that may meet new persons, with a secret drawn for it. */
    public static SubjectCipher meetingNewPersons(LakeKey lake, WrappedKeys known) {
        return new SubjectCipher(lake, known, Random.randBytes(SECRET));
    }

    /** Of a run that only reads. */
    public SubjectCipher(LakeKey lake, WrappedKeys known) {
        this(lake, known, new byte[0]);
    }

    /** The keys that rest. */
    public WrappedKeys known() {
        return known;
    }

    /**
     * The text as it rests.
     *
     * @param column where it rests
     * @param subject the kind of persons
     * @param person whose it is
     * @param text null stays null
     * @param drawn is told the name of a new key, at least once
     * @return null also where the key of the person was destroyed
     */
    public String encrypted(String column, String subject, String person, String text, Consumer<String> drawn) {
        if (text == null || person == null) {
            return null;
        }
        Person whose = person(subject, person, drawn);
        if (whose.cipher() == null) {
            return null;
        }
        try {
            byte[] sealed = whose.cipher()
                    .encrypt(text.getBytes(StandardCharsets.UTF_8), column.getBytes(StandardCharsets.UTF_8));
            ByteBuffer rests = ByteBuffer.allocate(HEAD + sealed.length).put(ENCRYPTED);
            rests.putLong(whose.id().high()).putLong(whose.id().low()).put(sealed);
            return Base64.getEncoder().withoutPadding().encodeToString(rests.array());
        } catch (GeneralSecurityException e) {
            throw CipherErrors.impossible(e);
        }
    }

    private Person person(String subject, String name, Consumer<String> drawn) {
        if (last == null) {
            last = new ThreadLocal<>();
        }
        Person person = last.get();
        if (person == null || !person.name().equals(name) || !person.subject().equals(subject)) {
            KeyId id = lake.id(subject, name);
            if (!known.knows(id) && fresh.length > 0) {
                drawn.accept(id.toString());
            }
            person = new Person(subject, name, id, cipher(id));
            last.set(person);
        }
        return person;
    }

    /** Null where the key was destroyed. */
    private AesGcmJce cipher(KeyId id) {
        try {
            if (known.knows(id)) {
                byte[] wrapped = known.of(id);
                return wrapped == null ? null : new AesGcmJce(lake.unwrap(id, wrapped));
            }
            if (fresh.length == 0) {
                throw CipherErrors.noKey("a person", id.toString());
            }
            return new AesGcmJce(derived(id));
        } catch (GeneralSecurityException e) {
            throw CipherErrors.foreign("headrace.keys", e);
        }
    }

    private byte[] derived(KeyId id) {
        if (drawing == null) {
            drawing = ThreadLocal.withInitial(() -> LakeKey.mac(fresh));
        }
        return drawing.get().doFinal(id.bytes());
    }

    /**
     * The key of a person whom this run met first, wrapped to rest.
     *
     * @param name as told when it was drawn
     */
    public byte[] wrapped(String name) {
        KeyId id = KeyId.parse(name);
        return lake.wrap(id, derived(id));
    }

    /** Whether the person has a key that was stored and not destroyed. */
    public boolean hasKey(String subject, String person) {
        return known.of(lake.id(subject, person)) != null;
    }

    /** The name of a person's key. */
    public String name(String subject, String person) {
        return lake.id(subject, person).toString();
    }

    /** The token of a text; null stays null. */
    public String token(String column, String text) {
        if (text == null) {
            return null;
        }
        byte[] sealed = lake.token(column, text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(1 + sealed.length)
                        .put(TOKEN)
                        .put(sealed)
                        .array());
    }

    /**
     * The text of what rests; of a token too.
     *
     * @return null for null, and where the key of the person was destroyed
     */
    public String decrypted(String column, String rests) {
        if (rests == null) {
            return null;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(rests);
            byte format = bytes.length == 0 ? 0 : bytes[0];
            if (format == TOKEN) {
                return text(lake.ofToken(column, Arrays.copyOfRange(bytes, 1, bytes.length)));
            }
            if (format != ENCRYPTED || bytes.length < HEAD) {
                throw new GeneralSecurityException("neither encrypted nor a token");
            }
            AesGcmJce cipher = opened(column, KeyId.of(bytes, 1));
            return cipher == null
                    ? null
                    : text(cipher.decrypt(
                            Arrays.copyOfRange(bytes, HEAD, bytes.length), column.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw CipherErrors.foreign(column, e);
        }
    }

    private AesGcmJce opened(String column, KeyId id) {
        if (lastOpened == null) {
            lastOpened = new ThreadLocal<>();
        }
        Opened opened = lastOpened.get();
        if (opened == null || !opened.id().equals(id)) {
            if (!known.knows(id) && fresh.length == 0) {
                throw CipherErrors.noKey(column, id.toString());
            }
            opened = new Opened(id, cipher(id));
            lastOpened.set(opened);
        }
        return opened.cipher();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
