package io.headrace.cli;

import io.headrace.run.SecretFile;
import io.headrace.spec.Database;
import io.headrace.spec.Password;
import io.headrace.spec.Places;
import io.headrace.spec.ZonePlaces.Zone;
import io.headrace.zones.ZoneFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What others on this machine may read or change of a project's places, by the rights of its disk. To change is a problem; to read is told,
 * as a team may want it.
 */
final class OpenPlaces {
    private static final int STICKY = 01000;

    /** How Spark calls folders that hold parts of rows while it works; one that was killed leaves them. */
    private static final String LEFT_BY_SPARK = "(blockmgr-|spark-).*";

    private final Places places;
    private final Path temporary;

    OpenPlaces(Places places) {
        this(places, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** @param temporary the folder for temporary files */
    OpenPlaces(Places places, Path temporary) {
        this.places = places;
        this.temporary = temporary;
    }

    /** One line for each place, and what is open about it. */
    List<Finding> findings() throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<String, Path> folder : folders().entrySet()) {
            if (isPosix(folder.getValue())) {
                findings.add(rights(folder.getKey(), folder.getValue()));
            }
        }
        for (Map.Entry<String, Zone> zone : zones().entrySet()) {
            ZoneFolder folder = new ZoneFolder(zone.getValue());
            if (folder.local().isPresent() && isPosix(folder.local().get())) {
                findings.add(zone(zone.getKey(), zone.getValue(), folder));
            }
        }
        Path project = places.project();
        if (isPosix(project)) {
            findings.add(umask(project));
        }
        for (Path secret : secrets()) {
            if (Files.exists(secret)) {
                findings.add(secret(secret));
            }
        }
        if (isPosix(temporary)) {
            findings.add(temporary());
        }
        return findings;
    }

    private Map<String, Path> folders() {
        Map<String, Path> folders = new TreeMap<>();
        for (String specs : List.of("conf", "features", "jobs", "logs")) {
            folders.put(specs, places.project().resolve(specs));
        }
        local(places.lake()).ifPresent(lake -> folders.put("lake", lake));
        local(places.landing()).ifPresent(landing -> folders.put("landing", landing));
        local(places.exports()).ifPresent(exports -> folders.put("exports", exports));
        return folders;
    }

    /** The folder of a place on a disk of this machine. */
    static Optional<Path> local(String place) {
        if (place.startsWith("file:")) {
            return Optional.of(Path.of(java.net.URI.create(place).getPath()));
        }
        return place.contains(":/") ? Optional.empty() : Optional.of(Path.of(place));
    }

    private static boolean isPosix(Path place) throws IOException {
        return Files.exists(place) && Files.getFileStore(place).supportsFileAttributeView("posix");
    }

    private static Finding rights(String name, Path folder) throws IOException {
        String check = "rights of " + name;
        Optional<Path> above = changeableAbove(folder);
        if (above.isPresent()) {
            return Finding.problem(
                    check, "others may put another folder in its place: they may change " + shown(above.get()));
        }
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(folder);
        if (rights.contains(PosixFilePermission.OTHERS_WRITE)) {
            return Finding.problem(check, "others may change it: " + shown(folder));
        }
        List<String> open = new ArrayList<>();
        if (rights.contains(PosixFilePermission.OTHERS_READ) || rights.contains(PosixFilePermission.OTHERS_EXECUTE)) {
            open.add("others may read it");
        }
        if (rights.contains(PosixFilePermission.GROUP_WRITE)) {
            open.add("its group may change it");
        }
        return open.isEmpty()
                ? Finding.fine(check, shown(folder))
                : Finding.open(check, String.join(", ", open) + ": " + shown(folder));
    }

    /** A folder above that others may change, but for one like /tmp where each may change only what is theirs. */
    private static Optional<Path> changeableAbove(Path folder) throws IOException {
        for (Path above = folder.toRealPath().getParent(); above != null; above = above.getParent()) {
            boolean isSticky = ((Integer) Files.getAttribute(above, "unix:mode") & STICKY) != 0;
            if (!isSticky && Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_WRITE)) {
                return Optional.of(above);
            }
        }
        return Optional.empty();
    }

    private static String shown(Path folder) throws IOException {
        return folder + " (" + PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)) + ")";
    }

    /** The zones of masked copies: those that conf names, and folders where the others are. */
    private Map<String, Zone> zones() throws IOException {
        Map<String, Zone> zones = new TreeMap<>(places.zones().zones());
        Optional<Path> root = local(places.zones().root()).filter(Files::isDirectory);
        if (root.isPresent()) {
            try (Stream<Path> folders = Files.list(root.get())) {
                folders.filter(Files::isDirectory)
                        .map(folder -> folder.getFileName().toString())
                        .forEach(name -> zones.putIfAbsent(name, places.zones().zone(name)));
            }
        }
        return zones;
    }

    /** What is open by declaration is told; what is open beyond it is a problem. */
    private static Finding zone(String name, Zone zone, ZoneFolder folder) throws IOException {
        String check = "zone " + name;
        String declared =
                zone.rights() + zone.group().map(group -> ", group " + group).orElse("");
        Path place = folder.local().orElseThrow();
        List<Path> wider = folder.wider();
        if (!wider.isEmpty()) {
            return Finding.problem(
                    check,
                    wider.size() + " of its files and folders are open to more people than declared (" + declared
                            + "), or of another group; the next run that copies to it sets them: "
                            + shown(wider.get(0)));
        }
        Optional<Path> above = changeableAbove(place);
        if (above.isPresent()) {
            return Finding.problem(
                    check, "others may put another folder in its place: they may change " + shown(above.get()));
        }
        return PosixFilePermissions.fromString(zone.rights()).contains(PosixFilePermission.OTHERS_READ)
                ? Finding.open(check, "others may read it, as declared: " + place + " (" + declared + ")")
                : Finding.fine(check, place + " (" + declared + ")");
    }

    /** Makes a folder and looks at its rights. */
    private static Finding umask(Path project) throws IOException {
        Path probe = Files.createDirectory(
                project.resolve(".headrace-doctor-" + ProcessHandle.current().pid()));
        try {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(probe);
            String found = "new folders are " + PosixFilePermissions.toString(rights);
            if (rights.contains(PosixFilePermission.OTHERS_WRITE)) {
                return Finding.problem("umask", found + ": others may change them; set umask 027");
            }
            return rights.contains(PosixFilePermission.OTHERS_READ)
                    ? Finding.open("umask", found + ": others may read them; umask 027 keeps them out")
                    : Finding.fine("umask", found);
        } finally {
            Files.delete(probe);
        }
    }

    private List<Path> secrets() {
        return Stream.concat(
                        places.databases().values().stream().map(Database::password),
                        Stream.of(
                                places.lineage().url(),
                                places.lineage().key(),
                                places.zones().key(),
                                places.privacy().tombstoneKey(),
                                places.privacy().keyEncryptionKey()))
                .filter(Password.InFile.class::isInstance)
                .map(password -> places.project().resolve(((Password.InFile) password).file()))
                .distinct()
                .sorted()
                .toList();
    }

    private static Finding secret(Path file) throws IOException {
        String check = "rights of a password file";
        return SecretFile.problem(file)
                .map(problem -> Finding.problem(check, file + " " + problem))
                .orElseGet(() -> Finding.fine(check, file.toString()));
    }

    private Finding temporary() throws IOException {
        List<Path> open = new ArrayList<>();
        try (Stream<Path> entries = Files.list(temporary)) {
            for (Path entry : entries.sorted().toList()) {
                if (entry.getFileName().toString().matches(LEFT_BY_SPARK)
                        && Files.getPosixFilePermissions(entry).contains(PosixFilePermission.OTHERS_READ)) {
                    open.add(entry);
                }
            }
        }
        return open.isEmpty()
                ? Finding.fine("temporary folder", temporary.toString())
                : Finding.open(
                        "temporary folder",
                        "others may read " + open.size()
                                + " of Spark's folders, which may hold rows; remove those of processes"
                                + " that have ended: " + open.get(0) + (open.size() > 1 ? ", ..." : ""));
    }

    /**
     * What was found.
     *
     * @param result ok, open or PROBLEM
     */
    record Finding(String check, String result, String found) {
        private static final String PROBLEM = "PROBLEM";

        static Finding fine(String check, String found) {
            return new Finding(check, "ok", found);
        }

        static Finding open(String check, String found) {
            return new Finding(check, "open", found);
        }

        static Finding problem(String check, String found) {
            return new Finding(check, PROBLEM, found);
        }

        boolean isProblem() {
            return result.equals(PROBLEM);
        }
    }
}
