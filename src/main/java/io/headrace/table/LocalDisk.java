package io.headrace.table;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's file system of the local disk, with the same files, checksums and permissions. Without Hadoop's native
 * library, the original starts a process for the permissions of each file and folder that it makes, and others to look
 * for links; Java does the same by itself.
 */
public final class LocalDisk extends LocalFileSystem {
    /** The setting that has Hadoop use it. */
    static final String PROPERTY = "spark.hadoop.fs.file.impl";

    /** For Hadoop, which makes its file systems by their names. */
    public LocalDisk() {
        super(new Raw());
    }

    private static final class Raw extends RawLocalFileSystem {
        private boolean posix;

        @Override
        public void initialize(URI name, Configuration hadoop) throws IOException {
            super.initialize(name, hadoop);
            posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        }

        @Override
        public void setPermission(Path path, FsPermission permission) throws IOException {
            if (!posix || permission.getStickyBit()) {
                super.setPermission(path, permission);
                return;
            }
            String rights = permission.getUserAction().SYMBOL
                    + permission.getGroupAction().SYMBOL
                    + permission.getOtherAction().SYMBOL;
            Files.setPosixFilePermissions(pathToFile(path).toPath(), PosixFilePermissions.fromString(rights));
        }

        @Override
        public FileStatus getFileLinkStatus(Path path) throws IOException {
            return Files.isSymbolicLink(pathToFile(path).toPath())
                    ? super.getFileLinkStatus(path)
                    : getFileStatus(path);
        }
    }
}
