package io.headrace.cli;

import io.headrace.spec.Places;
import io.headrace.table.HardLinkLogStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks at this machine and the project's places. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Checks this machine: Java, memory, folders, and whether two writers are safe on the lake's disk.")
final class DoctorCommand implements Callable<Integer> {
    private static final long NEEDED_MEMORY = 1L << 30;

    @Mixin
    private ProjectOptions options;

    @Override
    public Integer call() {
        Places places = options.project().places();
        List<Finding> findings = new ArrayList<>();
        String java = System.getProperty("java.specification.version");
        findings.add(new Finding("Java 17", "17".equals(java), "Java " + java));
        long memory = Runtime.getRuntime().maxMemory();
        findings.add(new Finding("1 GiB heap", memory >= NEEDED_MEMORY, (memory >> 20) + " MiB"));
        findings.add(landing(places));
        findings.add(lake(places));
        new Screen()
                .table(
                        List.of("check", "result", "found"),
                        findings.stream()
                                .map(f -> List.of(f.check(), f.fine() ? "ok" : "PROBLEM", f.found()))
                                .toList());
        return findings.stream().allMatch(Finding::fine) ? 0 : 2;
    }

    private static Finding landing(Places places) {
        if (isRemote(places.landing())) {
            return new Finding("landing folder", true, places.landing() + " (not local, not looked at)");
        }
        Path folder = Path.of(places.landing());
        return new Finding("landing folder", Files.isReadable(folder), folder.toString());
    }

    /** Two writers are safe where a commit file cannot be made twice: makes one twice and looks. */
    private static Finding lake(Places places) {
        String check = "put-if-absent on the lake";
        if (isRemote(places.lake())) {
            return new Finding(check, true, places.lake() + " (not local: depends on its log store, see docs/lake.md)");
        }
        try {
            Path folder = Files.createDirectories(Path.of(places.lake()));
            Path probe = Files.createTempDirectory(folder.toAbsolutePath().getParent(), ".headrace-doctor");
            try {
                return new Finding(check, refusesSecond(probe), folder.toString());
            } finally {
                Files.deleteIfExists(probe.resolve("commit"));
                Files.delete(probe);
            }
        } catch (IOException e) {
            return new Finding(check, false, places.lake() + ": " + e.getMessage());
        }
    }

    private static boolean refusesSecond(Path probe) throws IOException {
        Configuration hadoop = new Configuration();
        HardLinkLogStore store = new HardLinkLogStore(hadoop);
        org.apache.hadoop.fs.Path commit =
                new org.apache.hadoop.fs.Path(probe.resolve("commit").toUri());
        store.write(commit, actions(), false, hadoop);
        try {
            store.write(commit, actions(), false, hadoop);
            return false;
        } catch (java.nio.file.FileAlreadyExistsException refused) {
            return true;
        }
    }

    private static Iterator<String> actions() {
        return List.of("{}").iterator();
    }

    private static boolean isRemote(String place) {
        return place.contains(":/") && !place.startsWith("file:");
    }

    private record Finding(String check, boolean fine, String found) {}
}
