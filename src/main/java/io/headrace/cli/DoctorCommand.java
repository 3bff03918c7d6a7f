package io.headrace.cli;

import io.headrace.cli.OpenPlaces.Finding;
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
        description = {
            "Checks this machine: Java, memory, folders, and whether two writers are safe on the lake's disk.",
            "Says what others may read (open) or change (PROBLEM) of folders and password files."
        })
final class DoctorCommand implements Callable<Integer> {
    private static final long NEEDED_MEMORY = 1L << 30;

    @Mixin
    private ProjectOptions options;

    @Override
    public Integer call() {
        Places places = options.project().places();
        List<Finding> findings = new ArrayList<>();
        String java = System.getProperty("java.specification.version");
        findings.add(finding("Java 17", "17".equals(java), "Java " + java));
        long memory = Runtime.getRuntime().maxMemory();
        findings.add(finding("1 GiB heap", memory >= NEEDED_MEMORY, (memory >> 20) + " MiB"));
        findings.add(landing(places));
        findings.add(lake(places));
        findings.addAll(open(places));
        new Screen()
                .table(
                        List.of("check", "result", "found"),
                        findings.stream()
                                .map(f -> List.of(f.check(), f.result(), f.found()))
                                .toList());
        return findings.stream().noneMatch(Finding::isProblem) ? 0 : 2;
    }

    private static Finding landing(Places places) {
        if (isRemote(places.landing())) {
            return Finding.fine("landing folder", places.landing() + " (not local, not looked at)");
        }
        Path folder = Path.of(places.landing());
        return finding("landing folder", Files.isReadable(folder), folder.toString());
    }

    /** Two writers are safe where a commit file cannot be made twice: makes one twice and looks. */
    private static Finding lake(Places places) {
        String check = "put-if-absent on the lake";
        if (isRemote(places.lake())) {
            return Finding.fine(check, places.lake() + " (not local: depends on its log store, see docs/lake.md)");
        }
        try {
            Path folder = Files.createDirectories(Path.of(places.lake()));
            Path probe = Files.createTempDirectory(folder.toAbsolutePath().getParent(), ".headrace-doctor");
            try {
                return finding(check, refusesSecond(probe), folder.toString());
            } finally {
                Files.deleteIfExists(probe.resolve("commit"));
                Files.delete(probe);
            }
        } catch (IOException e) {
            return Finding.problem(check, places.lake() + ": " + e.getMessage());
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

    private static Finding finding(String check, boolean isFine, String found) {
        return isFine ? Finding.fine(check, found) : Finding.problem(check, found);
    }

    private static List<Finding> open(Places places) {
        try {
            return new OpenPlaces(places).findings();
        } catch (IOException e) {
            return List.of(Finding.problem("rights", "cannot be looked at: " + e));
        }
    }
}
