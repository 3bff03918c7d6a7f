package io.headrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Folders below {@code target} that are made once for all tests of a build, in whichever JVM they run; read only. */
public final class OncePerBuild {
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    /** Maven's; a JVM started without it is a build of its own. */
    private static final String BUILD = System.getProperty(
            "headrace.build", "JVM " + ProcessHandle.current().pid());

    private OncePerBuild() {}

    /** The folder of that name, which is made unless this build has made it; waits while another JVM makes it. */
    public static synchronized Path folder(String name, Consumer<Path> make) {
        Path folder = TARGET.resolve(name);
        Path madeFor = TARGET.resolve(name + ".build");
        try (FileChannel channel = FileChannel.open(madeFor, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.readString(madeFor).equals(BUILD)) {
                if (Files.exists(folder)) {
                    Bench.delete(folder);
                }
                make.accept(folder);
                Files.writeString(madeFor, BUILD);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }
}
