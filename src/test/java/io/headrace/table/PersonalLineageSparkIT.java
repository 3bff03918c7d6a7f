package io.headrace.table;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.privacy.search.FolderSearch;
import io.headrace.privacy.search.Hit;
import io.headrace.privacy.search.Needle;
import io.headrace.privacy.search.Needles;
import io.headrace.run.RunId;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Personal columns by Spark's resolved plan, and what tables keep of their values. */
class PersonalLineageSparkIT {
    private static final StructType PEOPLE = StructType.fromDDL(
            "id bigint, email string, born date, spent double, contact struct<phone:string,kind:string>");

    private static SparkSession spark;

    @TempDir
    private Path folder;

    @BeforeAll
    static void showPeople() {
        spark = LakeExtension.session();
        spark.createDataFrame(List.<Row>of(), personal("email", "born", "contact"))
                .createOrReplaceTempView("people");
    }

    private static StructType personal(String... columns) {
        return new StructType(Stream.of(PEOPLE.fields())
                .map(field -> Set.of(columns).contains(field.name()) ? PersonalLineage.marked(field) : field)
                .toArray(StructField[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select id, spent, count(*) as rows from people group by id, spent |",
                "select lower(EMAIL) as contact_lower, id from people | contact_lower",
                "select Email as a, spent as b from people | a",
                "select a, b from (select email as a, spent as b from people) | a",
                "with p as (select Born as b, id from people) select year(x.b) as y, z.id from p x join p z on x.id = z.id | y",
                "select contact.phone as p from people | p",
                "select case when BORN < date'2000-01-01' then 1 else 0 end as old, id from people | old",
                "select if(spent > 1, 'a', 'b') as rich from people where email is not null |",
                "select id, max(email) as last, sum(spent) as s from people group by id | last",
                "select id, first(email) over (partition by id order by spent) as f from people | f",
                "select id, row_number() over (partition by id order by spent) as n from people | ",
                "select spent as x from people union all select length(email) from people | x",
                "select l.id, r.email as e from people l left join people r on l.id = r.id | e",
                "select id, (select max(email) from people q where q.id = p.id) as e from people p | e",
                "select id, w from people lateral view explode(split(email, '@')) t as w | w",
                "select named_struct('e', email, 'i', id) as s, id from people | s",
                "select s.i as i from (select named_struct('e', email) as s, id as i from people) as s |",
                "select year, total from (select year(born) as year, id, spent from people)"
                        + " pivot (sum(spent) as total for id in (1 as one)) | year"
            })
    void derivedColumnsAreFoundInThePlan(String sql, String expected) {
        String query = sql.contains("pivot") ? sql.replace("select year, total", "select year, one") : sql;
        Set<String> wanted = expected == null || expected.isBlank() ? Set.of() : Set.of(expected.split(","));
        assertThat(PersonalLineage.columns(spark.sql(query))).isEqualTo(wanted);
    }

    @Test
    void columnsThatTheDatasetsInterfaceDerivesAreFoundToo() {
        Dataset<Row> rows =
                spark.table("people").withColumn("mail", col("EMAIL")).withColumnRenamed("born", "day");
        assertThat(PersonalLineage.columns(rows)).containsExactly("contact", "day", "email", "mail");
        assertThat(PersonalLineage.columns(
                        rows.withColumn("email", col("spent")).drop("contact")))
                .containsExactly("day", "mail");
    }

    @Test
    void aTableKeepsNoEndsOfPersonalColumns() {
        Lake lake = Lake.open(spark, folder.resolve("lake").toString());
        TableName table = Layer.SILVER.table("people");
        lake.ensure(TableLayout.plain(table, personal("email", "born", "contact")));
        write(lake, table, 1);
        assertThat(log(table)).contains("\"spent\":7.5").doesNotContain("p1@planted.org", "1971-03-05");
        assertThat(PersonalLineage.columns(lake.read(table))).containsExactly("born", "contact", "email");
        assertThat(footers(lake, table, "p1@planted.org", "1971-03-05", "0123")).isEmpty();
    }

    private Set<String> footers(Lake lake, TableName table, String... values) {
        List<Needle> needles =
                Stream.of(values).map(value -> Needle.value(value, value)).toList();
        try {
            return new FolderSearch(Needles.of(needles), lake.hadoop())
                    .search(new org.apache.hadoop.fs.Path(lake.path(table))).hits().stream()
                            .filter(hit -> hit.place() == Hit.Place.FOOTER)
                            .map(Hit::column)
                            .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aColumnThatBecomesPersonalHasNoEndsFromThenOn() {
        Lake lake = Lake.open(spark, folder.resolve("lake").toString());
        TableName table = Layer.SILVER.table("people");
        lake.ensure(TableLayout.plain(table, PEOPLE));
        write(lake, table, 1);
        long before = lake.version(table);

        assertThat(lake.ensure(TableLayout.plain(table, personal("email")))).containsExactly("email");
        assertThat(lake.ensure(TableLayout.plain(table, personal("email")))).isEmpty();
        assertThat(lake.version(table)).isEqualTo(before + 1);
        write(lake, table, 2);

        assertThat(footers(lake, table, "p1@planted.org", "1972-03-05")).containsExactlyInAnyOrder("email", "born");
        assertThat(footers(lake, table, "p2@planted.org")).isEmpty();
        assertThat(log(table))
                .contains("p1@planted.org", "\"born\":\"1972-03-05\"")
                .doesNotContain("p2@planted.org");
        assertThat(PersonalLineage.columns(lake.read(table, before))).containsExactly("email");
    }

    private void write(Lake lake, TableName table, int number) {
        Row row = RowFactory.create(
                (long) number,
                "p" + number + "@planted.org",
                java.sql.Date.valueOf(LocalDate.of(1970 + number, 3, 5)),
                7.5,
                RowFactory.create("0123", "home"));
        lake.stage(table)
                .append(spark.createDataFrame(List.of(row), PEOPLE))
                .publish(new RunId("test", LocalDate.of(2026, 1, number), 1));
    }

    private String log(TableName table) {
        Path log = folder.resolve("lake")
                .resolve(table.layer())
                .resolve(table.name())
                .resolve("_delta_log");
        try (Stream<Path> files = Files.list(log)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1).replace("\\\"", "\""));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
