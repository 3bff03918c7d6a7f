package io.headrace.ingest;

import static org.apache.spark.sql.functions.expr;

import io.headrace.run.Outcome;
import io.headrace.spec.Check;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RawFiles.Format;
import io.headrace.spec.RowCheck;
import io.headrace.spec.RowCheck.Severity;
import io.headrace.table.Lake;
import io.headrace.testing.Bench;
import io.headrace.testing.SmallShop;
import io.headrace.testing.TestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What 50 rules on rows with quarantine, and the profile, add to the ingest of a table of 20 columns; beside the same rules as
 * separate aggregations, and beside a bare write by Spark.
 *
 * <p>Run by {@code bench/quality/run [ROWS] [ROUNDS]}.
 */
final class QualityBench {
    private static final List<String> COLUMNS = List.of(
            "id long id",
            "quantity integer cast(pmod(hash(id), 500) as int)",
            "line integer cast(id % 20 as int)",
            "age integer cast(18 + pmod(hash(id, 1), 70) as int)",
            "visits integer cast(pmod(hash(id, 2), 40) as int)",
            "customer long pmod(xxhash64(id), 1000000)",
            "price double pmod(hash(id, 3), 100000) / 100d",
            "discount double pmod(hash(id, 4), 1000) / 1000d",
            "weight double pmod(hash(id, 5), 5000) / 10d",
            "score double pmod(hash(id, 6), 1000000) / 1000000d",
            "amount decimal(12,2) cast(pmod(hash(id, 7), 10000000) / 100 as decimal(12,2))",
            "tax decimal(12,2) cast(pmod(hash(id, 8), 1000000) / 100 as decimal(12,2))",
            "country string element_at(array('GB', 'FR', 'DE', 'IT', 'ES', 'NL', 'PL'), cast(1 + pmod(hash(id, 9), 7) as int))",
            "status string element_at(array('open', 'paid', 'sent', 'back'), cast(1 + pmod(hash(id, 10), 4) as int))",
            "article string concat('A', lpad(cast(pmod(hash(id, 11), 20000) as string), 6, '0'))",
            "email string concat('c', cast(pmod(xxhash64(id), 1000000) as string), '@example.org')",
            "note string case when id % 3 = 0 then null else concat('note ', cast(id % 1000 as string)) end",
            "ordered date date_add(date'2025-01-01', cast(id % 365 as int))",
            "delivered date date_add(date'2025-01-01', cast(id % 365 + pmod(hash(id, 12), 20) as int))",
            "seen timestamp timestamp_seconds(1735689600 + id % 31536000)");

    private final SparkSession spark;
    private final Path folder;
    private final Path data;

    private QualityBench(SparkSession spark, Path folder, long rows) throws IOException {
        this.spark = spark;
        this.folder = folder;
        this.data = Files.createDirectories(folder.resolve("data-" + rows));
        generate(rows);
    }

    /** @param arguments rows (5,000,000 as a rule), rounds, and settings of Spark as KEY=VALUE */
    public static void main(String[] arguments) throws IOException {
        long rows = Long.parseLong(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        Bench.run(Bench.settings(arguments, 2), (spark, folder) -> {
            new QualityBench(spark, folder, Math.max(1000, rows / 20)).measured(1);
            System.out.printf(
                    Locale.ROOT, "%,d rows, %d rounds, after a warm-up of %,d rows%n", rows, rounds, rows / 20);
            new QualityBench(spark, folder, rows).measured(rounds).report("ingest without rules");
        });
    }

    private void generate(long rows) throws IOException {
        Column[] columns = COLUMNS.stream()
                .map(column -> column.split(" ", 3))
                .map(parts -> expr(parts[2]).as(parts[0]))
                .toArray(Column[]::new);
        Path written = folder.resolve("written");
        spark.range(0, rows, 1, 8).select(columns).write().mode("overwrite").parquet(written.toString());
        int part = 0;
        for (Path file : files(written)) {
            Files.move(file, data.resolve("2026-01-20-" + part++ + ".parquet"));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    private Bench measured(int rounds) throws IOException {
        Bench bench = new Bench();
        for (int round = 0; round < rounds; round++) {
            Map<String, Long> separate = new TreeMap<>();
            SmallShop bare = shop("bare");
            bench.time("ingest without rules", () -> bare.run(spec(List.of(), false), SmallShop.DAY));
            Dataset<Row> silver = bare.lake().read(spec(List.of(), false).silver());
            bench.time(
                    "50 separate aggregations",
                    () -> rules().forEach(rule -> separate.put(
                            rule.name(),
                            silver.where("not coalesce(" + rule.rule() + ", false)")
                                    .count())));
            bench.time(
                    "bare write by Spark",
                    () -> spark.read()
                            .parquet(data.toString())
                            .write()
                            .format("delta")
                            .mode("overwrite")
                            .save(folder.resolve("plain").toString()));
            SmallShop checked = shop("checked");
            List<Outcome> outcome = new ArrayList<>();
            bench.time("ingest with rules", () -> outcome.add(checked.run(spec(rules(), false), SmallShop.DAY)));
            SmallShop profiled = shop("profiled");
            bench.time("ingest with rules and profile", () -> profiled.run(spec(rules(), true), SmallShop.DAY));
            requireEqual(outcome.get(0), separate);
            Bench.delete(folder.resolve("lakes"));
        }
        return bench;
    }

    private SmallShop shop(String name) throws IOException {
        Path root = Files.createDirectories(folder.resolve("lakes").resolve(name));
        SmallShop shop = SmallShop.of(Lake.open(spark, root.resolve("lake").toString()));
        Files.createDirectories(shop.landing().getParent());
        Files.createSymbolicLink(shop.landing(), data);
        return shop;
    }

    private static void requireEqual(Outcome outcome, Map<String, Long> separate) {
        separate.forEach((rule, failed) -> {
            String counted = outcome.counts().getOrDefault("check." + rule + ".failed", "0");
            if (!counted.equals(failed.toString())) {
                throw new IllegalStateException("rule " + rule + ": " + counted + " and " + failed);
            }
        });
    }

    private static IngestSpec spec(List<RowCheck> rules, boolean profile) {
        String[] columns = COLUMNS.stream()
                .map(column -> column.substring(0, column.indexOf(' ', column.indexOf(' ') + 1)))
                .toArray(String[]::new);
        IngestSpec with = TestSource.of(
                Format.PARQUET, "{date}*.parquet", TestSource.columns(columns), List.<Check>copyOf(rules));
        return new IngestSpec(
                with.header(),
                with.source(),
                with.files(),
                with.schema(),
                with.columns(),
                with.derived(),
                with.duplicates(),
                with.keepOne(),
                with.checks(),
                with.totals(),
                with.rowsAtLeast(),
                profile);
    }

    /** 50 rules, most of which a few rows of a million break. */
    private static List<RowCheck> rules() {
        List<String> rules = new ArrayList<>(List.of(
                "id >= 0",
                "quantity between 0 and 498",
                "line < 20",
                "age between 18 and 87",
                "visits <= 38",
                "price >= 0",
                "price < 999.98",
                "discount between 0 and 1",
                "weight < 499.9",
                "score <= 0.999998",
                "amount < 99999.98",
                "tax < 9999.98",
                "tax <= amount or amount < 10000",
                "length(country) = 2",
                "country in ('GB', 'FR', 'DE', 'IT', 'ES', 'NL', 'PL')",
                "status in ('open', 'paid', 'sent', 'back')",
                "article rlike '^A[0-9]{6}$'",
                "email rlike '^c[0-9]+@example[.]org$'",
                "length(email) < 40",
                "note is null or length(note) <= 8",
                "ordered <= delivered",
                "delivered <= date_add(ordered, 19)",
                "ordered >= date'2025-01-01'",
                "seen >= timestamp'2025-01-01 00:00:00'",
                "customer < 999999",
                "price * quantity < 499000",
                "amount >= 0.01",
                "year(ordered) = 2025",
                "status <> 'void'",
                "upper(country) = country"));
        List<String> names = List.of(
                "id",
                "quantity",
                "line",
                "age",
                "visits",
                "price",
                "discount",
                "weight",
                "score",
                "amount",
                "tax",
                "country",
                "status",
                "article",
                "email",
                "ordered",
                "delivered",
                "seen",
                "customer");
        names.forEach(name -> rules.add(name + " is not null"));
        rules.add("1 / (quantity + 1) > 0");
        List<RowCheck> checks = new ArrayList<>();
        rules.forEach(rule -> checks.add(new RowCheck("r" + checks.size(), rule, Severity.QUARANTINE, "broken")));
        if (checks.size() != 50) {
            throw new IllegalStateException(checks.size() + " rules");
        }
        return checks;
    }
}
