package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.cli.OpenPlaces.Finding;
import io.headrace.spec.Database;
import io.headrace.spec.Password;
import io.headrace.spec.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} says of rights. */
class OpenPlacesTest {
    @TempDir
    Path folder;

    private Path project;

    @BeforeEach
    void closed() throws IOException {
        rights(folder, "rwx------");
        project = made("project", "rwx------");
        made("project/lake", "rwx------");
        made("project/conf", "rwx------");
        made("tmp", "rwx------");
    }

    private Path made(String name, String rights) throws IOException {
        return rights(Files.createDirectories(folder.resolve(name)), rights);
    }

    private static Path rights(Path place, String rights) throws IOException {
        return Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(rights));
    }

    private Map<String, String> found() throws IOException {
        Places places = new Places(
                "local",
                project,
                project.resolve("lake").toString(),
                "hdfs://host/landing",
                project.resolve("exports").toString(),
                Map.of("crm", new Database("crm", "jdbc:x", "", new Password.InFile(Path.of("pw")), Optional.empty())),
                "",
                ZoneOffset.UTC,
                0,
                Map.of());
        return new OpenPlaces(places, folder.resolve("tmp"))
                .findings().stream()
                        .collect(Collectors.toMap(Finding::check, finding -> finding.result() + " " + finding.found()));
    }

    @Test
    void closedPlacesAreFineAndMissingOnesLeftOut() throws IOException {
        Map<String, String> found = found();
        assertThat(found).containsOnlyKeys("rights of lake", "rights of conf", "umask", "temporary folder");
        assertThat(found.get("rights of lake")).isEqualTo("ok " + project.resolve("lake") + " (rwx------)");
        assertThat(found.get("umask")).startsWith("o").contains("new folders are rwx");
    }

    @Test
    void whatOthersMayReadIsOpenAndWhatTheyMayChangeIsAProblem() throws IOException {
        rights(project.resolve("lake"), "rwxrwxr-x");
        rights(project.resolve("conf"), "rwxrwxrwx");
        Map<String, String> found = found();
        assertThat(found.get("rights of lake"))
                .isEqualTo("open others may read it, its group may change it: " + project.resolve("lake")
                        + " (rwxrwxr-x)");
        assertThat(found.get("rights of conf"))
                .isEqualTo("PROBLEM others may change it: " + project.resolve("conf") + " (rwxrwxrwx)");
    }

    @Test
    void aFolderAboveThatOthersMayChangeIsAProblemUnlessItIsLikeTmp() throws IOException {
        rights(project, "rwxrwxrwx");
        assertThat(found().get("rights of lake"))
                .isEqualTo("PROBLEM others may put another folder in its place: they may change " + project
                        + " (rwxrwxrwx)");
        Files.setAttribute(project, "unix:mode", 01777);
        assertThat(found().get("rights of lake")).startsWith("ok ");
    }

    @Test
    void openPasswordFilesAreProblems() throws IOException {
        Path file = rights(Files.writeString(project.resolve("pw"), "s3cret"), "rw-r--r--");
        assertThat(found().get("rights of a password file"))
                .isEqualTo("PROBLEM " + file + " is open to its group or others (rw-r--r--): chmod 600 " + file)
                .doesNotContain("s3cret");
        rights(file, "rw-------");
        assertThat(found().get("rights of a password file")).isEqualTo("ok " + file);
    }

    @Test
    void aZoneThatMorePeopleMayReadThanIsDeclaredIsAProblem() throws IOException {
        made("project/zones", "rwxr-xr-x");
        Path zone = made("project/zones/analyst", "rwxr-x---");
        Path file = rights(Files.writeString(zone.resolve("part"), "x"), "rw-r-----");
        assertThat(found().get("zone analyst")).isEqualTo("ok " + zone + " (rwxr-x---)");
        rights(file, "rw-r--r--");
        assertThat(found().get("zone analyst"))
                .isEqualTo("PROBLEM 1 of its files and folders are open to more people than declared (rwxr-x---), or of"
                        + " another group; the next run that copies to it sets them: " + file + " (rw-r--r--)");
        rights(file, "rw-------");
        assertThat(found().get("zone analyst")).startsWith("ok ");
    }

    @Test
    void theCommandShowsThem() throws IOException {
        Path shop = folder.resolve("shop");
        assertThat(CommandRun.of("init", shop.toString()).exit()).isZero();
        rights(shop.resolve("conf"), "rwxrwxrwx");
        CommandRun run = CommandRun.of("doctor", "--project", shop.toString());
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out())
                .containsPattern("(?m)^rights of conf +PROBLEM +others may change it: ")
                .containsPattern("(?m)^umask +(ok|open) +new folders are ");
    }

    @Test
    void foldersThatSparkLeftAreOpen() throws IOException {
        made("tmp/blockmgr-1", "rwxr-xr-x");
        made("tmp/spark-2", "rwx------");
        made("tmp/other", "rwxr-xr-x");
        assertThat(found().get("temporary folder"))
                .isEqualTo(
                        "open others may read 1 of Spark's folders, which may hold rows; remove those of processes that have"
                                + " ended: " + folder.resolve("tmp/blockmgr-1"));
    }
}
