package io.headrace.trust.chain;

import io.headrace.trust.KeyRing;
import io.headrace.trust.SigningKey;
import io.headrace.trust.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of a chain at one size, to be signed and kept elsewhere.
 *
 * <p>The text is a checkpoint of transparency logs (C2SP tlog-checkpoint), signed as a note (C2SP signed-note, type 2: ECDSA): its lines are the
 * origin, the size, the root in Base64, and the time as an extension line; then an empty line and the signatures.
 *
 * <pre>
 * lake-7/models
 * 2
 * CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 * time 2026-01-01T00:00:00Z
 *
 * — ada Az3grlgt...
 * </pre>
 *
 * @param origin which chain of which lake
 * @param size rows
 * @param root root of the Merkle tree over the rows' digests, in hexadecimal
 * @param atMicros time of the last row, microseconds since 1970
 */
public record Checkpoint(String origin, long size, String root, long atMicros) implements Anchor {
    private static final Pattern NOTE = Pattern.compile(
            "(?<text>(?<origin>[^\\n]+)\\n(?<size>0|[1-9]\\d{0,17})\\n(?<root>[A-Za-z0-9+/]{43}=)\\ntime (?<time>[^\\n]+)\\n)"
                    + "\\n(?<signatures>(— [^\\n]+\\n){1,16})");
    private static final Pattern SIGNATURE = Pattern.compile("— (?<name>[^\\s+]+) (?<base64>[A-Za-z0-9+/]+={0,2})\\n");
    private static final int KEY_ID = 4;

    public Checkpoint {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(root, "root");
        if (origin.isEmpty() || origin.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("an origin is one line of text, found \"" + origin + "\"");
        }
        if (size < 0) {
            throw new IllegalArgumentException("a chain has 0 rows or more, found " + size);
        }
    }

    /** The head of a chain that is known to be right. */
    public static Checkpoint of(String origin, ChainState state) {
        return new Checkpoint(origin, state.size(), state.tree().root(), state.size() == 0 ? 0 : state.atMicros());
    }

    @Override
    public boolean holds(ChainState state) {
        return state.tree().root().equals(root);
    }

    @Override
    public String words() {
        return "the head signed at " + time();
    }

    private Instant time() {
        return Instant.EPOCH.plus(atMicros, ChronoUnit.MICROS);
    }

    /** What is signed. */
    String text() {
        String encoded = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(root));
        return origin + "\n" + size + "\n" + encoded + "\ntime " + time() + "\n";
    }

    /**
     * The signed head.
     *
     * @param name whose key it is: one word, without {@code +}
     */
    public String signed(String name, SigningKey key) {
        byte[] signature = key.sign(text().getBytes(StandardCharsets.UTF_8));
        byte[] id = keyId(key.verifyingKey());
        byte[] both = Arrays.copyOf(id, id.length + signature.length);
        System.arraycopy(signature, 0, both, id.length, signature.length);
        String line = "— " + name + " " + Base64.getEncoder().encodeToString(both) + "\n";
        if (!SIGNATURE.matcher(line).matches()) {
            throw new IllegalArgumentException("a signer's name is one word without +, found \"" + name + "\"");
        }
        return text() + "\n" + line;
    }

    /** The first four bytes of the SHA-256 of the key in DER. */
    private static byte[] keyId(VerifyingKey key) {
        return Arrays.copyOf(HexFormat.of().parseHex(key.identifier()), KEY_ID);
    }

    /**
     * Reads a head and verifies its signature.
     *
     * @param origin the chain whose head it must be
     * @param where where the text is from, for messages
     * @throws io.headrace.run.HeadraceException if it is no head of that chain signed by a key of the ring
     */
    public static Checkpoint open(String note, String origin, KeyRing trusted, String where) {
        Matcher parts = NOTE.matcher(note);
        if (!parts.matches()) {
            throw ChainErrors.noHead(where, "it is not origin, size, root, time, an empty line and signatures");
        }
        if (!parts.group("origin").equals(origin)) {
            throw ChainErrors.otherChain(where, parts.group("origin"), origin);
        }
        byte[] text = parts.group("text").getBytes(StandardCharsets.UTF_8);
        List<Signed> signatures = signatures(parts.group("signatures"), where);
        if (signatures.stream().noneMatch(signature -> signature.isBy(trusted, text))) {
            throw ChainErrors.notSigned(where, trusted);
        }
        return new Checkpoint(
                origin,
                Long.parseLong(parts.group("size")),
                HexFormat.of().formatHex(decoded(parts.group("root"), where)),
                micros(parts.group("time"), where));
    }

    private static List<Signed> signatures(String lines, String where) {
        return lines.lines()
                .map(line -> SIGNATURE.matcher(line + "\n"))
                .map(line -> {
                    if (!line.matches()) {
                        throw ChainErrors.noHead(where, "a line of a signature has not the form — NAME BASE64");
                    }
                    return new Signed(line.group("name"), decoded(line.group("base64"), where));
                })
                .toList();
    }

    private static byte[] decoded(String base64, String where) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw ChainErrors.noHead(where, "its Base64 is broken: " + e.getMessage());
        }
    }

    /** Of a time in the one spelling that {@link #text} writes. */
    private static long micros(String time, String where) {
        try {
            Instant instant = Instant.parse(time);
            if (instant.truncatedTo(ChronoUnit.MICROS).toString().equals(time)) {
                return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw ChainErrors.noHead(where, "its time is " + time);
        }
        throw ChainErrors.noHead(where, "its time is " + time);
    }

    /** One line of a signature. */
    private static final class Signed {
        private final String name;
        private final byte[] keyIdAndSignature;

        Signed(String name, byte[] keyIdAndSignature) {
            this.name = name;
            this.keyIdAndSignature = keyIdAndSignature;
        }

        /** Name and key id must both be known; the name is the key ring's. */
        boolean isBy(KeyRing trusted, byte[] text) {
            Optional<VerifyingKey> key = Optional.ofNullable(trusted.keys().get(name));
            return keyIdAndSignature.length > KEY_ID
                    && key.filter(known -> Arrays.equals(keyId(known), Arrays.copyOf(keyIdAndSignature, KEY_ID)))
                            .filter(known -> known.verifies(
                                    text, Arrays.copyOfRange(keyIdAndSignature, KEY_ID, keyIdAndSignature.length)))
                            .isPresent();
        }
    }
}
