package io.headrace.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.cli.Main;
import java.nio.file.Path;

/** The demo, played once for all tests of this JVM; they only look at what it has left. */
public final class PlayedDemo {
    private static final Path FOLDER = Path.of("target/demo-of-tests").toAbsolutePath();

    private static boolean played;

    private PlayedDemo() {}

    /** The folder with its landing files, lake and page. */
    public static synchronized Path folder() {
        if (!played) {
            LakeExtension.session();
            assertThat(Main.run("demo", "--dir", FOLDER.toString())).isZero();
            played = true;
        }
        return FOLDER;
    }
}
