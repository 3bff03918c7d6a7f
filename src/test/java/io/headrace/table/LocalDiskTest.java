package io.headrace.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hadoop's own file system of the local disk is the oracle. */
class LocalDiskTest {
    @TempDir
    private Path folder;

    private static FileSystem started(FileSystem files) throws IOException {
        files.initialize(Path.of("/").toUri(), new Configuration());
        return files;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0644", "0600", "0755", "0000", "1777"})
    void givesTheSamePermissions(String mode) throws IOException {
        assertThat(permissions(new LocalDisk(), "own", mode))
                .isEqualTo(permissions(new LocalFileSystem(), "hadoop", mode));
    }

    private String permissions(FileSystem made, String name, String mode) throws IOException {
        try (FileSystem files = started(made)) {
            org.apache.hadoop.fs.Path place = new org.apache.hadoop.fs.Path(
                    folder.resolve(name).resolve("below").toUri());
            files.mkdirs(place);
            files.create(new org.apache.hadoop.fs.Path(place, "file")).close();
            String fresh = files.getFileStatus(place).getPermission() + " "
                    + files.getFileStatus(new org.apache.hadoop.fs.Path(place, "file"))
                            .getPermission();
            files.setPermission(place, new FsPermission(mode));
            return fresh + " " + files.getFileStatus(place).getPermission();
        }
    }

    @Test
    void looksAtALinkAndNotAtWhatItLeadsTo() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        try (FileSystem own = started(new LocalDisk());
                FileSystem hadoops = started(new LocalFileSystem())) {
            for (Path path : new Path[] {file, link}) {
                org.apache.hadoop.fs.Path there = new org.apache.hadoop.fs.Path(path.toString());
                assertThat(own.getFileLinkStatus(there).isSymlink())
                        .isEqualTo(hadoops.getFileLinkStatus(there).isSymlink())
                        .isEqualTo(path.equals(link));
            }
        }
    }
}
