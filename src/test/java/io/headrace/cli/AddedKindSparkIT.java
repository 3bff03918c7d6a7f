package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kind {@code tally} is registered in test sources alone; the page on kinds of job shows it. */
@Tag("full")
class AddedKindSparkIT {
    private static final Path PAGE = Path.of("docs/add-a-job-kind.md");

    @TempDir
    private static Path folder;

    private static SparkSession spark;
    private static Path project;

    @BeforeAll
    static void make() throws IOException {
        spark = LakeExtension.session();
        project = folder.resolve("shop");
        assertThat(CommandRun.of("init", project.toString()).exit()).isZero();
        Files.writeString(
                project.resolve("jobs/tally-customers.conf"), blocks("hocon").get(0));
    }

    @Test
    void planRunCheckAndCompileKnowIt() throws IOException {
        assertThat(run("check")).isEqualTo(new CommandRun(0, "no problems: 5 jobs, 1 feature view\n", ""));
        assertThat(run("plan", "--date", "2026-01-31").out())
                .containsPattern("tally-customers +tally +run: due +ingest-customers");
        CommandRun run = run("run", "+tally-customers", "--date", "2026-01-31");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).containsPattern("tally-customers .* 240 rows counted");
        assertThat(spark.read()
                        .format("delta")
                        .load(project.resolve("lake/tallies/customers").toString())
                        .collectAsList())
                .hasSize(1);
        assertThat(run("compile").exit()).isZero();
        assertThat(Files.readString(project.resolve("manifest.json")))
                .contains("\"kind\": \"tally\"", "\"tallies.customers\"");
        assertThat(run("runs", "list", "--json").out())
                .contains("\"attempt\" : 1,", "\"run_id\" : \"tally-customers/2026-01-31/1\"");
    }

    @Test
    void itsKeysAndSqlAreChecked() throws IOException {
        Path job = project.resolve("jobs/tally-young.conf");
        Files.writeString(job, "kind = tally\nowner = docs\ntable = features.profile\nwhere = \"aged < 30\"\n");
        assertThat(run("check").err()).startsWith("jobs/tally-young.conf:4: where: there is no column aged");
        Files.writeString(job, "kind = tally\nowner = docs\ntable = silver.customer\nwere = true\n");
        assertThat(run("check").err())
                .contains(
                        "jobs/tally-young.conf:3: table: no job writes silver.customer, did you mean \"silver.customers\"?",
                        "jobs/tally-young.conf:4: were: unknown key, did you mean \"where\"?");
        Files.delete(job);
    }

    @Test
    void thePageShowsItsSources() throws IOException {
        for (String block : blocks("java")) {
            assertThat(sources()).contains(block);
        }
        assertThat(Files.readString(Path.of("src/test/resources/META-INF/services/io.headrace.spec.hocon.JobReader")))
                .isEqualTo(blocks("text").get(0));
    }

    private static String sources() throws IOException {
        Path kind = Path.of("src/test/java/io/headrace/tally");
        return Files.readString(kind.resolve("TallyKind.java"))
                + Files.readString(kind.resolve("TallySpec.java"))
                + Files.readString(kind.resolve("TallyStage.java"));
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static CommandRun run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--project";
        all[arguments.length + 1] = project.toString();
        return CommandRun.of(all);
    }
}
