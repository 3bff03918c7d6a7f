package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.hocon.ProjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A first project from one file: what the values tell is proposed, what they do not is asked. */
class InitFromTest {
    @TempDir
    private Path folder;

    private Path file(String name, String header, IntFunction<String> line) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(
                file, IntStream.range(0, 120).mapToObj(line).collect(Collectors.joining("\n", header + "\n", "\n")));
    }

    private CommandRun init(Path file, String... options) {
        return CommandRun.of(Stream.concat(
                        Stream.of("init", folder.resolve("project").toString(), "--from", file.toString()),
                        Stream.of(options))
                .toArray(String[]::new));
    }

    private String spec(String file) throws IOException {
        return Files.readString(folder.resolve("project").resolve(file));
    }

    private void assertReads() {
        assertThat(ProjectReader.read(folder.resolve("project"), "local", List.of(), Map.of())
                        .problems())
                .isEmpty();
    }

    private Path customers() throws IOException {
        return file(
                "customers.csv",
                "Customer ID,Plan,Visits,Joined,Remark,eMail,Left",
                i -> (1000 + i) + "," + (i % 3 == 0 ? "basic" : "family") + "," + i % 17 + ",2025-01-" + (10 + i % 19)
                        + ",said " + i + " things," + "a" + i + "@example.org,"
                        + (i > 99 ? "" : i % 4 == 0 ? "Yes" : "No"));
    }

    @Test
    void proposesAllFilesWithTheEvidence() throws IOException {
        CommandRun run = init(customers(), "--label", "Left");
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "  key: customer_id, all 120 different\n",
                        "  answer: left, \"No\" in 75 rows, \"Yes\" in 25 rows, none in 20; predicted is \"Yes\"\n",
                        "  scored: the rows without an answer\n",
                        "  left out: remark (120 different values in 120 rows)\n",
                        "  no features by themselves: joined, dates or times;",
                        "  headrace run --date 2026-01-31\n");
        assertThat(spec("jobs/ingest-customers.conf")).contains("customer_id { from = \"Customer ID\", type = ");
        assertThat(spec("features/profile.conf"))
                .contains(
                        "entity = customer_id\n", "columns = all\n", "  remark  # 120 different values in 120 rows\n");
        assertThat(spec("jobs/train-left.conf"))
                .contains(
                        "features = all\n",
                        "label { known { table = silver.customers, column = left, positive = \"Yes\" } }");
        assertThat(spec("jobs/score-left.conf")).contains("where = \"left is null\"", "decision { top-share = 0.1 }");
        assertThat(folder.resolve("project/landing/customers.csv"))
                .hasSameTextualContentAs(folder.resolve("customers.csv"));
        assertReads();
    }

    @Test
    void withoutAKeyFileAndLineAreTheKey() throws IOException {
        Path calls = file("calls.csv", "age;answer", i -> (20 + i % 40) + ";" + (i % 5 == 0 ? "y" : "n"));
        CommandRun run = init(calls, "--label", "answer");
        assertThat(run.out()).contains("  key: file and line, as no column has a value of its own in every row");
        assertThat(spec("jobs/ingest-calls.conf"))
                .contains("derived { row_key = \"concat_ws(':', _file, _row)\" }\nduplicates = keep\n");
        assertThat(spec("features/profile.conf")).contains("entity = row_key\n");
        assertThat(spec("jobs/score-answer.conf")).contains("where = \"true\"");
        assertReads();
    }

    @Test
    void dailyFilesKeepTheirFolderAndDate() throws IOException {
        Path day = file("landing/students/2026-03-05.csv", "id,grade,out", i -> i + "," + i % 7 + ".5," + (i % 2));
        CommandRun run = init(day, "--label", "out");
        assertThat(run.out()).contains("predicted is \"1\"", "headrace run --date 2026-03-05");
        assertThat(spec("jobs/ingest-students.conf")).contains("paths = [\"students/{date}.csv\"]");
        assertThat(folder.resolve("project/landing/students/2026-03-05.csv")).exists();
        assertReads();
    }

    @Test
    void numbersAndClassesAreReadAsSuch() throws IOException {
        Path houses = file("houses.csv", "id,rooms,price", i -> i + "," + i % 5 + "," + (1000 + 37.5 * i));
        assertThat(init(houses, "--label", "price").err()).isEmpty();
        assertThat(spec("jobs/train-price.conf"))
                .contains("label { number { table = silver.houses, column = price } }");
        assertThat(spec("jobs/score-price.conf")).doesNotContain("decision");
        assertReads();
    }

    @Test
    void textsOfAFewKindsAreClasses() throws IOException {
        Path irises = file(
                "irises.csv",
                "id,width,species",
                i -> i + "," + i % 9 + ".1," + List.of("a", "b", "c").get(i % 3));
        assertThat(init(irises, "--label", "species").err()).isEmpty();
        assertThat(spec("jobs/train-species.conf"))
                .contains("label { class { table = silver.irises, column = species } }");
        assertReads();
    }

    @Test
    void asksWhatCannotBeKnown() throws IOException {
        assertThat(init(customers()).err())
                .isEqualTo(
                        "HEAD-CLI-021: which column is to be predicted?\n  next: Name it by --label: plan (2 values),"
                                + " visits (17 values), joined (19 values), remark (120 values), e_mail (120 values), left (2 values).\n");
        assertThat(init(customers(), "--label", "Plan").err())
                .isEqualTo("HEAD-CLI-021: which answer of plan is to be predicted? It holds \"family\" in 80 rows,"
                        + " \"basic\" in 40 rows\n  next: Say --positive basic or --positive family.\n");
        assertThat(init(customers(), "--label", "Visits").err())
                .contains(
                        "is visits a number, or one of 17 classes? It holds \"0\" in 8 rows",
                        "--label-is number or --label-is class");
        assertThat(init(customers(), "--label", "lefd").err())
                .contains("--label: the file has no column \"lefd\", did you mean \"Left\"?");
        assertThat(init(customers(), "--label", "Left", "--positive", "yes").err())
                .contains("--positive: left is never \"yes\"; it holds \"No\" in 75 rows, \"Yes\" in 25 rows");
        assertThat(init(customers(), "--label", "Remark").err())
                .contains("--label: remark cannot be learnt, it has 120 different texts");
        assertThat(init(customers(), "--label", "Left", "--key", "Plan").err())
                .contains("HEAD-CLI-024: --key: 120 rows have 2 different values in Plan");
        assertThat(CommandRun.of("init", folder.resolve("x").toString(), "--label", "a")
                        .err())
                .contains("Name it: --from FILE.");
        assertThat(folder.resolve("project")).doesNotExist();
        assertThat(init(customers(), "--label", "Visits", "--label-is", "number")
                        .exit())
                .isZero();
    }
}
