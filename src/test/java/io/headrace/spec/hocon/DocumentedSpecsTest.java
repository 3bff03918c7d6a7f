package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.Aggregate;
import io.headrace.spec.StandardRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pieces of ingest jobs on the docs' pages, and the examples in their tables, are read without problems. */
class DocumentedSpecsTest {
    private static final Pattern BLOCK = Pattern.compile("```hocon\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CELL = Pattern.compile("^\\| `([a-z-]+)` \\| `(.+?)` \\|", Pattern.MULTILINE);
    private static final String COLUMNS = """
            columns {
              unit_price = double, quantity = integer, start_date = date, end_date = date, status = string
              zip = string, city = string, customer_id = string, invoice_no = string, line = integer, order_id = string
              stock_code = string, invoice_time = timestamp, amount = double, country = string, updated = date
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void blocks() throws IOException {
        int blocks = 0;
        for (String page : List.of("sources", "cleaning", "checks")) {
            Matcher block = BLOCK.matcher(page(page));
            while (block.find()) {
                String files = block.group(1).startsWith("files") ? "" : "files.paths = [\"{date}.csv\"]\n";
                String columns = block.group(1).startsWith("columns") ? "" : COLUMNS;
                assertRead(files + columns + block.group(1));
                blocks++;
            }
        }
        assertThat(blocks).isEqualTo(5);
    }

    @Test
    void examplesOfChecks() throws IOException {
        List<String> kinds = new ArrayList<>();
        String page = page("checks");
        Matcher cell = CELL.matcher(page.substring(0, page.indexOf("## What a broken check does")));
        while (cell.find()) {
            kinds.add(cell.group(1));
            assertRead("files.paths = [\"{date}.csv\"]\n" + COLUMNS + "checks { one { " + cell.group(2) + " } }\n");
        }
        assertThat(kinds)
                .containsAll(KeyCheckReader.KEYS)
                .containsAll(DataCheckReader.KEYS)
                .containsAll(
                        Stream.of(StandardRule.values()).map(StandardRule::word).toList())
                .contains("rule", "in-order");
    }

    @Test
    void blockOfAValueJob() throws IOException {
        Matcher block = BLOCK.matcher(page("value"));
        assertThat(block.find()).isTrue();
        assertThat(new SmallProject(folder)
                        .with("jobs/value-lapse.conf", block.group(1))
                        .problems())
                .isEmpty();
    }

    @Test
    void blocksOfArmsAndExperiments() throws IOException {
        List<String> blocks = blocks("arms");
        assertThat(blocks).hasSize(1);
        String arms = "kind = score, owner = crm, population.view = activity\n" + blocks.get(0);
        blocks = blocks("experiments");
        assertThat(blocks).hasSize(5);
        String ofSales = blocks.get(0)
                .replace("silver.invoices", "silver.sales")
                .replace("invoice_time", "sold_at")
                .replace("quantity * unit_price", "price");
        assertThat(new SmallProject(folder)
                        .with("jobs/score-lapse.conf", arms)
                        .with("jobs/fairness-lapse.conf", """
                                kind = fairness, owner = risk
                                protected { table = silver.sales, columns.size = "if(price > 10, 'dear', 'cheap')" }
                                """)
                        .with("jobs/experiment-lapse.conf", ofSales + blocks.get(1) + blocks.get(2))
                        .with(
                                "jobs/experiment-shadow.conf",
                                blocks.get(3).replace("demand", "lapse").replace("absolute-error", "brier"))
                        .with("jobs/ingest-campaigns.conf", """
                                kind = ingest, owner = shop, files.paths = ["campaigns.csv"]
                                columns { customer_id = long, day = date, arm = string, margin = double, cost = double }
                                """)
                        .with("jobs/experiment-vouchers.conf", blocks.get(4))
                        .problems())
                .isEmpty();
    }

    @Test
    void blocksOfFairness() throws IOException {
        List<String> blocks = blocks("fairness");
        assertThat(new SmallProject(folder)
                        .with("jobs/ingest-customers.conf", """
                                kind = ingest, owner = shop, files.paths = ["customers.csv"]
                                columns { customer_id = long, gender = string, birth_year = integer, changed = date }
                                """)
                        .with("jobs/fairness-lapse.conf", blocks.get(0) + blocks.get(1) + blocks.get(3))
                        .with("jobs/train-lapse.conf", """
                                kind = train, owner = shop, view = activity, features = [orders]
                                label.event { table = silver.sales, time = sold_at, horizon = 30 days }
                                """ + blocks.get(2))
                        .append("jobs/score-lapse.conf", blocks.get(5))
                        .with(
                                "jobs/score-equal.conf",
                                "kind = score, owner = shop, model = lapse, population.view = activity, publish.table = scores.equal\n"
                                        + blocks.get(4))
                        .problems())
                .isEmpty();
    }

    @Test
    void blockOfARetentionJob() throws IOException {
        String block = blocks("privacy").stream()
                .filter(text -> text.contains("kind = retention"))
                .findFirst()
                .orElseThrow();
        assertThat(new SmallProject(folder)
                        .with(
                                "jobs/ingest-customers.conf",
                                "kind = ingest, owner = shop, files.paths = [\"customers.csv\"], columns { id = long, joined = date }\n")
                        .with("jobs/retention.conf", block)
                        .problems())
                .isEmpty();
    }

    @Test
    void blockOfAMaintainJob() throws IOException {
        String block = blocks("maintain").stream()
                .filter(text -> text.contains("kind = maintain"))
                .findFirst()
                .orElseThrow();
        assertThat(new SmallProject(folder).with("jobs/maintain.conf", block).problems())
                .isEmpty();
    }

    @Test
    void blocksOfZones() throws IOException {
        List<String> blocks = blocks("zones");
        assertThat(new SmallProject(folder)
                        .append("jobs/score-lapse.conf", blocks.get(0))
                        .with("conf/local.conf", blocks.get(1))
                        .with("jobs/ingest-customers.conf", """
                                kind = ingest, owner = shop, files.paths = ["customers.csv"]
                                columns { customer_id { type = long, subject-key = customer }, country = string, birth_year = integer, plan = string }
                                """ + blocks.get(2))
                        .problems())
                .isEmpty();
        Matcher mask = Pattern.compile("^\\| `(.+?)` \\|", Pattern.MULTILINE).matcher(page("zones"));
        int masks = 0;
        while (mask.find()) {
            assertRead("files.paths = [\"{date}.csv\"]\n" + COLUMNS + "publish.views.a { columns = [city], mask.city { "
                    + mask.group(1) + " } }\n");
            masks++;
        }
        assertThat(masks).isEqualTo(8);
    }

    private static List<String> blocks(String page) throws IOException {
        return BLOCK.matcher(page(page)).results().map(block -> block.group(1)).toList();
    }

    @Test
    void stepsOfCleaning() throws IOException {
        int steps = 0;
        Matcher cell = CELL.matcher(page("cleaning").replace("| numbers |", "| `numbers` |"));
        while (cell.find()) {
            String type = cell.group(1).equals("clip") || cell.group(1).equals("numbers") ? "double" : "string";
            assertRead("files.paths = [\"{date}.csv\"]\ncolumns.c { type = " + type + ", clean { " + cell.group(2)
                    + " } }\n");
            steps++;
        }
        assertThat(steps).isEqualTo(8);
    }

    @Test
    void aggregatesOfViews() throws IOException {
        Matcher block = BLOCK.matcher(page("features"));
        assertThat(block.find()).isTrue();
        assertThat(new SmallProject(folder)
                        .with("features/spending.sql", "select 1")
                        .with(
                                "features/spending.conf",
                                "entity = customer_id\ncolumns.n = long\n"
                                        + block.group(1)
                                                .replace(
                                                        "silver.invoices, time = invoice_time",
                                                        "silver.sales, time = sold_at"))
                        .project()
                        .views())
                .containsKey("spending");
        List<String> documented = new ArrayList<>();
        Matcher row =
                Pattern.compile("^\\| (`[a-z`, -]+`) \\|", Pattern.MULTILINE).matcher(page("features"));
        while (row.find()) {
            documented.addAll(List.of(row.group(1).replace("`", "").split(", ")));
        }
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(Stream.of(Aggregate.Function.values())
                        .map(function ->
                                function.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList());
    }

    @Test
    void blocksOfTrainAndScoreJobs() throws IOException {
        SmallProject project = new SmallProject(folder)
                .with("features/activity.conf", """
                        entity = customer_id
                        inputs { sales { table = silver.sales, time = sold_at } }
                        columns {
                          postcode = string, country = string, age = integer, joined = date
                          orders_90d = integer, monthly_charges = double
                        }
                        """)
                .with("features/activity.sql", "select * from sales")
                .replace(
                        "jobs/train-lapse.conf",
                        "features = [orders]",
                        "features = [postcode, country, age, joined, orders_90d, monthly_charges]\nlearner.xgboost {}")
                .append(
                        "jobs/train-lapse.conf",
                        blocksOf("training").stream()
                                .filter(block -> !ofNumbers(block))
                                .collect(Collectors.joining("\n")))
                .with(
                        "jobs/train-spend.conf",
                        """
                        kind = train
                        owner = shop
                        view = activity
                        features = [age, orders_90d]
                        label.number { table = silver.sales, column = price, time = sold_at }
                        """
                                + blocksOf("training").stream()
                                        .filter(DocumentedSpecsTest::ofNumbers)
                                        .collect(Collectors.joining("\n")))
                .append("jobs/score-lapse.conf", String.join("\n", blocksOf("scoring")));
        assertThat(blocksOf("training")).hasSize(5);
        assertThat(blocksOf("scoring")).hasSize(1);
        assertThat(project.problems()).isEmpty();
    }

    private static boolean ofNumbers(String block) {
        return block.contains("interval {");
    }

    private static List<String> blocksOf(String page) throws IOException {
        return BLOCK.matcher(page(page)).results().map(block -> block.group(1)).toList();
    }

    private static String page(String name) throws IOException {
        return Files.readString(Path.of("docs", name + ".md"));
    }

    private void assertRead(String job) throws IOException {
        Path project = Files.createTempDirectory(folder, "project");
        Files.createDirectories(project.resolve("conf"));
        Files.createDirectories(project.resolve("jobs"));
        Files.writeString(project.resolve("conf/local.conf"), "");
        String head = "kind = ingest\nowner = docs\n";
        Files.writeString(project.resolve("jobs/ingest-page.conf"), head + job);
        for (String other : List.of("customers", "regions")) {
            Files.writeString(
                    project.resolve("jobs/ingest-" + other + ".conf"),
                    head
                            + "files.paths = [\"x.csv\"]\ncolumns { customer_id = string, code = string, name = string }\n");
        }
        assertThat(ProjectReader.read(project, "local", List.of(), java.util.Map.of())
                        .problems())
                .as(job)
                .isEmpty();
    }
}
