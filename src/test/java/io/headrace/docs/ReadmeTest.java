package io.headrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.Project;
import io.headrace.spec.hocon.ProjectReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows first: a spec and a picture. */
class ReadmeTest {
    private static final Path PICTURE = Path.of("docs/images/demo.png");

    @TempDir
    private Path folder;

    @Test
    void theSpecIsTheReferenceProjectsOwn() throws IOException {
        String spec = Page.of("README.md").blocks("hocon").get(0);
        assertThat(spec.lines()).hasSize(12);
        Path project = folder.resolve("retail");
        for (String part : List.of("conf", "features", "jobs")) {
            copy(Path.of(part), project.resolve(part));
        }
        Files.writeString(project.resolve("jobs/train-lapse.conf"), spec);
        assertThat(read(project).jobs().get("train-lapse"))
                .usingRecursiveComparison()
                // Its keys may stand in another order; the digest says that it is the same.
                .ignoringFields("header.definition")
                .isEqualTo(read(Path.of("")).jobs().get("train-lapse"));
    }

    @Test
    void thePictureIsWideAndSmall() throws IOException {
        BufferedImage picture = ImageIO.read(PICTURE.toFile());
        assertThat(picture.getWidth()).isEqualTo(1280);
        assertThat(Files.size(PICTURE)).isLessThan(200_000);
    }

    private static Project read(Path project) {
        return ProjectReader.read(project, "local", List.of(), Map.of()).projectOrThrow();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
