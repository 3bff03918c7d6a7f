package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.cipher.LocalKey;
import io.headrace.privacy.search.Hit;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.LakeCipher;
import io.headrace.testing.Interruptions;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.OncePerBuild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The planted person in a project that encrypts names and addresses: nothing rests in clear, and destroyed keys reach every version. */
class EncryptedPersonSparkIT {
    private static final String SUBJECT = "customer_id=" + PlantedPerson.KEY;
    private static final String SECRET = "0123456789abcdef".repeat(4);
    private static final TableName SILVER = new TableName("silver", "customers");

    @TempDir
    private Path folder;

    private static Path played;

    @BeforeAll
    static void play() {
        played = OncePerBuild.folder("encrypted-person", project -> {
            try {
                play(project);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void play(Path project) throws IOException {
        PlantedPerson.make(project, ", encrypted = true");
        PlantedPerson.edit(
                project,
                "features/profile.conf",
                "columns {\n",
                "columns {\n  mail_size { type = integer, personal = true }\n");
        PlantedPerson.edit(
                project,
                "features/profile.conf",
                "expected = [{ customer_id = 1,",
                "expected = [{ customer_id = 1, mail_size = null,");
        PlantedPerson.edit(project, "features/profile.sql", "  age,\n", "  age,\n  length(EMAIL) as mail_size,\n");
        secret(project, "kek", SECRET);
        Files.writeString(
                project.resolve("conf/local.conf"),
                Files.readString(project.resolve("conf/local.conf")) + "\nprivacy { key-encryption-key-file = kek }\n");
        CommandRun unsaid = CommandRun.of("check", "--project", project.toString());
        assertThat(unsaid.exit()).isEqualTo(2);
        assertThat(unsaid.err() + unsaid.out())
                .contains("mail_size would rest in clear, and comes from columns that rest encrypted");
        PlantedPerson.edit(
                project,
                "features/profile.conf",
                "mail_size { type = integer,",
                "mail_size { type = integer, in-clear = true,");
        CommandRun unpurposed = CommandRun.of("check", "--project", project.toString());
        assertThat(unpurposed.err() + unpurposed.out()).contains("jobs/features-profile.conf", "write purpose = ");
        PlantedPerson.run(project, "job", "ingest-customers", "--date", PlantedPerson.DATE);
        CommandRun refused =
                CommandRun.of("job", "features-profile", "--date", PlantedPerson.DATE, "--project", project.toString());
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("HEAD-PRIVACY-015");
        for (String job : List.of("features-profile", "train-outcome")) {
            Path file = project.resolve("jobs/" + job + ".conf");
            Files.writeString(file, Files.readString(file) + "\npurpose = \"welcome letters\"\n");
        }
        PlantedPerson.run(project, "check");
        PlantedPerson.run(project, "job", "features-profile", "--date", PlantedPerson.DATE);
        PlantedPerson.run(project, "job", "train-outcome", "--date", PlantedPerson.DATE);
    }

    private static void secret(Path project, String name, String text) throws IOException {
        Path secret = Files.writeString(project.resolve(name), text + "\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    }

    private Path copy() throws IOException {
        return PlantedPerson.copy(played, folder.resolve("project"));
    }

    private static CommandRun erase(Path project, String... further) {
        return PlantedPerson.run(
                project,
                Stream.concat(
                                Stream.of(
                                        "erase",
                                        "--subject",
                                        SUBJECT,
                                        "--reason",
                                        "request 17",
                                        "--signing-key",
                                        project.resolve("keys/officer").toString()),
                                Stream.of(further))
                        .toArray(String[]::new));
    }

    private static String verified(Path project, String... further) throws IOException {
        try (Stream<Path> files = Files.list(project.resolve("lake/headrace/erasures"))) {
            Path certificate = files.filter(file -> file.toString().endsWith(".certificate.json"))
                    .max(java.util.Comparator.naturalOrder())
                    .orElseThrow();
            return PlantedPerson.run(
                            project,
                            Stream.concat(
                                            Stream.of(
                                                    "erase",
                                                    "verify",
                                                    certificate.toString(),
                                                    "--trusted",
                                                    project.resolve("keys").toString(),
                                                    "--subject",
                                                    SUBJECT),
                                            Stream.of(further))
                                    .toArray(String[]::new))
                    .out();
        }
    }

    private static List<String> silver(Path project, long version) {
        Lake lake = Lake.open(LakeExtension.session(), project.resolve("lake").toString());
        return lake
                .decrypting(new LakeCipher(lake, () -> LocalKey.all(SECRET)))
                .read(SILVER, version)
                .select("customer_id", "name", "email", "mail_small", "greeting")
                .collectAsList()
                .stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    private static List<String> values(Path lake) {
        return PlantedPerson.hits(lake).stream()
                .filter(hit -> !hit.label().equals("key"))
                .map(Hit::file)
                .toList();
    }

    private static long version(Path project) {
        return Lake.open(LakeExtension.session(), project.resolve("lake").toString())
                .version(SILVER);
    }

    @Test
    void nothingOfThePersonRestsInClearAndAPurposeComputesWithIt() {
        assertThat(values(played.resolve("lake"))).isEmpty();
        Lake lake = Lake.open(LakeExtension.session(), played.resolve("lake").toString());
        assertThat(lake.read(new TableName("features", "profile"))
                        .where("customer_id = " + PlantedPerson.KEY)
                        .select("mail_size")
                        .first()
                        .getInt(0))
                .isEqualTo(PlantedPerson.MAIL.length());
        assertThat(PlantedPerson.run(played, "runs", "show", "features-profile/" + PlantedPerson.DATE + "/2")
                        .out())
                .contains("welcome letters")
                .contains("silver.customers.email");
        assertThat(PlantedPerson.run(played, "models", "reproduce", "outcome", "1", "--from", "raw")
                        .out())
                .as("for the purpose of the job")
                .contains("reproduced to the last byte");
        assertThat(PlantedPerson.run(played, "privacy", "map").out())
                .contains("rests encrypted: the person's key is destroyed, for all versions")
                .contains("keys of persons' encrypted values, wrapped");
    }

    @Test
    @Tag("full")
    void destroyedKeysReachEveryVersionAndLeaveThoseOfOthers() throws IOException {
        Path project = copy();
        long before = version(project);
        List<String> others = silver(project, before).stream()
                .filter(row -> !row.contains(PlantedPerson.KEY))
                .toList();
        erase(project, "--keys-only");

        assertThat(version(project)).isEqualTo(before);
        assertThat(silver(project, before))
                .contains("[" + PlantedPerson.KEY + ",null,null,null,null]")
                .containsAll(others)
                .hasSize(others.size() + 1);
        assertThat(verified(project, "--text", PlantedPerson.MAIL))
                .contains("left: silver.customers", "it rests in clear, and only keys");

        erase(project);
        assertThat(PlantedPerson.hits(project.resolve("lake"))).isEmpty();
        assertThat(verified(project)).doesNotContain("left: silver.customers");
        assertThat(silver(project, version(project))).isEqualTo(others);
        PlantedPerson.run(project, "job", "ingest-customers", "--date", PlantedPerson.DATE, "--force");
        assertThat(PlantedPerson.hits(project.resolve("lake"))).isEmpty();
        assertThat(silver(project, version(project))).isEqualTo(others);
    }

    /** Killed at a step and called again, it ends as if it had not been. */
    @ParameterizedTest
    @ValueSource(strings = {"key destruction staged", "keys taken out"})
    @Tag("full")
    void aKilledDestructionGoesOn(String point) throws IOException {
        Path project = copy();
        Interruptions.killedAt(point, () -> erase(project, "--keys-only"));
        erase(project, "--keys-only");
        assertDestroyed(project);
    }

    private static void assertDestroyed(Path project) throws IOException {
        assertThat(silver(project, version(project)))
                .contains("[" + PlantedPerson.KEY + ",null,null,null,null]")
                .anyMatch(row -> row.contains("p7@example.org"));
        Lake lake = Lake.open(LakeExtension.session(), project.resolve("lake").toString());
        TableName keys = new TableName("headrace", "keys");
        try (Stream<Path> files = Files.list(project.resolve("lake/headrace/keys"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".parquet"))
                            .count())
                    .as("no file that is not shown: it may hold the key")
                    .isEqualTo(lake.read(keys).inputFiles().length);
        }
        assertThat(lake.read(keys).where("wrapped is null").count()).isEqualTo(1);
        verified(project, "--text", PlantedPerson.MAIL);
    }

    @Test
    @Tag("full")
    void soItDoesFromEveryStep() throws IOException {
        Path first = PlantedPerson.copy(played, folder.resolve("first"));
        for (String point : Interruptions.pointsOf(() -> erase(first, "--keys-only")).stream()
                .distinct()
                .toList()) {
            Path project = PlantedPerson.copy(played, folder.resolve(point.replace(' ', '-')));
            Interruptions.killedAt(point, () -> erase(project, "--keys-only"));
            erase(project, "--keys-only");
            assertDestroyed(project);
        }
    }
}
