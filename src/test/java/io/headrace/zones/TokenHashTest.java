package io.headrace.zones;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class TokenHashTest {
    private static final String SECRET = "0123456789abcdef";

    @Test
    void isTheKeyedHashOfZoneAndValue() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String whole = HexFormat.of()
                .formatHex(mac.doFinal("headrace-mask-1\nanalyst\n12431".getBytes(StandardCharsets.UTF_8)));
        assertThat(new TokenHash(SECRET, "analyst").of("12431")).hasSize(32).isEqualTo(whole.substring(0, 32));
    }

    @Test
    void isTheSameForTheSameValueAndZoneOnly() {
        TokenHash hash = new TokenHash(SECRET, "analyst");
        assertThat(hash.of("a")).isEqualTo(new TokenHash(SECRET, "analyst").of("a"));
        assertThat(hash.of("a")).isNotEqualTo(hash.of("b"));
        assertThat(hash.of("a")).isNotEqualTo(new TokenHash(SECRET, "other").of("a"));
        assertThat(hash.of("a")).isNotEqualTo(new TokenHash(SECRET + "0", "analyst").of("a"));
        assertThat(hash.of(null)).isNull();
    }
}
