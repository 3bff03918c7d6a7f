package io.headrace.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The demo, played once for all tests of a build, in whichever JVM they run; they only look at what it has left. */
public final class PlayedDemo {
    private static final Path FOLDER = Path.of("target/demo-of-tests").toAbsolutePath();

    /** Holds the build for which the demo was played; locked by the JVM that plays it. */
    private static final Path PLAYED = FOLDER.resolveSibling("demo-of-tests.build");

    private static final String BUILD = System.getProperty(
            "headrace.build", "JVM " + ProcessHandle.current().pid());

    private PlayedDemo() {}

    /** The folder with its landing files, lake and page. */
    public static synchronized Path folder() {
        LakeExtension.session();
        try (FileChannel played = FileChannel.open(PLAYED, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = played.lock()) {
            assertThat(lock.isValid()).isTrue();
            if (!Files.readString(PLAYED).equals(BUILD)) {
                assertThat(Main.run("demo", "--dir", FOLDER.toString())).isZero();
                Files.writeString(PLAYED, BUILD);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return FOLDER;
    }
}
