package io.headrace.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.HeadraceException;
import io.headrace.trust.KeyRing;
import io.headrace.trust.Keys;
import io.headrace.trust.SigningKey;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CheckpointTest {
    private static final String ORIGIN = "lake-7/models";
    private static final SigningKey ADA = Keys.made();
    private static final SigningKey BEN = Keys.made();
    private static final KeyRing TRUSTED = KeyRing.of("ada", ADA.verifyingKey());
    private static final ChainState STATE = ChainState.EMPTY.after(
            ChainState.EMPTY.next("models", 1_767_225_600_000_000L, Canonical.digest(Struct.of("version", 1))));
    private static final Checkpoint HEAD = Checkpoint.of(ORIGIN, STATE);

    private static Checkpoint open(String note) {
        return Checkpoint.open(note, ORIGIN, TRUSTED, "FILE");
    }

    @Test
    void isReadAsItWasSigned() {
        String note = HEAD.signed("ada", ADA);
        assertThat(open(note)).isEqualTo(HEAD);
        assertThat(HEAD.holds(STATE)).isTrue();
        assertThat(HEAD.holds(ChainState.EMPTY)).isFalse();
        assertThat(HEAD.words()).isEqualTo("the head signed at 2026-01-01T00:00:00Z");
        Checkpoint empty = Checkpoint.of(ORIGIN, ChainState.EMPTY);
        assertThat(open(empty.signed("ada", ADA))).isEqualTo(empty);
    }

    /** The lines of C2SP tlog-checkpoint and signed-note: em dash, name, and four bytes of the key's SHA-256 before the signature. */
    @Test
    void hasTheLinesOfTransparencyLogs() {
        String[] lines = HEAD.signed("ada", ADA).split("\n", -1);
        assertThat(lines).hasSize(7);
        assertThat(lines[0]).isEqualTo(ORIGIN);
        assertThat(lines[1]).isEqualTo("1");
        assertThat(HexFormat.of().formatHex(Base64.getDecoder().decode(lines[2])))
                .isEqualTo(STATE.tree().root());
        assertThat(lines[3]).isEqualTo("time 2026-01-01T00:00:00Z");
        assertThat(lines[4]).isEmpty();
        assertThat(lines[5]).startsWith("\u2014 ada ");
        assertThat(HexFormat.of().formatHex(Base64.getDecoder().decode(lines[5].substring(6))))
                .startsWith(ADA.verifyingKey().identifier().substring(0, 8) + "30");
        assertThat(lines[6]).isEmpty();
    }

    @Test
    void unknownSignaturesAreOverlooked() {
        String note = HEAD.signed("ben", BEN);
        String both = note + HEAD.signed("ada", ADA).lines().skip(5).findFirst().orElseThrow() + "\n";
        assertThat(open(both)).isEqualTo(HEAD);
        assertRefused(note, "HEAD-TRUST-023", "trusted are ada");
    }

    @Test
    void whatIsChangedIsRefused() {
        String note = HEAD.signed("ada", ADA);
        assertRefused(note.replace("\n1\n", "\n2\n"), "HEAD-TRUST-023", "fits its text");
        assertRefused(note.replace("2026-01-01T", "2026-01-02T"), "HEAD-TRUST-023", "fits its text");
        assertRefused(note.replace("\u2014 ada", "\u2014 ben"), "HEAD-TRUST-023", "fits its text");
        assertRefused(HEAD.signed("ada", BEN), "HEAD-TRUST-023", "fits its text");
        assertRefused(
                note.replace("lake-7", "lake-8"),
                "HEAD-TRUST-022",
                "is the head of lake-8/models, not of lake-7/models");
        assertRefused(note.replace("\n1\n", "\n01\n"), "HEAD-TRUST-021", "origin, size, root, time");
        assertRefused(note.substring(0, note.indexOf("\n\n") + 1), "HEAD-TRUST-021", "origin, size, root, time");
        assertRefused(note.substring(0, note.length() - 1), "HEAD-TRUST-021", "origin, size, root, time");
        assertRefused(note + "more\n", "HEAD-TRUST-021", "origin, size, root, time");
        assertRefused(note.replace("\u2014 ada ", "\u2014 ada"), "HEAD-TRUST-021", "NAME BASE64");
        assertRefused("", "HEAD-TRUST-021", "origin, size, root, time");
    }

    private static void assertRefused(String note, String code, String reason) {
        assertThatThrownBy(() -> open(note)).isInstanceOfSatisfying(HeadraceException.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure).hasMessageContaining(reason);
        });
    }

    @Test
    void namesAndOriginsAreOneWordAndOneLine() {
        assertThatThrownBy(() -> HEAD.signed("ada lovelace", ADA)).hasMessageContaining("one word without +");
        assertThatThrownBy(() -> HEAD.signed("a+b", ADA)).hasMessageContaining("one word without +");
        assertThatThrownBy(() -> new Checkpoint("two\nlines", 1, "", 0)).hasMessageContaining("one line");
        assertThatThrownBy(() -> new Checkpoint("x", -1, "", 0)).hasMessageContaining("0 rows or more");
    }
}
