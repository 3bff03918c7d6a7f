package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.testing.LakeContents;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.OncePerBuild;
import io.headrace.testing.SparkInstallation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A new project, run by what {@code submit --print} prints.
 *
 * @param folder the project
 * @param selectors which jobs are run; all if empty
 */
record SubmittedProject(Path folder, List<String> selectors) {
    private static final String DATE = "2026-01-31";
    private static final List<String> TABLES =
            List.of("silver.customers", "features.profile", "training.outcome", "scores.outcome");

    /** Makes the project below the folder; its environment {@code cluster} leaves the master to spark-submit. */
    static SubmittedProject in(Path folder) throws IOException {
        Path project = folder.resolve("project");
        assertThat(CommandRun.of("init", project.toString()).exit()).isZero();
        Files.writeString(
                project.resolve("conf/cluster.conf"),
                Files.readString(project.resolve("conf/local.conf")).replace("\"local[*]\"", "\"\""));
        return new SubmittedProject(project, List.of());
    }

    /** The same project, of which only this job is run. */
    SubmittedProject only(String job) {
        return new SubmittedProject(folder, List.of(job));
    }

    /** What a run of a new project leaves in its tables; it is run once for all tests of a build. */
    static Map<String, List<String>> played() {
        return contents(playedLake(), TABLES);
    }

    /** The lake of {@link #played}. */
    static String playedLake() {
        LakeExtension.session();
        return OncePerBuild.folder("project-of-tests", SubmittedProject::play)
                .resolve("lake")
                .toString();
    }

    private static void play(Path folder) {
        try {
            in(folder).runHere(folder.resolve("lake"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a run in this process leaves in a lake of its own. */
    Map<String, List<String>> runHere(Path lake) {
        assertThat(CommandRun.of(command(lake.toString())).exit()).isZero();
        return contents(lake.toString(), TABLES);
    }

    /**
     * Runs all jobs by spark-submit.
     *
     * @param log name of the file below {@code target/} that gets the output
     * @param further settings {@code KEY=VALUE} of the project
     * @return its exit code
     */
    int submit(SparkInstallation spark, String log, List<String> options, String lake, String... further)
            throws IOException {
        Path output = Path.of("target", "submit-" + log + ".log");
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", printed(options, lake, further))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment().put("PATH", spark.home().resolve("bin") + ":" + System.getenv("PATH"));
        return shell.start().onExit().join().exitValue();
    }

    private String printed(List<String> options, String lake, String... further) {
        List<String> submit = new ArrayList<>(List.of("submit", "--print", "--project", folder.toString()));
        submit.addAll(options);
        submit.addAll(List.of("--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.ui.enabled=false", "--"));
        submit.addAll(arguments(lake, further));
        CommandRun printed = CommandRun.of(submit.toArray(String[]::new));
        assertThat(printed.exit()).as(printed.err()).isZero();
        return printed.out();
    }

    /** The command that runs all jobs in this process. */
    String[] command(String lake, String... further) {
        List<String> command = arguments(lake, further);
        command.addAll(List.of("--project", folder.toString()));
        return command.toArray(String[]::new);
    }

    private List<String> arguments(String lake, String... further) {
        List<String> command =
                new ArrayList<>(List.of("run", "--date", DATE, "--env", "cluster", "--set", "lake=" + lake));
        command.addAll(selectors);
        for (String setting : further) {
            command.addAll(List.of("--set", setting));
        }
        return command;
    }

    /** Compares the tables that are expected; names the first rows that differ. */
    static void assertContents(String root, Map<String, List<String>> expected) {
        Map<String, List<String>> found = contents(root, expected.keySet());
        for (String table : expected.keySet()) {
            assertThat(firstWithout(found.get(table), expected.get(table)))
                    .as("rows of %s that should not be there", table)
                    .isEmpty();
            assertThat(firstWithout(expected.get(table), found.get(table)))
                    .as("rows that %s should have", table)
                    .isEmpty();
            assertThat(found.get(table)).as("rows of %s", table).hasSameSizeAs(expected.get(table));
        }
    }

    private static List<String> firstWithout(List<String> rows, List<String> others) {
        Set<String> known = Set.copyOf(others);
        return rows.stream().filter(row -> !known.contains(row)).limit(3).toList();
    }

    private static Map<String, List<String>> contents(String root, Collection<String> tables) {
        Lake lake = Lake.open(LakeExtension.session(), root);
        Map<String, List<String>> contents = new TreeMap<>();
        tables.forEach(table -> contents.put(table, LakeContents.rows(lake.read(TableName.parse(table)))));
        return contents;
    }
}
