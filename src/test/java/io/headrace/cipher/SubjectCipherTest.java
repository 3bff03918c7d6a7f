package io.headrace.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.HeadraceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SubjectCipherTest {
    private static final byte[] FRESH = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final Consumer<String> NOBODY = name -> {};
    private static final String COLUMN = "customers.email";

    private final LakeKey lake = LakeKey.draw();
    private final List<String> drawn = new ArrayList<>();
    private final SubjectCipher first = new SubjectCipher(lake, WrappedKeys.NONE, FRESH);

    private String rests(String person, String text) {
        return first.encrypted(COLUMN, "customer_id", person, text, drawn::add);
    }

    /** A later run, which knows what the first one has stored. */
    private SubjectCipher later(String... destroyed) {
        Map<String, byte[]> stored = new TreeMap<>();
        drawn.forEach(name -> stored.put(name, first.wrapped(name)));
        List.of(destroyed).forEach(person -> stored.put(first.name("customer_id", person), null));
        WrappedKeys.Builder keys = new WrappedKeys.Builder(stored.size());
        stored.forEach(keys::add);
        return new SubjectCipher(lake, keys.build());
    }

    @Test
    void whatRestsIsReadAgainWithTheStoredKey() {
        String a = rests("1", "a@example.org");
        String b = rests("2", "b@example.org");
        String again = rests("1", "a@example.org");
        assertThat(drawn).contains(first.name("customer_id", "1"), first.name("customer_id", "2"));
        assertThat(a).isNotEqualTo(again).doesNotContain("example");
        assertThat(List.of(a, b, again))
                .extracting(text -> later().decrypted(COLUMN, text))
                .containsExactly("a@example.org", "b@example.org", "a@example.org");
        assertThat(rests("1", null)).isNull();
        assertThat(later().decrypted(COLUMN, null)).isNull();
        assertThat(later().decrypted(COLUMN, rests("1", ""))).isEmpty();
    }

    /** The format as the class describes it, by the JDK alone. */
    @Test
    void theFormatIsPlainAesGcm() throws Exception {
        byte[] bytes = Base64.getDecoder().decode(rests("1", "a@example.org"));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(FRESH, "HmacSHA256"));
        mac.update(bytes, 1, 16);
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(
                Cipher.DECRYPT_MODE, new SecretKeySpec(mac.doFinal(), "AES"), new GCMParameterSpec(128, bytes, 17, 12));
        gcm.updateAAD(COLUMN.getBytes(StandardCharsets.UTF_8));
        assertThat(new String(gcm.doFinal(bytes, 29, bytes.length - 29), StandardCharsets.UTF_8))
                .isEqualTo("a@example.org");
        assertThat(bytes[0]).isEqualTo((byte) 1);
    }

    @Test
    void aDestroyedKeyLeavesNullAndIsNotDrawnAgain() {
        String a = rests("1", "a@example.org");
        String b = rests("2", "b@example.org");
        SubjectCipher without = later("1");
        assertThat(without.decrypted(COLUMN, a)).isNull();
        assertThat(without.decrypted(COLUMN, b)).isEqualTo("b@example.org");
        SubjectCipher next = new SubjectCipher(lake, without.known(), FRESH);
        assertThat(next.encrypted(COLUMN, "customer_id", "1", "a@example.org", NOBODY))
                .isNull();
        assertThat(next.encrypted(COLUMN, "customer_id", "3", "c@example.org", NOBODY))
                .isNotNull();
    }

    @Test
    void aValueCannotBeMoved() {
        String a = rests("1", "a@example.org");
        assertThatThrownBy(() -> later().decrypted("customers.name", a))
                .isInstanceOf(HeadraceException.class)
                .hasMessageContaining("was not encrypted for this column");
        byte[] bytes = Base64.getDecoder().decode(a);
        byte[] other = Base64.getDecoder().decode(rests("2", "b@example.org"));
        System.arraycopy(other, 1, bytes, 1, 16);
        assertThatThrownBy(() -> later().decrypted(COLUMN, Base64.getEncoder().encodeToString(bytes)))
                .hasMessageContaining("was not encrypted for this column");
        assertThatThrownBy(() -> later().decrypted(COLUMN, "a@example.org"))
                .hasMessageContaining("was not encrypted for this column");
    }

    @Test
    void aKeyThatIsGoneWithoutAWordIsNamed() {
        String a = rests("1", "a@example.org");
        assertThatThrownBy(() -> new SubjectCipher(lake, WrappedKeys.NONE).decrypted(COLUMN, a))
                .hasMessageContaining("is not in headrace.keys");
    }

    @Test
    void tokensAreEqualForEqualTexts() {
        String token = first.token("email", "a@example.org");
        assertThat(new SubjectCipher(lake, WrappedKeys.NONE).token("email", "a@example.org"))
                .isEqualTo(token);
        assertThat(first.token("email", "b@example.org")).isNotEqualTo(token);
        assertThat(first.token("phone", "a@example.org")).isNotEqualTo(token);
        assertThat(new SubjectCipher(LakeKey.draw(), WrappedKeys.NONE).token("email", "a@example.org"))
                .isNotEqualTo(token);
        assertThat(later("1").decrypted("email", token)).isEqualTo("a@example.org");
    }

    @Test
    void theKeyOfTheLakeIsWrappedByAnyOfTheKeysInUse() {
        String old = "ab".repeat(32);
        KeyService one = LocalKey.of(old);
        byte[] wrapped = lake.wrapped(one);
        List<KeyService> ring = LocalKey.all("cd".repeat(32) + "  " + old);
        assertThat(ring.get(1).name()).isEqualTo(one.name()).doesNotContain("abab");
        LakeKey opened = new LakeKey(ring.get(1).unwrap(wrapped));
        assertThat(new SubjectCipher(opened, WrappedKeys.NONE).name("customer_id", "1"))
                .isEqualTo(first.name("customer_id", "1"));
        assertThatThrownBy(() -> ring.get(0).unwrap(wrapped)).hasMessageContaining("cannot be unwrapped");
        assertThatThrownBy(() -> LocalKey.of("secret")).hasMessageContaining("found a text of 6 characters");
    }

    @Test
    void aHundredThousandKeysAreFound() {
        int many = 100_000;
        WrappedKeys.Builder keys = new WrappedKeys.Builder(many);
        for (int i = 0; i < many; i++) {
            keys.add(
                    "%016x%016x".formatted(i * 0x9E3779B97F4A7C15L, (long) (i % 7)),
                    i % 3 == 0 ? null : ("%060d".formatted(i)).getBytes(StandardCharsets.UTF_8));
        }
        WrappedKeys built = keys.build();
        assertThat(built.size()).isEqualTo(many);
        for (int i = 0; i < many; i += 997) {
            KeyId id = new KeyId(i * 0x9E3779B97F4A7C15L, i % 7);
            assertThat(built.knows(id)).isTrue();
            assertThat(built.of(id))
                    .isEqualTo(i % 3 == 0 ? null : "%060d".formatted(i).getBytes(StandardCharsets.UTF_8));
            assertThat(built.knows(new KeyId(id.high(), 9))).isFalse();
        }
    }
}
