package io.headrace.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {
    @TempDir
    Path folder;

    private Path file(String rights) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "s3cret\nmore\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw--w----", "rw-----w-", "r--r--r--"})
    void openFilesAreNamedWithTheirRights(String rights) throws IOException {
        Path file = file(rights);
        assertThat(SecretFile.problem(file))
                .contains("is open to its group or others (" + rights + "): chmod 600 " + file);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(SecretFile.problem(link)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------"})
    void filesOfTheOwnerAloneAreRead(String rights) throws IOException {
        Path file = file(rights);
        assertThat(SecretFile.problem(file)).isEmpty();
        assertThat(SecretFile.firstLine(file)).contains("s3cret");
    }
}
