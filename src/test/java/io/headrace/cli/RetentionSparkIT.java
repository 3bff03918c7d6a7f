package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.Interruptions;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.OncePerBuild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that have been kept long enough leave no byte behind; what was kept of a column goes when it becomes personal. */
class RetentionSparkIT {
    private static final String DAY = "2026-11-01";

    @TempDir
    private Path folder;

    private final SparkSession spark = LakeExtension.session();

    /** A project of an old customer, the planted person, and of some new ones; the old one was taken in twice, as the file changed. */
    private static Path played() {
        return OncePerBuild.folder("planted-person-of-old", project -> {
            try {
                play(project);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void play(Path project) throws IOException {
        LakeExtension.session();
        write(project, "conf/local.conf", "spark { \"spark.sql.shuffle.partitions\" = 2 }\n");
        ingest(project, false);
        write(project, "jobs/retention.conf", """
                kind = retention
                owner = privacy
                tables {
                  "silver.people" { keep = 3000 days, time = joined }
                  "bronze.people" { keep = 400 days }
                  "quarantine.people" { keep = 400 days }
                }
                """);
        people(project, "plain");
        run(project, "job", "ingest-people", "--date", DAY);
        people(project, "better");
        run(project, "job", "ingest-people", "--date", "2026-11-02");
    }

    private static void ingest(Path project, boolean isPersonal) throws IOException {
        write(project, "jobs/ingest-people.conf", """
                kind = ingest
                owner = shop
                files { paths = ["people*.csv"] }
                columns {
                  customer_id { type = long, required = true, subject-key = customer_id }
                  name { type = string, personal = %s }
                  email { type = string, personal = true }
                  joined { type = date }
                  plan { type = string }
                }
                publish { views { analyst { columns = [name, joined, plan], mask { name { clear = test }, joined { truncate = year } } } } }
                """.formatted(isPersonal));
    }

    private static void people(Path project, String plan) throws IOException {
        write(
                project,
                "landing/people.csv",
                "customer_id,name,email,joined,plan\n"
                        + PlantedPerson.KEY + "," + PlantedPerson.NAME + "," + PlantedPerson.MAIL + ",2015-05-05,"
                        + plan
                        + "\n1,Person One,one@example.org,2026-01-01," + plan
                        + "\n2,Person Two,two@example.org," + "," + plan + "\n");
    }

    private static void write(Path project, String file, String text) throws IOException {
        Path path = project.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static CommandRun run(Path project, String... words) {
        return PlantedPerson.run(project, words);
    }

    private Path copy(String name) throws IOException {
        return PlantedPerson.copy(played(), folder.resolve(name));
    }

    private static String retention(Path project, String date) {
        return run(project, "job", "retention", "--date", date).out();
    }

    private Dataset<Row> table(Path project, String name) {
        return spark.read().format("delta").load(project.resolve(name).toString());
    }

    private static List<String> layers(Path project) {
        return Stream.concat(
                        PlantedPerson.hits(project.resolve("lake")).stream(),
                        PlantedPerson.hits(project.resolve("zones")).stream())
                .map(hit -> hit.file().split("/")[0])
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void rowsThatHaveBeenKeptLongEnoughLeaveNothingBehind() throws IOException {
        Path project = copy("project");
        forgetProfilesOf(project);
        assertThat(layers(project)).containsExactly("analyst", "bronze", "silver");
        assertThat(run(project, "privacy", "map").out())
                .containsPattern("silver\\.people +email +values .* rows 3000 days from joined, old versions 400 days");
        orphan(project);
        assertThat(retention(project, "2026-11-03")).contains("1 rows of silver.people removed");
        assertThat(layers(project)).containsExactly("bronze");
        assertThat(table(project, "lake/silver/people").select("customer_id").collectAsList())
                .extracting(row -> row.getLong(0))
                .containsExactlyInAnyOrder(1L, 2L);
        assertThat(table(project, "zones/analyst/silver/people").count()).isEqualTo(2);
        assertThat(retention(project, "2026-11-03")).contains("done before");
        assertThat(retention(project, "2028-06-01")).contains("3 rows of bronze.people");
        assertThat(layers(project)).isEmpty();
        assertThat(table(project, "lake/silver/people").count())
                .as("a row without a time counts by when it came")
                .isEqualTo(2);
        assertThat(run(project, "audit", "verify").out()).contains("all is as it was written");
    }

    /** What a killed run left, two days ago. */
    private static void orphan(Path project) throws IOException {
        Path silver = project.resolve("lake/silver/people");
        try (Stream<Path> files = Files.list(silver)) {
            Path file = files.filter(path -> path.toString().endsWith(".parquet"))
                    .filter(path -> PlantedPerson.hits(path).size() > 0)
                    .findFirst()
                    .orElseThrow();
            Path left = Files.copy(file, silver.resolve("part-left.parquet"));
            Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(2, ChronoUnit.DAYS)));
        }
    }

    /** The column becomes personal, so that the search finds what retention has to reach and nothing else. */
    private static String forgetProfilesOf(Path project) throws IOException {
        ingest(project, true);
        people(project, "best");
        return run(project, "job", "ingest-people", "--date", "2026-11-02", "--force")
                .out();
    }

    @Test
    @Tag("full")
    void profilesOfAColumnThatBecomesPersonalGo() throws IOException {
        Path project = copy("later");
        assertThat(layers(project)).contains("headrace");
        String out = forgetProfilesOf(project);
        assertThat(out)
                .contains("profiles of columns that have become personal removed: 2")
                .contains("personal from now on: name; commits up to version ");
        assertThat(PlantedPerson.hits(project.resolve("lake/headrace"))).isEmpty();
        assertThat(table(project, "lake/headrace/profiles")
                        .where("column = 'plan'")
                        .count())
                .as("those of other columns stay")
                .isEqualTo(3);
        assertThat(run(project, "job", "ingest-people", "--date", "2026-11-03").out())
                .doesNotContain("personal");
    }

    @ParameterizedTest
    @ValueSource(strings = "after silver.people")
    @Tag("full")
    void aKilledRunIsFinishedByTheNext(String point) throws IOException {
        assertFinished(point);
    }

    @Test
    @Tag("full")
    void soItIsFromEveryStep() throws IOException {
        Path first = copy("first");
        List<String> points = Interruptions.pointsOf(() -> retention(first, "2028-06-01")).stream()
                .distinct()
                .toList();
        assertThat(points).hasSizeGreaterThan(10);
        assertThat(PlantedPerson.hits(first.resolve("lake/silver"))).isEmpty();
        for (String point : points) {
            assertFinished(point);
        }
    }

    private void assertFinished(String point) throws IOException {
        Path project = copy(point.replaceAll("[ /]", "-"));
        Interruptions.killedAt(point, () -> retention(project, "2028-06-01"));
        assertThat(retention(project, "2028-06-01"))
                .as(point)
                .contains("3 rows of bronze.people, 1 rows of silver.people");
        for (String layer : List.of("lake/bronze", "lake/silver", "zones")) {
            assertThat(PlantedPerson.hits(project.resolve(layer)))
                    .as(point + ": " + layer)
                    .isEmpty();
        }
        assertThat(table(project, "lake/silver/people").count()).as(point).isEqualTo(2);
    }

    /** Features, training sets and scores of the planted project, all of one as-of. */
    @Test
    @Tag("full")
    void asOfsThatHaveBeenKeptLongEnoughLeaveNothingBehind() throws IOException {
        Path project = PlantedPerson.copy(PlantedPerson.played(), folder.resolve("whole"));
        StringBuilder tables = new StringBuilder();
        for (String table : List.of(
                "bronze.customers",
                "silver.customers",
                "quarantine.customers",
                "features.profile",
                "training.outcome",
                "scores.outcome",
                "score_errors.outcome")) {
            tables.append("\"").append(table).append("\".keep = 400 days\n");
        }
        write(project, "jobs/retention.conf", "kind = retention\nowner = privacy\ntables {\n" + tables + "}\n");
        assertThat(retention(project, "2030-01-01"))
                .contains("rows of scores.outcome", "versions of outcome that were trained on them stay");
        assertThat(layers(project)).isEmpty();
        assertThat(run(project, "audit", "verify").out()).contains("all is as it was written");
        CommandRun back = CommandRun.of(
                "scores",
                "rollback",
                "scores.outcome",
                "--date",
                PlantedPerson.DATE,
                "--reason",
                "no",
                "--project",
                project.toString());
        assertThat(back.exit()).isNotZero();
        assertThat(back.err()).startsWith("HEAD-PUBLISH-003");
    }
}
