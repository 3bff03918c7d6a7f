package io.headrace.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.cipher.KeyService;
import io.headrace.cipher.LakeKey;
import io.headrace.spec.LineagePlaces;
import io.headrace.spec.Password;
import io.headrace.spec.Places;
import io.headrace.spec.PrivacyPlaces;
import io.headrace.spec.TrustPlaces;
import io.headrace.spec.ZonePlaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyServicesTest {
    @TempDir
    private Path folder;

    private Places places(Password key, Optional<String> service) {
        return new Places(
                "test",
                folder,
                "lake",
                "landing",
                "exports",
                Map.of(),
                "",
                ZoneOffset.UTC,
                0,
                Map.of(),
                LineagePlaces.NONE,
                TrustPlaces.NONE,
                ZonePlaces.below("zones"),
                new PrivacyPlaces(new Password.None(), key, service));
    }

    private Password file(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("kek"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return new Password.InFile(Path.of("kek"));
    }

    @Test
    void aFileHoldsOneKeyOrSeveral() throws IOException {
        String one = "ab".repeat(32);
        String two = "cd".repeat(32);
        assertThat(KeyServices.of(places(file(one + "\n"), Optional.empty()))).hasSize(1);
        assertThat(KeyServices.of(places(file(two + " " + one + "\n"), Optional.empty())))
                .extracting(KeyService::name)
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void aServiceOfOnesOwnIsFoundByItsName() {
        KeyService mirror = KeyServices.of(places(new Password.None(), Optional.of("mirror")))
                .get(0);
        byte[] wrapped = LakeKey.draw().wrapped(mirror);
        assertThat(mirror.wrap(mirror.unwrap(wrapped))).isEqualTo(wrapped);
    }

    @Test
    void saysWhyThereIsNone() throws IOException {
        assertThatThrownBy(() -> KeyServices.of(places(new Password.None(), Optional.empty())))
                .hasMessageContaining("the key-encryption key cannot be had: none is set");
        assertThatThrownBy(() -> KeyServices.of(places(new Password.None(), Optional.of("vault"))))
                .hasMessageContaining("is the key service vault, there are: [mirror]");
        assertThatThrownBy(() -> KeyServices.of(places(file("short"), Optional.empty())))
                .hasMessageContaining("64 hexadecimal digits");
    }
}
