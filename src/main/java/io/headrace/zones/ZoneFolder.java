package io.headrace.zones;

import io.headrace.spec.ZonePlaces.Zone;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/** The folder of a zone, with the rights that it is declared to have. */
public final class ZoneFolder {
    private static final String MODE = "unix:mode";
    private static final int ALL_RIGHTS = 0777;
    private static final int HANDS_GROUP_ON = 02000;
    private static final Set<PosixFilePermission> EXECUTE = EnumSet.of(
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);

    private final Zone zone;

    public ZoneFolder(Zone zone) {
        this.zone = zone;
    }

    /** Its path or URI. */
    public String root() {
        return zone.folder();
    }

    /** Where it is on a disk of this machine, if it is. */
    public Optional<Path> local() {
        if (zone.folder().startsWith("file:")) {
            return Optional.of(Path.of(URI.create(zone.folder()).getPath()));
        }
        return zone.folder().contains(":/") ? Optional.empty() : Optional.of(Path.of(zone.folder()));
    }

    private Set<PosixFilePermission> ofFolders() {
        return PosixFilePermissions.fromString(zone.rights());
    }

    private Set<PosixFilePermission> ofFiles() {
        Set<PosixFilePermission> rights = EnumSet.copyOf(ofFolders());
        rights.removeAll(EXECUTE);
        return rights;
    }

    /** Whether it has been made; one that is not on this machine is taken to be there. */
    boolean isThere() {
        return local().map(Files::isDirectory).orElse(true);
    }

    /** Makes the folder where it is missing, so that nothing is ever in it that more people may read. */
    void open(Configuration hadoop) {
        guard(() -> {
            Optional<Path> local = local();
            if (local.isPresent()) {
                Files.createDirectories(local.get());
                set(local.get());
            } else {
                org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(zone.folder());
                FileSystem files = folder.getFileSystem(hadoop);
                files.mkdirs(folder);
                set(files, files.getFileStatus(folder));
            }
        });
    }

    /** Gives the declared rights to all that is in the folder. */
    void settle(Configuration hadoop) {
        guard(() -> {
            Optional<Path> local = local();
            if (local.isPresent()) {
                for (Path entry : entries(local.get())) {
                    set(entry);
                }
            } else {
                org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(zone.folder());
                settle(folder.getFileSystem(hadoop), folder);
            }
        });
    }

    private void settle(FileSystem files, org.apache.hadoop.fs.Path folder) throws IOException {
        for (FileStatus entry : files.listStatus(folder)) {
            set(files, entry);
            if (entry.isDirectory()) {
                settle(files, entry.getPath());
            }
        }
    }

    private void set(FileSystem files, FileStatus entry) throws IOException {
        FsPermission wanted = FsPermission.valueOf(
                "-" + PosixFilePermissions.toString(entry.isDirectory() ? ofFolders() : ofFiles()));
        if (!entry.getPermission().equals(wanted)) {
            files.setPermission(entry.getPath(), wanted);
        }
        if (zone.group().isPresent() && !zone.group().get().equals(entry.getGroup())) {
            files.setOwner(entry.getPath(), null, zone.group().get());
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            return entries.filter(entry -> !Files.isSymbolicLink(entry)).toList();
        }
    }

    /** New entries of a folder get its group where the system is told so by the bit; a change of group may clear it. */
    private void set(Path entry) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(entry, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        PosixFileAttributes there = view.readAttributes();
        if (zone.group().isPresent() && !zone.group().get().equals(there.group().getName())) {
            GroupPrincipal group = entry.getFileSystem()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByGroupName(zone.group().get());
            view.setGroup(group);
        }
        boolean isFolder = there.isDirectory();
        int wanted = bits(isFolder ? ofFolders() : ofFiles())
                | (isFolder && zone.group().isPresent() ? HANDS_GROUP_ON : 0);
        int found = (Integer) Files.getAttribute(entry, MODE);
        if ((found & (ALL_RIGHTS | HANDS_GROUP_ON)) != wanted) {
            Files.setAttribute(entry, MODE, (found & ~(ALL_RIGHTS | HANDS_GROUP_ON)) | wanted);
        }
    }

    private static int bits(Set<PosixFilePermission> rights) {
        int bits = 0;
        for (PosixFilePermission right : PosixFilePermission.values()) {
            bits = (bits << 1) | (rights.contains(right) ? 1 : 0);
        }
        return bits;
    }

    /** What in the folder more people may read or change than is declared, or belongs to another group; for a folder on this machine. */
    public List<Path> wider() throws IOException {
        List<Path> wider = new ArrayList<>();
        for (Path entry : entries(local().orElseThrow())) {
            Set<PosixFilePermission> more = EnumSet.noneOf(PosixFilePermission.class);
            more.addAll(Files.getPosixFilePermissions(entry));
            more.removeAll(Files.isDirectory(entry) ? ofFolders() : ofFiles());
            String group = Files.readAttributes(entry, PosixFileAttributes.class)
                    .group()
                    .getName();
            if (!more.isEmpty()
                    || zone.group().filter(wanted -> !wanted.equals(group)).isPresent()) {
                wider.add(entry);
            }
        }
        return wider;
    }

    /** Work with files. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private void guard(Work work) {
        try {
            work.run();
        } catch (IOException | UnsupportedOperationException e) {
            throw ZoneErrors.rights(
                    zone.folder(),
                    zone.rights()
                            + zone.group()
                                    .map(group -> " and the group " + group)
                                    .orElse(""),
                    e);
        }
    }
}
