package io.headrace.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import io.headrace.cipher.LocalKey;
import io.headrace.job.JobRunner.Again;
import io.headrace.spec.Cleaning;
import io.headrace.spec.ColumnType;
import io.headrace.spec.Encryption;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RawFiles.Format;
import io.headrace.spec.SourceClock;
import io.headrace.spec.SourceColumn;
import io.headrace.table.Lake;
import io.headrace.table.LakeCipher;
import io.headrace.table.SubjectKeys;
import io.headrace.testing.Bench;
import io.headrace.testing.SmallShop;
import io.headrace.testing.TestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What three encrypted columns and one of tokens add to the ingest of a table of customers of 12 columns, each row another person: on the first day, when all
 * of them are new, and on the second, when all have keys.
 *
 * <p>Run by {@code bench/privacy/run [ROWS] [ROUNDS]}.
 */
final class EncryptionBench {
    private static final String CLEAR = "in clear";
    private static final String ENCRYPTED = "encrypted";
    private static final Set<String> SECRET = Set.of("name", "email", "born");
    private static final List<String> COLUMNS = List.of(
            "id long id",
            "name string concat('Person ', cast(pmod(xxhash64(id), 100000) as string), ' of ', cast(id as string))",
            "email string concat('c', cast(id as string), '@example.org')",
            "born date date_add(date'1950-01-01', cast(pmod(hash(id), 20000) as int))",
            "phone string concat('+44 ', cast(pmod(hash(id, 1), 1000000) as string))",
            "plan string element_at(array('basic', 'plus', 'pro'), cast(1 + id % 3 as int))",
            "country string element_at(array('GB', 'FR', 'DE', 'IT'), cast(1 + id % 4 as int))",
            "joined date date_add(date'2020-01-01', cast(pmod(hash(id, 2), 2000) as int))",
            "seats integer cast(pmod(hash(id, 3), 50) as int)",
            "paid decimal(12,2) cast(pmod(hash(id, 4), 10000000) / 100 as decimal(12,2))",
            "score double pmod(hash(id, 5), 1000000) / 1000000d",
            "seen timestamp timestamp_seconds(1735689600 + id % 31536000)");

    private final SparkSession spark;
    private final Path folder;
    private final Path data;
    private final long rows;

    private EncryptionBench(SparkSession spark, Path folder, long rows) throws IOException {
        this.spark = spark;
        this.folder = folder;
        this.rows = rows;
        this.data = Files.createDirectories(folder.resolve("data-" + rows));
        generate(SmallShop.DAY);
        generate(SmallShop.DAY.plusDays(1));
    }

    /** @param arguments rows a day (1,000,000 as a rule), rounds, and settings of Spark as KEY=VALUE */
    public static void main(String[] arguments) throws IOException {
        long rows = Long.parseLong(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        Bench.run(Bench.settings(arguments, 2), (spark, folder) -> {
            new EncryptionBench(spark, folder, Math.max(1000, rows / 10)).measured(1);
            System.out.printf(
                    Locale.ROOT, "%,d rows, %d rounds, after a warm-up of %,d rows%n", rows, rounds, rows / 10);
            Bench bench = new EncryptionBench(spark, folder, rows).measured(rounds);
            bench.report(CLEAR + ", first day");
            bench.report(CLEAR + ", second day");
        });
    }

    private void generate(LocalDate day) throws IOException {
        Column[] columns = COLUMNS.stream()
                .map(column -> column.split(" ", 3))
                .map(parts -> expr(parts[0].equals("seats") ? parts[2] + " + " + day.getDayOfMonth() : parts[2])
                        .cast("string")
                        .as(parts[0]))
                .toArray(Column[]::new);
        Path written = folder.resolve("written");
        spark.range(0, rows, 1, 4)
                .select(columns)
                .write()
                .mode("overwrite")
                .option("header", true)
                .csv(written.toString());
        int part = 0;
        for (Path file : files(written)) {
            Files.move(file, data.resolve(day + "-" + part++ + ".csv"));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
        }
    }

    private Bench measured(int rounds) throws IOException {
        Bench bench = new Bench();
        for (int round = 0; round < rounds; round++) {
            Lake clear = ingested(bench, CLEAR, false);
            Lake encrypted = ingested(bench, ENCRYPTED, true);
            requireEqual(clear, encrypted);
            Bench.delete(folder.resolve("lakes"));
            Lake.forgetTables();
        }
        return bench;
    }

    private Lake ingested(Bench bench, String way, boolean isEncrypted) throws IOException {
        SmallShop shop = shop(way.replace(' ', '-'));
        IngestSpec spec = spec(isEncrypted);
        for (LocalDate day : List.of(SmallShop.DAY, SmallShop.DAY.plusDays(1))) {
            bench.time(
                    way + (day.equals(SmallShop.DAY) ? ", first day" : ", second day"),
                    () -> shop.run(
                            spec,
                            new IngestStage(
                                    spec, shop.lake(), shop.ledger(), () -> "0123456789abcdef", cipher(shop.lake())),
                            day,
                            Again.SKIP));
        }
        return shop.lake();
    }

    private static LakeCipher cipher(Lake lake) {
        return new LakeCipher(lake, () -> LocalKey.all("0123456789abcdef".repeat(4)));
    }

    private SmallShop shop(String name) throws IOException {
        Path root = Files.createDirectories(folder.resolve("lakes").resolve(name));
        SmallShop shop = SmallShop.of(Lake.open(spark, root.resolve("lake").toString()));
        Files.createSymbolicLink(shop.landing(), data);
        return shop;
    }

    private void requireEqual(Lake clear, Lake encrypted) {
        Row one = sums(clear.read(spec(false).silver()));
        Row other = sums(encrypted.decrypting(cipher(encrypted)).read(spec(true).silver()));
        long keys = encrypted.read(SubjectKeys.TABLE).count();
        if (!one.equals(other) || one.getLong(0) != 2 * rows || keys != rows) {
            throw new IllegalStateException("the tables differ: " + one + " and " + other + ", " + keys + " keys");
        }
    }

    private static Row sums(Dataset<Row> silver) {
        Column[] columns =
                COLUMNS.stream().map(column -> col(column.split(" ", 2)[0])).toArray(Column[]::new);
        return silver.select(xxhash64(columns).cast("decimal(38,0)").as("hash"))
                .agg(count(lit(1)), sum("hash"))
                .first();
    }

    private static IngestSpec spec(boolean isEncrypted) {
        return TestSource.of(
                Format.CSV,
                "{date}-*.csv",
                COLUMNS.stream()
                        .map(column -> column(column.split(" ", 3), isEncrypted))
                        .toList(),
                List.of());
    }

    private static SourceColumn column(String[] parts, boolean isEncrypted) {
        boolean isKey = parts[0].equals("id");
        boolean isSecret = SECRET.contains(parts[0]);
        boolean isToken = parts[0].equals("phone");
        Encryption encryption = isSecret ? Encryption.BY_PERSON : isToken ? Encryption.TOKEN : Encryption.NONE;
        return new SourceColumn(
                parts[0],
                List.of(parts[0]),
                ColumnType.parse(parts[1]).orElseThrow(),
                List.of(),
                isKey,
                isSecret || isToken,
                false,
                "",
                Cleaning.NONE,
                SourceClock.OF_PROJECT,
                isKey ? Optional.of("customer") : Optional.empty(),
                isEncrypted ? encryption : Encryption.NONE);
    }
}
