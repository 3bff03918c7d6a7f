package io.headrace.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The specs of a project in one file, for a driver that starts on another machine. */
final class ProjectArchive {
    /** The folder beside the driver into which the cluster unpacks it. */
    static final String FOLDER = "project";

    private static final List<String> FOLDERS = List.of("conf", "features", "jobs");

    private ProjectArchive() {}

    /** Writes {@code target/project.zip} of the project; equal specs give equal bytes. */
    static Path write(Path project) {
        Path archive = project.resolve("target").resolve("project.zip");
        try {
            Files.createDirectories(archive.getParent());
            Path part = Files.createTempFile(archive.getParent(), "project", ".part");
            try (OutputStream file = Files.newOutputStream(part);
                    ZipOutputStream zip = new ZipOutputStream(file)) {
                for (Path spec : specs(project)) {
                    ZipEntry entry = new ZipEntry(project.relativize(spec).toString());
                    entry.setTime(0);
                    zip.putNextEntry(entry);
                    Files.copy(spec, zip);
                }
            }
            return Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw CliErrors.cannotWrite(archive.toString(), e);
        }
    }

    private static List<Path> specs(Path project) throws IOException {
        List<Path> specs = new ArrayList<>();
        for (String name : FOLDERS) {
            Path folder = project.resolve(name);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(Files::isRegularFile).sorted().forEach(specs::add);
                }
            }
        }
        return specs;
    }
}
