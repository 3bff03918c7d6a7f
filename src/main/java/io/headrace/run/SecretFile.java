package io.headrace.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** A file with a secret in its first line, which its owner alone may read and write. */
public final class SecretFile {
    private SecretFile() {}

    /** Its first line; empty where it has none. Whoever asks looks for {@link #problem} first. */
    public static Optional<String> firstLine(Path file) throws IOException {
        return Files.readString(file).lines().findFirst();
    }

    /** What is wrong with its rights, with the command that mends it; empty where nothing is, or where the disk knows no such rights. */
    public static Optional<String> problem(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return Optional.empty();
        }
        Set<PosixFilePermission> rights = view.readAttributes().permissions();
        boolean isOpen = rights.stream().anyMatch(right -> !right.name().startsWith("OWNER_"));
        return isOpen
                ? Optional.of("is open to its group or others (" + PosixFilePermissions.toString(rights)
                        + "): chmod 600 " + file)
                : Optional.empty();
    }
}
