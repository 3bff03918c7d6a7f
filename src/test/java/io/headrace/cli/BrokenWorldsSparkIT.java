package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headrace.testing.ChildJvm;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A world that is broken gives a message that says what to do: never a stack trace, never silence. */
class BrokenWorldsSparkIT {
    private static final String DATE = "2026-01-31";
    private static final String HEADER = "customer_id,age,plan,months_as_customer,visits_per_month,complaints,left\n";
    private static final String CORRECT_FILES =
            "  next: Correct or remove the files, or the columns and delimiter in the job; nothing was taken in.\n";

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path project;
    private static SparkSession spark;

    @BeforeAll
    static void makeAProject() {
        spark = LakeExtension.session();
        project = shared.resolve("project");
        assertThat(CommandRun.of("init", project.toString()).exit()).isZero();
    }

    @Test
    void noLandingFolder() {
        Path nowhere = folder.resolve("nowhere");
        fails(
                ingest(nowhere),
                2,
                "HEAD-INGEST-001: the landing folder " + nowhere + " does not exist\n"
                        + "  next: Set landing in conf/, or name it in the command: --set landing=FOLDER.\n");
    }

    @Test
    @Tag("full")
    void aFileWhereTheLandingFolderShouldBe() throws IOException {
        Path file = Files.writeString(folder.resolve("customers.csv"), HEADER);
        fails(
                ingest(file),
                2,
                "HEAD-INGEST-007: the landing folder " + file + " is a file\n"
                        + "  next: Set landing in conf/ to the folder that holds the files.\n");
    }

    @Test
    @Tag("full")
    void emptyLandingFolder() {
        fails(ingest(folder), 2, noFiles("customers*.csv*"));
    }

    @Test
    @Tag("full")
    void aFolderNamedLikeTheFile() throws IOException {
        Files.createDirectory(folder.resolve("customers.csv"));
        fails(ingest(folder), 2, noFiles("customers*.csv*"));
    }

    @Test
    void filesOnlyAfterTheDate() throws IOException {
        Files.writeString(folder.resolve("2026-02-05.csv"), HEADER);
        fails(ingest(folder, "jobs.ingest-customers.files.paths=[\"{date}*.csv\"]"), 2, noFiles("{date}*.csv"));
    }

    private String noFiles(String pattern) {
        return "HEAD-INGEST-002: ingest-customers found no file dated up to 2026-01-31 in " + folder + " that fits "
                + pattern
                + "\n  next: Put the files there, correct files.paths in the job, or declare the source optional.\n";
    }

    @Test
    @Tag("full")
    void emptyFile() throws IOException {
        Files.createFile(folder.resolve("customers.csv"));
        fails(ingest(folder), 2, badFile("customers.csv is empty: not even a header line"));
    }

    @Test
    @Tag("full")
    void binaryFile() throws IOException {
        Files.write(folder.resolve("customers.csv"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0});
        fails(ingest(folder), 2, badFile("customers.csv line 1 should be the header but is not UTF-8 text"));
    }

    @Test
    @Tag("full")
    void aFileThatOnlyLooksPacked() throws IOException {
        Files.writeString(folder.resolve("customers.csv.gz"), HEADER);
        fails(ingest(folder), 2, badFile("customers.csv.gz cannot be read: Not in GZIP format"));
    }

    @Test
    void wrongDelimiter() throws IOException {
        Files.writeString(folder.resolve("customers.csv"), HEADER.replace(',', ';'));
        fails(
                ingest(folder),
                2,
                badFile("customers.csv line 1 lacks the columns customer_id, age, plan, months_as_customer,"
                        + " visits_per_month, complaints, left; found with delimiter ',':"
                        + " customer_id;age;plan;months_as_customer;visits_per_month;complaints;left"));
    }

    @Test
    void missingColumn() throws IOException {
        Files.writeString(folder.resolve("customers.csv"), HEADER.replace("plan,", ""));
        fails(
                ingest(folder),
                2,
                badFile("customers.csv line 1 lacks the column plan; found with delimiter ',': customer_id | age"
                        + " | months_as_customer | visits_per_month | complaints | left"));
    }

    @Test
    void severalBadFilesAreToldAtOnce() throws IOException {
        Files.createFile(folder.resolve("customers-1.csv"));
        Files.createFile(folder.resolve("customers-2.csv"));
        fails(
                ingest(folder),
                2,
                "HEAD-INGEST-003: ingest-customers cannot read 2 files: customers-1.csv is empty: not even a header"
                        + " line; customers-2.csv is empty: not even a header line\n" + CORRECT_FILES);
    }

    private static String badFile(String problem) {
        return "HEAD-INGEST-003: ingest-customers cannot read 1 file: " + problem + "\n" + CORRECT_FILES;
    }

    /** Root reads everything unless it gives up the right to, so the command runs in a process that does. */
    @Test
    @Tag("full")
    void unreadableFile() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("customers.csv"), HEADER);
        assumeTrue(file.toFile().setReadable(false, false), "this file system has no permissions");
        List<String> command = new ArrayList<>();
        if (Files.isReadable(file)) {
            assumeTrue(
                    Files.isExecutable(Path.of("/usr/bin/setpriv")), "the test runs as root and there is no setpriv");
            command.addAll(List.of("/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("conf/java.options").toAbsolutePath(),
                ChildJvm.SHORT_LIVED,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments("run", folder, folder.resolve("lake"))));
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(err.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        int exit = process.waitFor();
        fails(
                new CommandRun(exit, "", Files.readString(err)),
                2,
                badFile("customers.csv cannot be opened: permission denied"));
    }

    @Test
    @Tag("full")
    void headerOnlyIsTakenInAndTrainingSaysThatThereIsNothing() throws IOException {
        Files.writeString(folder.resolve("customers.csv"), HEADER);
        CommandRun run = CommandRun.of(arguments("run", folder, folder.resolve("lake"), "+score-outcome"));
        fails(
                run,
                2,
                "HEAD-TRAIN-001: train-outcome has no train rows: no entity fits population.where at an as-of with a"
                        + " mature label\n  next: Ingest more history, widen population.where or as-ofs, or choose a"
                        + " later date.\n");
        assertThat(run.out()).contains("score-outcome: not run, as it needs");
    }

    @Test
    @Tag("full")
    void anExtraColumnIsKeptInBronze() throws IOException {
        Files.writeString(
                folder.resolve("customers.csv"),
                HEADER.replace("left", "left,shoe_size") + "1,40,basic,12,2.5,0,no,44\n");
        Path lake = folder.resolve("lake");
        CommandRun run = CommandRun.of(arguments("run", folder, lake, "ingest-customers"));
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        Row row = spark.read()
                .format("delta")
                .load(lake.resolve("bronze/customers").toString())
                .first();
        assertThat(row.<String>getAs("_extra")).isEqualTo("{\"shoe_size\":\"44\"}");
        assertThat(row.<String>getAs("_outcome")).isEqualTo("silver");
    }

    @Test
    @Tag("full")
    void aLakeThatIsAFolderWithOtherThings() throws IOException {
        Files.writeString(folder.resolve("thesis.txt"), "mine");
        fails(
                onLake(folder),
                2,
                "HEAD-LAKE-002: the folder " + folder + " holds other things and is not a lake\n"
                        + "  next: Set lake in conf/ to an empty or new folder, or to an existing lake.\n");
    }

    @Test
    void aLakeOfANewerRelease() throws IOException {
        Files.writeString(folder.resolve("_headrace_lake"), "7\n");
        fails(
                onLake(folder),
                2,
                "HEAD-LAKE-003: the lake " + folder + " has layout version 7, this Headrace knows up to 3\n"
                        + "  next: Use the newer Headrace that made it.\n");
    }

    @Test
    @Tag("full")
    void aLakeOfAnOlderRelease() throws IOException {
        Files.writeString(folder.resolve("_headrace_lake"), "1\n");
        fails(
                onLake(folder),
                2,
                "HEAD-LAKE-014: the lake " + folder + " has layout version 1, this Headrace needs 3\n"
                        + "  next: Set lake in conf/ to a new folder and load it again from the landing folder with headrace"
                        + " backfill, or use the older Headrace that made this lake.\n");
    }

    @Test
    void aLakeOfAnotherZone() throws IOException {
        Files.writeString(folder.resolve("_headrace_lake_zone"), "Asia/Kathmandu\n");
        Files.writeString(folder.resolve("_headrace_lake"), "3\n");
        fails(
                onLake(folder),
                2,
                "HEAD-LAKE-015: the days and times in the lake " + folder
                        + " are those of Asia/Kathmandu, this project has"
                        + " time-zone = UTC\n  next: Set time-zone = \"Asia/Kathmandu\" in conf/, or set lake to a new folder"
                        + " and load it again from the landing folder with headrace backfill.\n");
    }

    @Test
    @Tag("full")
    void aLakeWithABrokenMarker() throws IOException {
        Files.writeString(folder.resolve("_headrace_lake"), "one\n");
        fails(
                onLake(folder),
                2,
                "HEAD-LAKE-008: the file " + folder + "/_headrace_lake should hold the lake's layout version, found"
                        + " \"one\"\n  next: Restore it; a lake of this release has 3.\n");
    }

    @Test
    void featuresBeforeTheirSource() {
        Path lake = folder.resolve("lake");
        fails(
                CommandRun.of(arguments("run", project.resolve("landing"), lake, "features-profile")),
                2,
                "HEAD-LAKE-001: the table silver.customers does not exist (looked in " + lake + "/silver/customers)\n"
                        + "  next: Run the job that writes it first: headrace plan shows which one.\n");
    }

    @Test
    @Tag("full")
    void scoringWithoutAChampion() {
        fails(
                CommandRun.of(arguments("run", project.resolve("landing"), folder.resolve("lake"), "score-outcome")),
                2,
                "HEAD-REGISTRY-001: the model outcome has no champion\n"
                        + "  next: Train it: headrace run --date D runs its train job, which is due on any date until"
                        + " there is a champion.\n");
    }

    @Test
    void anExpressionThatFailsOnTheData() {
        failsOnTheData(
                "HEAD-INGEST-005: ingest-customers: an expression of the job failed on the data: [DIVIDE_BY_ZERO]",
                CommandRun.of(Stream.of(
                                List.of(arguments("run", project.resolve("landing"), folder.resolve("lake"))),
                                List.of("ingest-customers", "--set"),
                                List.of("jobs.ingest-customers.derived.nonsense=\"age / (age - age)\""))
                        .flatMap(List::stream)
                        .toArray(String[]::new)));
    }

    private static void failsOnTheData(String start, CommandRun run) {
        assertThat(run.err())
                .startsWith(start)
                // F19: the key is named.
                .contains(" (--set: jobs.")
                .contains("\n  next: Guard the expression")
                .doesNotContain("\tat ");
        assertThat(run.exit()).isEqualTo(2);
    }

    /** One good lake for three worlds that only break later. */
    @Test
    @Tag("full")
    void scoringADateWithoutFeaturesThenATableOfANewerDelta() throws IOException {
        Path lake = folder.resolve("lake");
        Path landing = project.resolve("landing");
        assertThat(CommandRun.of(arguments("run", landing, lake)).exit()).isZero();
        fails(
                CommandRun.of(
                        "job",
                        "score-outcome",
                        "--date",
                        "2026-02-10",
                        "--project",
                        project.toString(),
                        "--set",
                        "lake=" + lake),
                2,
                "HEAD-SCORE-001: score-outcome has no rows to score: features.profile has no row with as_of 2026-02-11"
                        + " 00:00:00 where true\n  next: Run the features job for this date first, or correct"
                        + " population.where.\n");
        failsOnTheData(
                "HEAD-SQL-002: score-outcome: a SQL expression failed on the data: [DIVIDE_BY_ZERO]",
                CommandRun.of(
                        "job",
                        "score-outcome",
                        "--force",
                        "--date",
                        DATE,
                        "--project",
                        project.toString(),
                        "--set",
                        "lake=" + lake,
                        "--set",
                        "jobs.score-outcome.population.where=\"age / (age - age) > 0\""));
        upgradeFarBeyond(lake.resolve("silver/customers/_delta_log"));
        CommandRun run = CommandRun.of(
                "job",
                "features-profile",
                "--date",
                "2026-02-10",
                "--project",
                project.toString(),
                "--set",
                "lake=" + lake);
        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("HEAD-LAKE-004: the table silver.customers was written by a newer Delta Lake: ")
                .endsWith("  next: Use a Headrace with a newer Delta Lake, or restore the table from before the"
                        + " upgrade.\n")
                .doesNotContain("\tat ");
    }

    private static void upgradeFarBeyond(Path log) throws IOException {
        long newest;
        try (Stream<Path> commits = Files.list(log)) {
            newest = commits.map(commit -> commit.getFileName().toString())
                    .filter(name -> name.matches("\\d{20}\\.json"))
                    .mapToLong(name -> Long.parseLong(name.substring(0, 20)))
                    .max()
                    .orElseThrow();
        }
        Files.writeString(
                log.resolve(String.format("%020d.json", newest + 1)),
                "{\"protocol\":{\"minReaderVersion\":99,\"minWriterVersion\":99}}\n");
    }

    @Test
    void noSpaceLeft() throws IOException, InterruptedException {
        Path small = Files.createDirectory(folder.resolve("small"));
        boolean mounted = exit("mount", "-t", "tmpfs", "-o", "size=16k", "none", small.toString()) == 0;
        assumeTrue(mounted, "a small file system can only be mounted by root");
        try {
            Files.write(small.resolve("filler"), new byte[12 << 10]);
            CommandRun run = onLake(small.resolve("lake"));
            fails(
                    run,
                    75,
                    "HEAD-LAKE-005: no space left while writing below " + small + "/lake\n"
                            + "  next: Free space there and run the same command again; nothing half-written is"
                            + " visible.\n");
        } finally {
            exit("umount", small.toString());
        }
    }

    private static int exit(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void specsWithProblems() throws IOException {
        assertThat(CommandRun.of("init", folder.resolve("bent").toString()).exit())
                .isZero();
        Path job = folder.resolve("bent/jobs/score-outcome.conf");
        Files.writeString(
                job,
                Files.readString(job, StandardCharsets.UTF_8)
                        .replace("top = 3", "top = three")
                        .replace("owner", "onwer"));
        CommandRun run = CommandRun.of(
                "run", "--date", DATE, "--project", folder.resolve("bent").toString());
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("HEAD-SPEC-002: 3 problems in the project's files:\njobs/score-outcome.conf:")
                .contains("reasons.top: expected ")
                .contains("onwer: ")
                .doesNotContain("\tat ");
    }

    @Test
    @Tag("full")
    void aFolderThatIsNoProject() {
        CommandRun run = CommandRun.of("check", "--project", folder.toString());
        fails(
                run,
                2,
                "conf: there is no such folder; a project has conf/ and jobs/\n"
                        + "jobs: there is no such folder; a project has conf/ and jobs/\n2 problems\n");
    }

    private static CommandRun ingest(Path landing, String... settings) {
        List<String> arguments =
                new ArrayList<>(List.of(arguments("run", landing, project.resolve("lake"), "ingest-customers")));
        List.of(settings).forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static CommandRun onLake(Path lake) {
        return CommandRun.of(arguments("run", project.resolve("landing"), lake, "ingest-customers"));
    }

    private static String[] arguments(String command, Path landing, Path lake, String... selectors) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(selectors));
        arguments.addAll(List.of("--date", DATE, "--project", project.toString()));
        arguments.addAll(List.of("--set", "landing=" + landing, "--set", "lake=" + lake));
        return arguments.toArray(String[]::new);
    }

    private static void fails(CommandRun run, int exit, String message) {
        assertThat(run.err()).isEqualTo(message);
        assertThat(run.exit()).isEqualTo(exit);
        assertThat(run.out()).doesNotContain("\tat ");
    }
}
