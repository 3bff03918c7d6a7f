package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C4, E9: a spec is edited between two days; what the second day does, and what the tables then hold of both. */
class EditedSpecsSparkIT {
    private static final String INGEST = """
            kind = ingest
            owner = me
            schedule = "@daily"
            files { paths = ["{date}.csv"], delimiter = "," }
            columns {
              id { type = long, required = true }
              at { type = timestamp }
              aa { type = integer }
              bb { type = integer }
              name { type = string, personal = true }
            }
            derived { dd = "aa * 2" }
            """;
    private static final String FEATURES = """
            kind = features
            owner = me
            schedule = "@daily"
            view = v
            """;
    private static final String VIEW = """
            entity = id
            inputs { ex { table = silver.ex, time = at } }
            columns {
              aa_sum { type = long, comment = "of aa" }
              bb_sum { type = long, comment = "of bb" }
            }
            """;
    private static final String SQL =
            "select id, as_of, sum(aa) as aa_sum, sum(bb) as bb_sum from ex group by id, as_of\n";
    private static final String HEADER = "id,at,aa,bb,name\n";

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path prepared;

    @BeforeAll
    static void runTheFirstDay() throws IOException {
        prepared = shared.resolve("project");
        LakeExtension.session();
        assertThat(CommandRun.of("init", prepared.toString()).exit()).isZero();
        for (String part : List.of("jobs", "features")) {
            try (Stream<Path> files = Files.list(prepared.resolve(part))) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.writeString(prepared.resolve("jobs/ingest-ex.conf"), INGEST);
        Files.writeString(prepared.resolve("jobs/features-v.conf"), FEATURES);
        Files.writeString(prepared.resolve("features/v.conf"), VIEW);
        Files.writeString(prepared.resolve("features/v.sql"), SQL);
        Files.createDirectories(prepared.resolve("landing"));
        Files.writeString(prepared.resolve("landing/2026-01-01.csv"), HEADER + "1,2026-01-01 10:00:00,1,10,Ann\n");
        Files.writeString(prepared.resolve("landing/2026-01-02.csv"), HEADER + "1,2026-01-02 10:00:00,2,20,Ann\n");
        CommandRun run = command(prepared, "run", "--date", "2026-01-01");
        assertThat(run.exit()).as(run.err() + run.out()).isZero();
    }

    /**
     * One edit and what becomes of it.
     *
     * @param edits file, text before and text after, three of each
     * @param plan what plan says of it; empty for nothing
     * @param code of the failure of the second day; empty where it runs
     * @param columns which columns of the table to look at, the table before the colon
     * @param rows what they hold, oldest first
     */
    private record Edit(String what, List<String> edits, String plan, String code, String columns, List<String> rows) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Edit> edits() {
        return Stream.of(
                new Edit(
                        "ingest: a column taken out, the view too",
                        List.of(
                                "jobs/ingest-ex.conf",
                                "bb { type = integer }",
                                "",
                                "features/v.conf",
                                "bb_sum { type = long, comment = \"of bb\" }",
                                "",
                                "features/v.sql",
                                ", sum(bb) as bb_sum",
                                ""),
                        "bb is taken out: it stays, null from now on",
                        "",
                        "silver.ex:aa,bb",
                        List.of("[1,10]", "[2,null]")),
                new Edit(
                        "view: a feature put in",
                        List.of(
                                "features/v.conf",
                                "columns {",
                                "columns {\n rows { type = long, comment = \"rows\" }",
                                "features/v.sql",
                                "as_of, sum",
                                "as_of, count(*) as rows, sum"),
                        "rows is new: null in what is there, headrace backfill --stale fills it",
                        "",
                        "features.v:rows,aa_sum",
                        List.of("[null,1]", "[2,3]")),
                new Edit(
                        "ingest: a column retyped",
                        List.of("jobs/ingest-ex.conf", "aa { type = integer", "aa { type = double"),
                        "aa is INT and cannot become DOUBLE: the run will be refused",
                        "HEAD-LAKE-007",
                        "silver.ex:aa",
                        List.of("[1]")));
    }

    static Stream<Edit> furtherEdits() {
        return Stream.of(
                new Edit(
                        "view: a feature taken out",
                        List.of(
                                "features/v.conf",
                                "bb_sum { type = long, comment = \"of bb\" }",
                                "",
                                "features/v.sql",
                                ", sum(bb) as bb_sum",
                                ""),
                        "bb_sum is taken out",
                        "",
                        "features.v:aa_sum,bb_sum",
                        List.of("[1,10]", "[3,null]")),
                new Edit(
                        "view: a feature renamed",
                        List.of("features/v.conf", "bb_sum", "bb_all", "features/v.sql", "bb_sum", "bb_all"),
                        "bb_all is new",
                        "",
                        "features.v:bb_sum,bb_all",
                        List.of("[10,null]", "[null,30]")),
                new Edit(
                        "view: a feature retyped",
                        List.of("features/v.conf", "aa_sum { type = long", "aa_sum { type = double"),
                        "aa_sum is BIGINT and cannot become DOUBLE: the run will be refused",
                        "HEAD-LAKE-007",
                        "features.v:aa_sum",
                        List.of("[1]")),
                new Edit(
                        "ingest: columns moved",
                        List.of(
                                "jobs/ingest-ex.conf",
                                "aa { type = integer }",
                                "",
                                "jobs/ingest-ex.conf",
                                "columns {",
                                "columns {\n aa { type = integer }"),
                        "",
                        "",
                        "silver.ex:aa,bb,dd",
                        List.of("[1,10,2]", "[2,20,4]")),
                new Edit(
                        "ingest: a column renamed",
                        List.of(
                                "jobs/ingest-ex.conf",
                                "bb { type",
                                "cc { from = bb, type",
                                "features/v.sql",
                                "sum(bb)",
                                "sum(cc)"),
                        "cc is new",
                        "",
                        "silver.ex:bb,cc",
                        List.of("[10,null]", "[null,20]")),
                new Edit(
                        "ingest: a derived column taken out",
                        List.of("jobs/ingest-ex.conf", "derived { dd = \"aa * 2\" }", ""),
                        "dd is taken out",
                        "",
                        "silver.ex:dd",
                        List.of("[2]", "[null]")),
                new Edit(
                        "ingest: a derived column retyped",
                        List.of("jobs/ingest-ex.conf", "aa * 2", "aa / 2"),
                        "dd is INT and cannot become DOUBLE",
                        "HEAD-LAKE-007",
                        "silver.ex:dd",
                        List.of("[2]")),
                new Edit(
                        "ingest: a personal column taken out",
                        List.of("jobs/ingest-ex.conf", "name { type = string, personal = true }", ""),
                        "name is taken out",
                        "",
                        "silver.ex:name",
                        List.of("[Ann]", "[null]")),
                new Edit(
                        "ingest: a personal column put in",
                        List.of(
                                "jobs/ingest-ex.conf",
                                "name {",
                                "alias { from = name, type = string, personal = true }\n name {"),
                        "alias is new",
                        "",
                        "silver.ex:alias,name",
                        List.of("[null,Ann]", "[Ann,Ann]")),
                new Edit(
                        "ingest: a column becomes personal",
                        List.of(
                                "jobs/ingest-ex.conf",
                                "bb { type = integer }",
                                "bb { type = integer, personal = true }"),
                        "",
                        "",
                        "silver.ex:bb",
                        List.of("[10]", "[20]")),
                new Edit(
                        "view: features moved",
                        List.of(
                                "features/v.sql",
                                "sum(aa) as aa_sum, sum(bb) as bb_sum",
                                "sum(bb) as bb_sum, sum(aa) as aa_sum"),
                        "",
                        "",
                        "features.v:aa_sum,bb_sum",
                        List.of("[1,10]", "[3,30]")),
                new Edit(
                        "view: the entity renamed",
                        List.of(
                                "features/v.conf",
                                "entity = id",
                                "entity = ident",
                                "features/v.sql",
                                "select id,",
                                "select id as ident,"),
                        "the entity cannot become ident",
                        "HEAD-FEATURES-012",
                        "features.v:id",
                        List.of("[1]")),
                new Edit(
                        "ingest: the key renamed, while rows without it are there",
                        List.of(
                                "jobs/ingest-ex.conf",
                                "id { type",
                                "ident { from = id, type",
                                "features/v.sql",
                                "select id,",
                                "select ident as id,",
                                "features/v.sql",
                                "group by id,",
                                "group by ident,"),
                        "ident is new",
                        "HEAD-FEATURES-004",
                        "silver.ex:id,ident",
                        List.of("[1,null]", "[null,1]")),
                new Edit(
                        "ingest: the time of the as-of renamed",
                        List.of(
                                "jobs/ingest-ex.conf",
                                "at { type",
                                "happened { from = at, type",
                                "features/v.conf",
                                "time = at",
                                "time = happened"),
                        "happened is new",
                        "",
                        "features.v:aa_sum",
                        List.of("[1]", "[2]")));
    }

    @ParameterizedTest
    @MethodSource("edits")
    void anEditIsANormalDayOrIsRefusedInWords(Edit edit) throws IOException {
        assertOutcome(edit);
    }

    @ParameterizedTest
    @MethodSource("furtherEdits")
    @Tag("full")
    void anEditOfAnyColumnIsANormalDayOrIsRefusedInWords(Edit edit) throws IOException {
        assertOutcome(edit);
    }

    private void assertOutcome(Edit edit) throws IOException {
        Path project = edited(edit.edits());
        CommandRun plan = command(project, "plan", "--date", "2026-01-02");
        assertThat(plan.out()).contains(edit.plan());
        CommandRun run = command(project, "run", "--date", "2026-01-02");
        assertThat(run.exit()).as(run.err() + run.out()).isEqualTo(edit.code().isEmpty() ? 0 : 2);
        assertThat(run.err()).contains(edit.code());
        String[] columns = edit.columns().split(":");
        assertThat(rows(project, columns[0], columns[1])).containsExactlyElementsOf(edit.rows());
    }

    /** E9 */
    @Test
    @Tag("full")
    void aNewDerivedColumnIsFilledByABackfill() throws IOException {
        Path project = edited(List.of("jobs/ingest-ex.conf", "derived {", "derived { ee = \"aa * 3\", "));
        assertThat(command(project, "run", "--date", "2026-01-02").exit()).isZero();
        assertThat(rows(project, "silver.ex", "aa,ee")).containsExactly("[1,null]", "[2,6]");
        assertThat(command(project, "plan", "--stale").out())
                .contains("ingest-ex")
                .contains("2026-01-01  2026-01-01  1")
                .contains("it lacks ee (new)");
        CommandRun backfill = command(project, "backfill", "--stale", "--from", "2026-01-01", "--to", "2026-01-02");
        assertThat(backfill.exit()).as(backfill.err() + backfill.out()).isZero();
        assertThat(rows(project, "silver.ex", "aa,ee")).containsExactly("[1,3]", "[2,6]");
        assertThat(command(project, "plan", "--stale").out()).contains("(none)");
    }

    @Test
    void aDayRunAgainByForceAfterAColumnWasTakenOut() throws IOException {
        Path project = edited(List.of(
                "jobs/ingest-ex.conf",
                "bb { type = integer }",
                "",
                "features/v.conf",
                "bb_sum { type = long, comment = \"of bb\" }",
                "",
                "features/v.sql",
                ", sum(bb) as bb_sum",
                ""));
        CommandRun run = command(project, "run", "--force", "--date", "2026-01-01");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(rows(project, "features.v", "aa_sum,bb_sum")).containsExactly("[1,null]");
    }

    /** What fails stops only what needs it; the run says what it left out, and ends with the worst code. */
    @Test
    void aFailedJobStopsOnlyWhatNeedsIt() throws IOException {
        Path project = edited(List.of("jobs/ingest-ex.conf", "aa { type = integer", "aa { type = double"));
        Files.writeString(project.resolve("jobs/ingest-other.conf"), INGEST.replace("derived { dd = \"aa * 2\" }", ""));
        CommandRun run = command(project, "run", "--date", "2026-01-02");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out())
                .contains("features-v: not run, as it needs ingest-ex, which failed")
                .contains("1 failed:\n  ingest-ex 2026-01-02: HEAD-LAKE-007")
                .contains("1 not run:\n  features-v 2026-01-02: as it needs ingest-ex, which failed");
        assertThat(rows(project, "silver.other", "aa")).containsExactly("[1]", "[2]");
    }

    private Path edited(List<String> edits) throws IOException {
        Path project = folder.resolve("project");
        try (Stream<Path> files = Files.walk(prepared)) {
            for (Path file : files.toList()) {
                Files.copy(file, project.resolve(prepared.relativize(file).toString()));
            }
        }
        for (int i = 0; i < edits.size(); i += 3) {
            Path file = project.resolve(edits.get(i));
            String text = Files.readString(file);
            assertThat(text).contains(edits.get(i + 1));
            Files.writeString(file, text.replace(edits.get(i + 1), edits.get(i + 2)));
        }
        return project;
    }

    private static List<String> rows(Path project, String table, String columns) {
        Lake.forgetTables();
        String order = table.startsWith("features") ? "as_of" : "_file";
        return LakeExtension.session()
                .read()
                .format("delta")
                .load(project.resolve("lake").resolve(table.replace('.', '/')).toString())
                .orderBy(order)
                .select(Stream.of(columns.split(",")).map(functions::col).toArray(org.apache.spark.sql.Column[]::new))
                .collectAsList()
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static CommandRun command(Path project, String... words) {
        return CommandRun.of(Stream.concat(Stream.of(words), Stream.of("--project", project.toString()))
                .toArray(String[]::new));
    }
}
