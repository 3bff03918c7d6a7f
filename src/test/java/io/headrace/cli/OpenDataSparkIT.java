package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.Check;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.KeyCheck;
import io.headrace.spec.KeyCheck.Same;
import io.headrace.spec.SourceColumn;
import io.headrace.spec.hocon.ProjectReader;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The specs of examples/open-data on the files as they were published; docs/open-data.md has the same figures. */
class OpenDataSparkIT {
    private static final Path PROJECT = Path.of("examples/open-data");
    private static final Path DATA = Path.of("../shared/data");
    private static final Path PAGE = Path.of("docs/open-data.md");
    private static final Pattern COLUMN = Pattern.compile("`(\\w+)`");

    @TempDir
    private Path lake;

    private final SparkSession spark = LakeExtension.session();

    @BeforeEach
    void requireData() {
        Assumptions.assumeTrue(Files.exists(DATA.resolve("messy_uk_gov")), "the real data is not here");
    }

    @Test
    @Tag("full")
    void filesAsPublicBodiesPublishThem() throws IOException {
        Map<String, String> told = new TreeMap<>(Map.of(
                "air-quality",
                        "9,357 rows from 1 file: 9,357 silver; warning: check hydrocarbons: this analyser failed",
                "card-payments", "8 rows from 1 file: 8 silver",
                "consular-cases", "309 rows from 1 file: 309 silver",
                "maintenance-spending", "8 rows from 1 file: 8 silver",
                "spending", "406 rows from 1 file: 406 silver",
                "staff", "15 rows from 1 file: 6 quarantined, 9 silver",
                "toilets", "34 rows from 1 file: 34 silver",
                "travel", "14 rows from 1 file: 1 unreadable, 1 duplicate, 4 quarantined, 8 silver",
                "workforce", "46 rows from 1 file: 35 duplicate, 1 quarantined, 10 silver"));
        for (String source : told.keySet()) {
            assertThat(job(source)).contains(told.get(source));
            onPage("| `" + source + "` ", told.get(source).split(": ")[1].split(";")[0]);
        }
        assertThat(one("select sum(amount) from %s", "silver/spending")).isEqualTo("118461709.02");
        assertThat(one("select sum(amount) from %s where budget = 'travel'", "silver/travel"))
                .isEqualTo("9692209.60");
        assertThat(one("select sum(amount) from %s where budget = 'stationery'", "silver/travel"))
                .isEqualTo("1058117.09");
        assertThat(one("select sum(total) from %s", "silver/staff")).isEqualTo("2327");
        assertThat(one(
                        "select grand_total_headcount from %s where organisation_name like 'Department%%'",
                        "silver/workforce"))
                .isEqualTo("2421");
        assertThat(one("select count(*) - count(co_gt) from %s", "silver/air_quality"))
                .isEqualTo("1683");
        assertThat(one("select max(measured) from %s", "silver/air_quality")).isEqualTo("2005-04-04 14:00:00.0");
    }

    @Test
    @Tag("full")
    void hospitalStaysWithTheirCodes() throws IOException {
        String codes = "67 rows from 1 file: 1 duplicate, 3 quarantined, 63 silver";
        assertThat(job("codes")).contains(codes);
        onPage("| `codes` ", codes.split(": ")[1]);
        String stays = "101,766 rows from 1 file: 101,766 silver";
        assertThat(job("encounters")).contains(stays).contains("check weight-known: completeness of weight is 0.0314");
        onPage("| `encounters` ", "101,766 silver");
        assertThat(one("select count(distinct patient_nbr) from %s", "silver/encounters"))
                .isEqualTo("71518");
        assertThat(one("select count(*) - count(payer_code) from %s", "silver/encounters"))
                .isEqualTo("40256");
    }

    @Test
    @Tag("full")
    void errorsThatWerePutInAreFound() throws IOException {
        found("hospital", "dirty_hospital", 509, 507, 502);
        found("beers", "dirty_beers", 4362, 4367, 4362);
    }

    private void found(String source, String folder, int inError, int marked, int right) throws IOException {
        job(source);
        Set<String> errors = errors(folder, source);
        Set<String> found = marked(source);
        assertThat(errors).hasSize(inError);
        assertThat(found).hasSize(marked);
        found.retainAll(errors);
        assertThat(found).hasSize(right);
        onPage(
                "| `" + source + "` | ",
                String.format(
                        Locale.ROOT,
                        "| %d | %d | %d | %.3f | %.3f |",
                        inError,
                        marked,
                        right,
                        (double) right / marked,
                        (double) right / inError));
    }

    @Test
    void whatTheDataSuggestsIsReadAsChecks(@TempDir Path copy) throws IOException {
        job("spending");
        String checks = command("checks", "suggest", "spending");
        assertThat(checks)
                .contains("# all of 406 rows have a value: with 95 % confidence fewer than 0.0074 of rows lack it\n"
                        + "  entity-not-null { column = entity, not-null = true, severity = warn }")
                .contains("# 1 distinct values among 406, the rarest 406 times\n"
                        + "  entity-values { column = entity, in = [\"HMRC\"], severity = warn }")
                .contains("transaction-number-not-negative { column = transaction_number, at-least = 0,")
                .doesNotContain("date-not-null", "contract-number", "amount-not-negative");
        for (Path file : List.of(Path.of("conf/local.conf"), Path.of("jobs/ingest-spending.conf"))) {
            Files.createDirectories(copy.resolve(file).getParent());
            Files.copy(PROJECT.resolve(file), copy.resolve(file));
        }
        Files.writeString(copy.resolve("jobs/ingest-spending.conf"), checks, java.nio.file.StandardOpenOption.APPEND);
        assertThat(ProjectReader.read(copy, "local", List.of(), Map.of()).problems())
                .isEmpty();
        assertThat(command("checks", "list"))
                .contains("spending  ")
                .containsPattern("amount-reported +row +warn .*failed +95 +406");
        // Sketches of more than 200 values draw lots: the median may be any of the fourteen values on either side of
        // the true one.
        assertThat(command("profiles", "show", "spending"))
                .containsPattern(
                        "amount +406 +0 +[0-9]+ +-101125.39 +(5[89]|6[0-9]|7[0-7])[0-9]{3}[.][0-9]+ +17265919.80")
                .containsPattern("supplier_type +406 +406 +0");
    }

    /** Line and column of each cell in which the two files differ. */
    private Set<String> errors(String folder, String source) {
        List<Row> dirty = cells(folder, "dirty.csv");
        List<Row> clean = cells(folder, "clean.csv");
        List<SourceColumn> columns = spec(source).columns();
        Set<String> errors = new HashSet<>();
        for (int line = 0; line < dirty.size(); line++) {
            for (int column = 0; column < columns.size(); column++) {
                if (!String.valueOf(dirty.get(line).get(column))
                        .equals(String.valueOf(clean.get(line).get(column)))) {
                    errors.add(line + 2 + " " + columns.get(column).name());
                }
            }
        }
        return errors;
    }

    private List<Row> cells(String folder, String file) {
        return spark.read()
                .option("header", "true")
                .option("escape", "\"")
                .csv(DATA.resolve(folder).resolve(file).toString())
                .collectAsList();
    }

    /** Line and column of each cell that a rule is about that its row breaks. */
    private Set<String> marked(String source) {
        IngestSpec spec = spec(source);
        Set<String> marked = new HashSet<>();
        for (Row row : table("quarantine/" + source)
                .selectExpr("_row", "explode(reasons) r")
                .selectExpr("_row", "r.rule", "r.column")
                .collectAsList()) {
            String column = row.getString(2);
            List<String> about = column == null || column.isEmpty() ? about(spec, row.getString(1)) : List.of(column);
            about.forEach(each -> marked.add(row.getLong(0) + " " + each));
        }
        return marked;
    }

    private static List<String> about(IngestSpec spec, String rule) {
        Check check = spec.checks().stream()
                .filter(each -> each.name().equals(rule))
                .findFirst()
                .orElseThrow();
        if (check instanceof KeyCheck key) {
            return key.rule() instanceof Same same ? same.of() : key.rule().columns();
        }
        List<String> columns = new ArrayList<>();
        Matcher name = COLUMN.matcher(check.definition());
        while (name.find()) {
            columns.add(name.group(1));
        }
        return columns.isEmpty()
                ? List.of(check.definition().split(" ")[check.definition().startsWith("not ") ? 1 : 0])
                : columns.subList(0, 1);
    }

    private static IngestSpec spec(String source) {
        return (IngestSpec) ProjectReader.read(PROJECT, "local", List.of(), Map.of())
                .projectOrThrow()
                .jobs()
                .get("ingest-" + source);
    }

    private String job(String source) {
        return command("job", "ingest-" + source, "--date", "2026-01-20");
    }

    private String command(String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--project", PROJECT.toString()));
        arguments.addAll(List.of("--set", "landing=" + DATA.toAbsolutePath().normalize(), "--set", "lake=" + lake));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.exit()).as(run.err()).isZero();
        return run.out();
    }

    private String one(String query, String table) {
        table(table).createOrReplaceTempView("asked");
        return String.valueOf(spark.sql(String.format(query, "asked")).first().get(0));
    }

    private Dataset<Row> table(String table) {
        return spark.read().format("delta").load(lake.resolve(table).toString());
    }

    private static void onPage(String row, String figures) throws IOException {
        assertThat(Files.readString(PAGE).lines().filter(line -> line.startsWith(row)))
                .as("docs/open-data.md has a line " + row + " with " + figures)
                .singleElement()
                .satisfies(line -> assertThat(line).contains(figures));
    }
}
