package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.Interruptions;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A planted person is erased; every byte of the lake is searched before and after. */
class EraseSparkIT {
    private static final String SUBJECT = "customer_id=" + PlantedPerson.KEY;

    @TempDir
    private Path folder;

    private static Path played;

    private final SparkSession spark = LakeExtension.session();

    @BeforeAll
    static void play() {
        played = PlantedPerson.played();
        assertThat(PlantedPerson.hits(played.resolve("lake"))).isNotEmpty();
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

    private static String verified(Path project) {
        return PlantedPerson.run(
                        project,
                        "erase",
                        "verify",
                        certificate(project).toString(),
                        "--trusted",
                        project.resolve("keys").toString(),
                        "--subject",
                        SUBJECT,
                        "--text",
                        PlantedPerson.NAME,
                        "--text",
                        PlantedPerson.MAIL)
                .out();
    }

    private static Path certificate(Path project) {
        try (Stream<Path> files = Files.list(project.resolve("lake/headrace/erasures"))) {
            return files.filter(file -> file.toString().endsWith(".certificate.json"))
                    .max(java.util.Comparator.naturalOrder())
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Dataset<Row> table(Path project, String name) {
        return spark.read()
                .format("delta")
                .load(project.resolve("lake").resolve(name).toString());
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void aDryRunShowsWhatWouldGoAndChangesNothing() throws IOException {
        Set<String> files = files(played.resolve("lake"));
        String plan = PlantedPerson.run(played, "erase", "--subject", SUBJECT, "--reason", "request 17", "--dry-run")
                .out();
        assertThat(plan)
                .containsPattern("silver\\.customers +\\d+ +1 ")
                .contains(
                        "bronze.customers",
                        "quarantine.customers",
                        "training.outcome",
                        "scores.outcome",
                        "landing folder")
                .contains("model outcome: learnt from them in 1")
                .doesNotContain(PlantedPerson.KEY);
        assertThat(files(played.resolve("lake"))).isEqualTo(files);
    }

    @Test
    void nothingOfThePersonIsLeftAndAllOthersAreAsTheyWere() throws IOException {
        Path project = copy();
        assertThat(PlantedPerson.hits(project.resolve("zones"))).isNotEmpty();
        erase(project);

        assertThat(PlantedPerson.hits(project.resolve("lake"))).isEmpty();
        assertThat(PlantedPerson.hits(project.resolve("zones"))).isEmpty();
        assertThat(table(project, "../zones/analyst/silver/customers").count())
                .isEqualTo(table(project, "silver/customers").count())
                .isPositive();
        for (String name : List.of("silver/customers", "features/profile", "training/outcome", "scores/outcome")) {
            assertThat(rows(table(project, name)))
                    .as(name)
                    .isEqualTo(rows(table(played, name).where("customer_id <> " + PlantedPerson.KEY)));
        }
        assertThat(table(project, "quarantine/customers").count()).isZero();
        assertThat(rows(table(project, "bronze/customers").where("_outcome <> 'erased'")))
                .isEqualTo(rows(table(played, "bronze/customers")
                        .where("customer_id is not null and customer_id <> " + PlantedPerson.KEY)));
        assertThat(table(project, "bronze/customers")
                        .where("_outcome = 'erased'")
                        .count())
                .isEqualTo(3);
        assertThat(PlantedPerson.run(project, "audit", "verify").out()).contains("all is as it was written");
        assertThat(verified(project))
                .startsWith("the certificate holds: ")
                .contains("left: landing folder")
                .contains("left: versions of model outcome, 1: version 1 of outcome learnt from the persons");
    }

    private static List<String> rows(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).sorted().toList();
    }

    /** The keys of the others have one to three digits: such numbers stand everywhere, and only those of the persons go. */
    @Test
    @Tag("full")
    void manyPersonsGoInOnePass() throws IOException {
        Path project = copy();
        Path list = folder.resolve("persons.txt");
        Files.write(
                list,
                Stream.concat(
                                Stream.of(PlantedPerson.KEY),
                                IntStream.rangeClosed(1, 10_000)
                                        .filter(key -> key <= 100 || key > 300)
                                        .mapToObj(Integer::toString))
                        .toList());
        PlantedPerson.run(
                project,
                "erase",
                "--subjects",
                "customer_id=" + list,
                "--reason",
                "closing",
                "--signing-key",
                project.resolve("keys/officer").toString());
        assertThat(PlantedPerson.hits(project.resolve("lake"))).isEmpty();
        for (String name : List.of("silver/customers", "features/profile", "training/outcome", "scores/outcome")) {
            assertThat(rows(table(project, name)))
                    .as(name)
                    .isEqualTo(rows(table(played, name).where("customer_id between 101 and 300")));
        }
        assertThat(verified(project)).contains("left: landing folder");
    }

    /** The sender's files are still there: taken in again by force, and as another file. */
    @Test
    void aPersonWhoComesAgainIsTurnedAway() throws IOException {
        Path project = copy();
        erase(project);
        Path landing = project.resolve("landing");
        Files.writeString(
                landing.resolve("customers-again.csv"),
                Files.readAllLines(landing.resolve("customers.csv")).get(0) + "\n" + PlantedPerson.KEY
                        + ",44,basic,12,1.5,2,yes," + PlantedPerson.NAME + "," + PlantedPerson.MAIL
                        + ",\n999,44,basic,12,1.5,2,yes,Other,o@example.org,\n");
        assertThat(PlantedPerson.run(project, "job", "ingest-customers", "--date", PlantedPerson.DATE, "--force")
                        .out())
                .contains("4 erased, ", ", 241 silver");
        assertThat(table(project, "headrace/files")
                        .where("path = 'customers-again.csv'")
                        .select("rows", "silver", "erased")
                        .first())
                .as("file by file too")
                .isEqualTo(RowFactory.create(2L, 1L, 1L));
        assertThat(PlantedPerson.hits(project.resolve("lake"))).isEmpty();
        verified(project);
    }

    /** Killed at a step and called again, it ends as if it had not been. */
    @ParameterizedTest
    @ValueSource(strings = {"after silver.customers"})
    @Tag("full")
    void aKilledErasureGoesOn(String point) throws IOException {
        Path project = copy();
        Interruptions.killedAt(point, () -> erase(project));
        erase(project);
        assertThat(PlantedPerson.hits(project.resolve("lake"))).isEmpty();
        assertThat(verified(project)).contains("left: versions of model outcome, 1");
        assertThat(table(project, "silver/customers").count())
                .isEqualTo(table(played, "silver/customers").count() - 1);
    }

    @Test
    @Tag("full")
    void soItDoesFromEveryStep() throws IOException {
        Path first = PlantedPerson.copy(played, folder.resolve("first"));
        List<String> points =
                Interruptions.pointsOf(() -> erase(first)).stream().distinct().toList();
        assertThat(points).hasSizeGreaterThan(15);
        for (String point : points) {
            Path project = PlantedPerson.copy(played, folder.resolve(point.replace(' ', '-')));
            Interruptions.killedAt(point, () -> erase(project));
            erase(project);
            assertThat(PlantedPerson.hits(project.resolve("lake"))).as(point).isEmpty();
            verified(project);
        }
    }

    @Test
    @Tag("full")
    void theCertificateIsCaughtWhenThePersonIsThereAgain() throws IOException {
        Path project = copy();
        erase(project);
        Files.writeString(project.resolve("lake/silver/customers/left.txt"), "mail to " + PlantedPerson.MAIL);
        CommandRun run = CommandRun.of(
                "erase",
                "verify",
                certificate(project).toString(),
                "--trusted",
                project.resolve("keys").toString(),
                "--subject",
                SUBJECT,
                "--text",
                PlantedPerson.MAIL,
                "--project",
                project.toString());
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err())
                .startsWith("HEAD-PRIVACY-007")
                .contains("silver.customers has 1")
                .doesNotContain(PlantedPerson.MAIL);
    }
}
