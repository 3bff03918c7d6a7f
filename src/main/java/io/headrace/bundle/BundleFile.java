package io.headrace.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Bundles as files of this machine. */
public final class BundleFile {
    /** Bytes that a bundle may have; it is read into memory. */
    static final long MOST = 1L << 30;

    private BundleFile() {}

    /** Writes the bundle; readers of the place see what was there before, or all of it. */
    public static void write(Bundle bundle, Path file) {
        Path target = file.toAbsolutePath();
        Path aside = target.resolveSibling("." + target.getFileName() + ".new");
        try {
            Files.createDirectories(target.getParent());
            try {
                Files.write(aside, bundle.bytes());
                Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (IOException e) {
            throw BundleErrors.notWritten(file, e);
        }
    }

    /** Reads and verifies a bundle. */
    public static Bundle read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                        ? new IOException("it is no file")
                        : new IOException("there is no such file");
            }
            long bytes = Files.size(file);
            if (bytes > MOST) {
                throw BundleErrors.tooLarge(file, bytes, MOST);
            }
            return Bundle.read(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw BundleErrors.unreadable(file, e);
        }
    }
}
