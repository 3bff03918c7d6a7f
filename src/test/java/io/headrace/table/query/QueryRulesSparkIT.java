package io.headrace.table.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.testing.LakeExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the query of a view may do: cases E4 (clock and chance), E5 (joins without as-of) and E6 (tables by path, calls into Java). */
@ExtendWith(LakeExtension.class)
class QueryRulesSparkIT {
    private static final Set<String> INPUTS = Set.of("sales", "claims", "people");
    private static SparkSession spark;

    @BeforeAll
    static void inputs() {
        spark = LakeExtension.session();
        Dataset<Row> moments =
                spark.sql("select explode(array(timestamp'2024-01-01', timestamp'2024-01-02')) as as_of");
        spark.sql(
                        "select 1 as id, timestamp'2023-01-01 10:00:00' as sold, 2.0d as amount, 'food' as kind, date'2023-01-01' as day,"
                                + " '{\"a\":1}' as note, array(1, 2) as parts")
                .crossJoin(moments)
                .createOrReplaceTempView("sales");
        spark.sql("select 1 as id, timestamp'2023-01-02' as filed, 3.0d as paid, 'x' as state")
                .crossJoin(moments)
                .createOrReplaceTempView("claims");
        spark.sql("select 1 as id, 1970 as born, 'a' as country")
                .crossJoin(moments)
                .createOrReplaceTempView("people");
        spark.sql("select 1 as id, timestamp'2023-01-02' as as_of").createOrReplaceTempView("other");
        spark.udf().register("own_double", (UDF1<Double, Double>) x -> 2 * x, DataTypes.DoubleType);
    }

    @AfterAll
    static void dropped() {
        for (String view : List.of("sales", "claims", "people", "other")) {
            spark.catalog().dropTempView(view);
        }
    }

    private static List<SqlFault> faults(String sql) {
        List<SqlFault> written = QueryRules.written(spark, sql, INPUTS, "as_of");
        return written.isEmpty() ? QueryRules.resolved(spark.sql(sql), INPUTS, "as_of") : written;
    }

    static final List<String> CLOCKS = List.of(
            "current_timestamp()",
            "current_timestamp",
            "CURRENT_TIMESTAMP",
            "Now()",
            "current_date()",
            "current_date",
            "curdate()",
            "localtimestamp()",
            "current_time()",
            "unix_timestamp()",
            "to_unix_timestamp(now())",
            "date'today'",
            "DATE 'Now'",
            "timestamp'now'",
            "timestamp 'tomorrow'",
            "timestamp_ntz'yesterday'",
            "timestamp_ltz'today UTC'",
            "cast('now' as timestamp)",
            "cast(' Today ' as date)",
            "'now'::timestamp",
            "to_date('today')",
            "to_timestamp('now')",
            "timestamp('now')",
            "date('yesterday')",
            "sold < 'now'",
            "sold between '2020-01-01' and 'tomorrow'",
            "datediff('today', sold)",
            "cast(concat('no', 'w') as timestamp)",
            "cast(nvl('now', 'x') as date)",
            "cast(lower('NOW') as timestamp)",
            "case when amount > 1 then current_date else day end",
            "date_diff(day, sold, now())",
            "coalesce(null, current_timestamp())",
            "transform(array(1), e -> current_date())[0]",
            "(select now())",
            "(select max(d) from values (current_date()) as v(d))",
            "(select max(d) from values (date'today') as v(d))",
            "sequence(day, current_date)[0]",
            "extract(year from current_date)",
            "date_trunc('month', now())",
            "if(true, now(), sold)");

    @ParameterizedTest
    @FieldSource("CLOCKS")
    void clocksAreRefused(String expression) {
        assertThat(faults("select id,\n as_of,\n " + expression + " as v\nfrom sales"))
                .as("E4")
                .anySatisfy(fault -> {
                    assertThat(fault.line()).isEqualTo(3);
                    assertThat(fault.message()).contains("asks the clock: use as_of");
                });
        assertThat(faults("select id, as_of from sales\nwhere (" + expression + ") is not null"))
                .anySatisfy(fault -> assertThat(fault.line()).isEqualTo(2));
    }

    static final List<String> CHANCES = List.of(
            "rand()",
            "rand(7)",
            "RANDOM()",
            "randn()",
            "uuid()",
            "randstr(5)",
            "uniform(1, 10)",
            "shuffle(parts)[0]",
            "monotonically_increasing_id()",
            "amount + rand() * 0",
            "exists(parts, p -> p > rand())",
            "(select rand())");

    @ParameterizedTest
    @FieldSource("CHANCES")
    void chancesAreRefused(String expression) {
        assertThat(faults("select id,\n as_of,\n " + expression + " as v\nfrom sales"))
                .as("E4")
                .anySatisfy(fault -> {
                    assertThat(fault.line()).isEqualTo(3);
                    assertThat(fault.message()).containsAnyOf("chance", "asks the session");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id, as_of from sales tablesample (10 percent)",
                "select id, as_of from sales tablesample (5 rows)",
                "select id, as_of from sales tablesample (bucket 1 out of 10)",
                "select id, as_of, first(amount) from sales group by id, as_of",
                "select id, as_of, last(amount) from sales group by all",
                "select id, as_of, any_value(kind) from sales group by id, as_of",
                "select id, as_of, first_value(amount) over (partition by id, as_of) from sales",
                "select id, as_of from sales order by rand()",
                "select id, as_of, max(amount) from sales group by id, as_of having max(amount) > rand()",
                "with r as (select *, rand() as v from sales) select id, as_of from r where v < 0.5"
            })
    void chanceInOtherPlacesIsRefused(String sql) {
        assertThat(faults(sql)).as("E4").isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reflect('java.lang.Math', 'abs', 1)",
                "java_method('java.lang.Math', 'abs', 1)",
                "JAVA_METHOD('java.lang.Math', 'abs', 1)",
                "try_reflect('java.lang.Math', 'abs', 1)",
                "own_double(amount)",
                "spark_catalog.default.own_double(amount)",
                "aes_encrypt(kind, '0123456789abcdef')",
                "current_user()",
                "session_user()",
                "user()",
                "current_catalog()",
                "current_database()",
                "current_schema()",
                "current_timezone()",
                "version()",
                "spark_partition_id()",
                "input_file_name()",
                "input_file_block_start()",
                "(select max(u) from values (current_user()) as v(u))",
                "(select max(c) from values (version()) as v(c))"
            })
    void callsIntoJavaAndTheSessionAreRefused(String expression) {
        assertThat(faults("select id, as_of,\n " + expression + " as v from sales"))
                .as("E6")
                .anySatisfy(fault -> assertThat(fault.line()).isEqualTo(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id, as_of from\n delta.`/nowhere/table`",
                "select id, as_of from\n text.`/nowhere/file`",
                "select id, as_of from\n parquet.`file`",
                "select id, as_of from\n JSON.`/nowhere/x`",
                "select s.id, s.as_of from sales s join\n csv.`/nowhere/x` c on true",
                "select id, as_of from sales where id in (select id from\n delta.`/nowhere/table`)",
                "select id, as_of, (select count(*) from\n text.`/nowhere/x`) from sales",
                "with c as (select * from\n orc.`/nowhere/x`) select id, as_of from sales",
                "select id, as_of from\n other",
                "select id, as_of from\n global_temp.sales",
                "select id, as_of from\n spark_catalog.default.sales",
                "select id, as_of from\n default.sales",
                "select id, as_of from\n identifier('delta.`/nowhere/x`')",
                "select * from\n table_changes('sales', 1)",
                "select * from\n python_worker_logs()",
                "select id, as_of from sales union all select id, as_of from\n other",
                "select s.id, s.as_of from sales s, lateral (select * from\n other) o"
            })
    void otherTablesAreRefusedBeforeTheyAreLookedUp(String sql) {
        assertThat(QueryRules.written(spark, sql, INPUTS, "as_of"))
                .as("E6")
                .anySatisfy(fault -> assertThat(fault.line()).isEqualTo(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop view sales",
                "set spark.sql.ansi.enabled = false",
                "create temporary view v as select 1",
                "create temporary function f as 'java.lang.Math'",
                "insert into sales select * from sales",
                "cache table sales",
                "show tables",
                "describe sales",
                "explain select 1",
                "use default",
                "declare variable x int default 1",
                "select transform(id) using 'cat' as (id) from sales"
            })
    void commandsAreRefusedBeforeTheyRun(String sql) {
        List<SqlFault> written = QueryRules.written(spark, sql, INPUTS, "as_of");
        if (written.isEmpty()) {
            assertThat(QueryRules.resolved(spark.sql(sql), INPUTS, "as_of")).isNotEmpty();
        }
        assertThat(sql.startsWith("select") || !written.isEmpty()).isTrue();
        assertThat(spark.catalog().tableExists("sales")).isTrue();
    }

    static final List<String> UNORDERED = List.of(
            "collect_list(kind)",
            "collect_list(kind)[0]",
            "concat_ws(',', collect_list(kind))",
            "to_json(collect_set(kind))",
            "array_agg(kind)",
            "listagg(kind, ',')",
            "string_agg(distinct kind)",
            "sort_array(array(concat_ws(',', collect_list(kind))))",
            "collect_list(kind) over (partition by id, as_of)");

    /** Rows come to an aggregate in an order that another run, or another number of cores, does not repeat. */
    @ParameterizedTest
    @FieldSource("UNORDERED")
    void whatKeepsRowsInAnyOrderIsRefused(String expression) {
        String end = expression.contains("over") ? "" : " group by id, as_of";
        assertThat(faults("select id, as_of,\n " + expression + " as v from sales" + end))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.line()).isEqualTo(2);
                    assertThat(fault.message()).contains("keeps rows in whichever order they come");
                });
    }

    @Test
    void whatAWindowOrdersMayBeKept() {
        assertThat(
                        faults(
                                "select id, as_of, collect_list(kind) over (partition by id, as_of order by sold, kind) as v from sales"))
                .isEmpty();
    }

    static final List<String> MIXED = List.of(
            // Joins.
            "select s.id, s.as_of, c.paid from sales s\n join claims c on s.id = c.id",
            "select s.id, s.as_of, c.paid from sales s\n left join claims c using (id)",
            "select s.id, s.as_of, c.paid from sales s\n, claims c where s.id = c.id",
            "select s.id, s.as_of, c.paid from sales s\n cross join claims c",
            "select s.id, c.as_of from sales s\n join claims c on s.id = c.id and c.as_of <= s.as_of",
            "select s.id, s.as_of from sales s\n join claims c on s.id = c.id and (s.as_of = c.as_of or c.paid > 0)",
            "select s.id, s.as_of from sales s\n join claims c on s.id = c.id and not (s.as_of = c.as_of)",
            "select s.id, s.as_of from sales s\n join claims c on s.id = c.id and date(s.as_of) = date(c.as_of)",
            "select s.id, s.as_of from sales s\n join claims c on s.id = c.id and s.as_of = c.filed",
            "select s.id, s.as_of from sales s\n join claims c on s.id = c.id and s.as_of = c.as_of + interval 1 day",
            "select s.id, s.as_of from sales s\n left semi join claims c on s.id = c.id",
            "select s.id, s.as_of from sales s\n left anti join claims c on s.id = c.id",
            "select a.id, a.as_of from sales a join people p using (id, as_of)\n join claims c on a.id = c.id",
            "select a.id, a.as_of from sales a\n join sales b on a.id = b.id",
            "with c as (select id, as_of as moment, paid from claims) select s.id, s.as_of from sales s\n join c on s.id = c.id",
            "with c as (select id, max(paid) as paid from claims\n group by id) select s.id, s.as_of from sales s join c using (id)",
            "select s.id, s.as_of from sales s\n full join claims c on s.id = c.id",
            "select s.id, s.as_of from sales s\n join (select id, as_of + interval 1 day as as_of from claims) c using (id, as_of)",
            "select * from (select s.id, c.as_of from sales s\n natural join (select id, paid from claims) n join claims c"
                    + " using (id))",
            // Nested queries.
            "select id, as_of from sales where id in\n (select id from claims)",
            "select id, as_of from sales where id not in\n (select id from claims)",
            "select id, as_of from sales s where exists\n (select 1 from claims c where c.id = s.id)",
            "select id, as_of from sales s where not exists\n (select 1 from claims c where c.id = s.id)",
            "select id, as_of,\n (select max(paid) from claims c where c.id = s.id) from sales s",
            "select id, as_of,\n (select max(paid) from claims c where c.id = s.id and c.as_of <= s.as_of) from sales s",
            "select id, as_of from sales where amount >\n (select avg(paid) from claims)",
            "select s.id, s.as_of, l.paid from sales s,\n lateral (select paid from claims c where c.id = s.id) l",
            "select id, as_of from sales where (id, sold) in\n (select id, as_of from claims)",
            // Rows of several as-ofs together.
            "select id, max(as_of) as as_of, sum(amount) from sales\n group by id",
            "select id, as_of, sum(amount)\n over (partition by id) from sales",
            "select id, as_of, row_number()\n over (partition by id order by as_of) from sales",
            "select id, as_of, lead(amount)\n over (partition by id order by as_of) from sales",
            "select id, as_of, sum(amount) from sales\n group by id, as_of with rollup",
            "select id, as_of, sum(amount) from sales\n group by cube (id, as_of)",
            "select id, as_of from sales order by amount\n limit 10",
            "select id, as_of from sales\n offset 1",
            "select id, as_of from sales\n except select id, filed from claims",
            // The result's own as-of.
            "select id, as_of + interval 1 day as as_of from sales",
            "select id, sold as as_of from sales",
            "select id, timestamp'2024-01-01' as as_of from sales",
            "select id, date_trunc('month', as_of) as as_of from sales",
            "select id, as_of from sales union all select id, filed from claims",
            "select 1 as id, timestamp'2024-01-01' as as_of",
            "select s.id, c.as_of from sales s left join claims c on s.id = c.id and s.as_of = c.as_of");

    @ParameterizedTest
    @FieldSource("MIXED")
    void rowsOfDifferentAsOfsDoNotMeet(String sql) {
        assertThat(faults(sql)).as("E5").isNotEmpty().allSatisfy(fault -> {
            assertThat(fault.message()).contains("as_of");
            assertThat(fault.line()).isBetween(1, 2);
        });
    }

    @Test
    void theMessageOfAJoinNamesTheInputsAndWhatToAdd() {
        assertThat(faults(MIXED.get(0)))
                .containsExactly(new SqlFault(
                        2,
                        "joins sales and claims without equal as_of, so that rows of one as-of meet those of later ones:"
                                + " add \"claims.as_of = sales.as_of\" to the condition, or as_of to using (...)"));
    }

    static final List<String> RIGHT = List.of(
            "select * from sales",
            "select id, as_of from sales",
            "SELECT ID, AS_OF FROM SALES",
            "select s.id, s.as_of, c.paid from sales s join claims c on s.id = c.id and s.as_of = c.as_of",
            "select s.id, s.as_of, c.paid from sales s left join claims c using (id, as_of)",
            "select s.id, s.as_of, c.paid from sales s left join claims c on c.as_of <=> s.as_of and s.id = c.id",
            "select id, as_of, paid from sales natural left join claims",
            "select s.id, s.as_of from sales s, claims c where s.id = c.id and c.as_of = s.as_of",
            "select s.id, s.as_of from sales s cross join claims c where s.id = c.id and c.as_of = s.as_of",
            "select c.id, c.as_of from sales s right join claims c on s.id = c.id and c.as_of = s.as_of",
            "select id, as_of, amount, paid from sales full join claims using (id, as_of)",
            "select id, as_of from sales full join claims using (id, as_of) full join people using (id, as_of)",
            "select coalesce(s.id, c.id) as id, coalesce(s.as_of, c.as_of) as as_of from sales s full outer join claims c"
                    + " on s.id = c.id and s.as_of = c.as_of",
            "select nvl(s.id, c.id) as id, ifnull(s.as_of, c.as_of) as as_of from sales s full outer join claims c"
                    + " on s.id = c.id and s.as_of = c.as_of",
            "select s.id, s.as_of from sales s join claims c on (s.id, s.as_of) = (c.id, c.as_of)",
            "select s.id, s.as_of from sales s left semi join claims c on s.id = c.id and s.as_of = c.as_of",
            "select s.id, s.as_of from sales s left anti join claims c on s.id = c.id and s.as_of = c.as_of",
            "select a.id, a.as_of from sales a join sales b on a.id = b.id and a.as_of = b.as_of and a.sold > b.sold",
            "select s.id, s.as_of, n.name from sales s join values ('food', 'Food'), ('x', 'Other') as n(kind, name)"
                    + " on n.kind = s.kind",
            "select s.id, s.as_of, n.name from values ('food', 'Food') as n(kind, name) join sales s on n.kind = s.kind",
            "select s.id, s.as_of, l.paid from sales s, lateral (select paid from claims c where c.id = s.id"
                    + " and c.as_of = s.as_of order by filed desc limit 1) l",
            "select s.id, s.as_of, l.paid from sales s left join lateral (select max(paid) as paid from claims c"
                    + " where c.id = s.id and s.as_of = c.as_of) l",
            "select s.id, s.as_of, l.paid from sales s join lateral (select * from claims) l on l.as_of = s.as_of",
            "select s.id, s.as_of, l.paid from sales s, people p, lateral (select paid from claims c where c.as_of = s.as_of) l"
                    + " where p.as_of = s.as_of and p.id = s.id",
            "select id, as_of from sales where (id, as_of) in (select id, as_of from claims)",
            "select id, as_of from sales where (as_of, id) not in (select as_of, id from claims where id is not null)",
            "select id, as_of from sales s where id in (select id from claims c where c.as_of = s.as_of)",
            "select id, as_of from sales s where exists (select 1 from claims c where c.id = s.id and c.as_of = s.as_of)",
            "select id, as_of from sales s where not exists (select 1 from claims c where s.as_of = c.as_of and c.id = s.id)",
            "select id, as_of, (select max(paid) from claims c where c.as_of = s.as_of) as most from sales s",
            "select id, as_of, amount / (select sum(amount) from sales a where a.as_of = s.as_of) as share from sales s",
            "select id, as_of, (select count(*) from (select distinct state from claims c where c.as_of = s.as_of)) as n"
                    + " from sales s",
            "select id, as_of, (select 7) as n from sales where kind in ('food', 'x')",
            "select id, as_of from sales where kind in (select k from values ('food') as v(k))",
            "with c as (select id, as_of, sum(paid) as paid from claims group by id, as_of),"
                    + " s as (select id, as_of, count(*) as n from sales group by all)"
                    + " select s.id, s.as_of, n, coalesce(paid, 0) as paid from s left join c using (id, as_of)",
            "with a as (select id, as_of, amount from sales), b as (select * from a)"
                    + " select x.id, x.as_of from a x join b y on x.id = y.id and x.as_of = y.as_of",
            "with c as (select id, as_of as moment, paid from claims) select s.id, s.as_of from sales s"
                    + " join c on s.id = c.id and s.as_of = c.moment",
            "with m as (select as_of, avg(amount) as mean from sales group by as_of)"
                    + " select id, s.as_of, amount - mean as above from sales s join m on m.as_of = s.as_of",
            "select id, as_of, sum(amount) as total from sales group by id, as_of having count(*) > 1",
            "select id, as_of, sum(amount) from sales group by 1, 2",
            "select id, max(as_of) as as_of, sum(amount) from sales group by id, as_of",
            "select id, as_of, count(distinct kind) from sales group by id, as_of",
            "select distinct id, as_of from sales",
            "select id, as_of, row_number() over (partition by id, as_of order by sold desc) as r from sales",
            "select id, as_of, sum(amount) over w as s, avg(amount) over w as m from sales"
                    + " window w as (partition by as_of, id order by sold rows between 3 preceding and current row)",
            "select id, as_of, first_value(amount) over (partition by id, as_of order by sold, amount) as f,"
                    + " last(amount, true) over (partition by id, as_of order by sold) as l from sales",
            "select id, as_of from (select *, rank() over (partition by as_of, id order by sold desc) as r from sales) where r = 1",
            "select id, as_of from sales union all select id, as_of from claims",
            "select id, as_of from sales union select id, as_of from claims order by id",
            "select id, as_of from sales intersect select id, as_of from claims",
            "select id, as_of from sales except select id, as_of from claims",
            "select id, as_of from sales minus select id, as_of from claims",
            "select id, as_of, p from sales lateral view explode(parts) e as p",
            "select id, as_of, p from sales lateral view outer posexplode(parts) e as n, p",
            "select id, as_of, p from sales, lateral explode(parts) as e(p)",
            "select id, as_of, sum(p) from (select id, as_of, explode(parts) as p from sales) group by id, as_of",
            "select id, as_of, a, b from sales lateral view json_tuple(note, 'a', 'b') j as a, b",
            "select * from (select id, as_of, kind, amount from sales) pivot (sum(amount) for kind in ('food' as food, 'x' as x))",
            "select id, as_of, k, v from (select id, as_of, amount, id * 2.0d as twice from sales) unpivot (v for k in (amount, twice))",
            "select id, as_of, kind, sum(amount) from sales group by grouping sets ((id, as_of, kind), (id, as_of))",
            "select id, as_of, n from sales cross join (select id as n from range(3))",
            "select /*+ broadcast(claims) */ sales.id, sales.as_of from sales join claims using (id, as_of)",
            "select id, as_of from sales distribute by id sort by id",
            "from sales |> where amount > 1 |> select id, as_of, amount",
            "from sales |> aggregate sum(amount) as total group by id, as_of",
            "select * except (parts) from sales",
            "select id, as_of, amount as b, b + 1 as c from sales",
            "select id, as_of from (values (1)) v(one) join sales on one = id",
            "select id, cast(as_of as timestamp) as as_of from sales");

    @ParameterizedTest
    @FieldSource("RIGHT")
    void queriesThatKeepTheAsOfPass(String sql) {
        assertThat(faults(sql)).isEmpty();
    }

    static final List<String> EXPRESSIONS = List.of(
            "datediff(as_of, sold)",
            "date_diff(day, sold, as_of)",
            "timestampdiff(hour, sold, as_of)",
            "months_between(as_of, sold)",
            "(unix_timestamp(as_of) - unix_timestamp(sold)) / 3600",
            "unix_timestamp('2024-01-01', 'yyyy-MM-dd')",
            "cast(as_of as date) - interval 7 days",
            "as_of - sold < interval 30 days",
            "sold >= timestamp'2023-01-01 00:00:00'",
            "sold >= timestamp '2023-01-01T00:00:00Z'",
            "day > date\"2020-01-01\"",
            "day > date'epoch'",
            "sold < '2024-01-01'",
            "kind = 'now'",
            "kind in ('today', 'tomorrow')",
            "to_date('2024-01-01')",
            "to_date(kind, 'yyyy')",
            "try_cast(kind as date)",
            "try_to_timestamp(note)",
            "date_trunc('week', sold)",
            "make_date(2024, 1, 1)",
            "from_unixtime(1)",
            "convert_timezone('UTC', 'Europe/Berlin', timestamp_ntz'2024-01-01 00:00:00')",
            "convert_timezone('Europe/Berlin', timestamp_ntz'2024-01-01 00:00:00')",
            "from_utc_timestamp(sold, 'Europe/Berlin')",
            "extract(dow from sold)",
            "hour(sold) in (22, 23, 0)",
            "date_format(sold, 'EEEE')",
            "last_day(sold)",
            "sequence(day, date'2023-02-01')[1]",
            "window(sold, '1 day').start",
            "case when amount > 1 then 'a' else 'b' end",
            "if(amount is null, 0, amount)",
            "coalesce(amount, 0)",
            "nullif(amount, 0)",
            "nvl2(amount, 1, 0)",
            "zeroifnull(amount)",
            "greatest(amount, 1)",
            "try_divide(amount, 0)",
            "id div 2",
            "ln(amount + 1)",
            "round(amount, 2)",
            "width_bucket(amount, 0, 10, 5)",
            "percentile_approx(amount, 0.5) over (partition by as_of)",
            "kind like 'f%'",
            "kind ilike any ('F%', 'x')",
            "kind rlike '^f'",
            "regexp_extract(kind, '(f)', 1)",
            "split(kind, 'o')[0]",
            "split_part(kind, 'o', 1)",
            "substr(kind, 1, 2)",
            "upper(trim(kind))",
            "kind || '-' || id",
            "format_string('%d', id)",
            "levenshtein(kind, 'fod')",
            "soundex(kind)",
            "md5(kind)",
            "sha2(kind, 256)",
            "xxhash64(id, kind)",
            "pmod(hash(id), 10)",
            "get_json_object(note, '$.a')",
            "from_json(note, 'a int').a",
            "parse_json(note):a::int",
            "variant_get(parse_json(note), '$.a', 'int')",
            "json_array_length('[1]')",
            "from_csv('1,2', 'a int, b int').a",
            "xpath_string('<a>b</a>', 'a')",
            "map('a', 1)['a']",
            "element_at(map_from_arrays(array('a'), array(1)), 'a')",
            "struct(id, kind).kind",
            "named_struct('a', id).a",
            "array_contains(parts, 1)",
            "filter(parts, p -> p > 1)",
            "transform(parts, (p, i) -> p + i)[0]",
            "aggregate(parts, 0, (a, p) -> a + p)",
            "exists(parts, p -> p = 1)",
            "forall(parts, p -> p > 0)",
            "zip_with(parts, parts, (a, b) -> a * b)[0]",
            "sort_array(parts)[0]",
            "array_sort(parts, (a, b) -> b - a)[0]",
            "array_max(parts)",
            "size(array_distinct(parts))",
            "parse_url('http://a/b', 'HOST')",
            "url_decode('a%20b')",
            "bin(id)",
            "conv('ff', 16, 10)",
            "try_add(id, 1)",
            "id & 1",
            "typeof(amount)",
            "isnan(amount)",
            "lag(amount, 1, 0) over (partition by id, as_of order by sold)",
            "ntile(4) over (partition by as_of order by amount)",
            "percent_rank() over (partition by as_of order by amount)",
            "nth_value(amount, 2) over (partition by id, as_of order by sold)",
            "interval '1' day > interval '1' hour",
            "cast(amount as decimal(10,2))",
            "id::string",
            "collate(kind, 'UTF8_LCASE') = 'FOOD'",
            "equal_null(amount, id)",
            "bround(amount)",
            "e() + pi()",
            "assert_true(id > 0)",
            "decode(kind, 'food', 1, 2)",
            "to_char(id, '99')",
            "try_to_number('1', '9')",
            "luhn_check('79927398713')",
            "ceil(amount, 1) + ceiling(amount) + floor(amount)",
            "contains(kind, 'f') and startswith(kind, 'f') and endswith(kind, 'd')",
            "lpad(kind, 5) || rpad(kind, 5, '-')",
            "date_part('year', day) + datepart('month', day)",
            "minute(sold) + second(sold)",
            "make_timestamp(2024, 1, 1, 0, 0, 0) > make_timestamp_ltz(2024, 1, 1, 0, 0, 0)",
            "try_make_timestamp(2024, 1, 1, 0, 0, 0) > try_make_timestamp_ltz(2024, 1, 1, 0, 0, 0)",
            "make_timestamp_ntz(2024, 1, 1, 0, 0, 0) > try_make_timestamp_ntz(2024, 1, 1, 0, 0, 0)",
            "to_timestamp_ltz(note) > to_timestamp_ntz(note)",
            "try_to_date(note)",
            "try_variant_get(try_parse_json(note), '$.a', 'int')",
            "to_varchar(id, '99')",
            "if(id > 0, 1, raise_error('no id'))",
            "mask(kind)");

    @ParameterizedTest
    @FieldSource("EXPRESSIONS")
    void deterministicFunctionsOfSparkPass(String expression) {
        assertThat(faults("select id, as_of, " + expression + " as v from sales"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(amount) filter (where kind = 'food')",
                "count(*)",
                "count_if(amount > 1)",
                "max_by(kind, sold)",
                "min_by(kind, struct(sold, amount))",
                "max(struct(sold, amount)).amount",
                "mode(kind)",
                "median(amount)",
                "percentile(amount, 0.9)",
                "percentile_cont(0.5) within group (order by amount)",
                "percentile_approx(amount, 0.5)",
                "approx_count_distinct(kind)",
                "stddev(amount)",
                "corr(amount, id)",
                "skewness(amount)",
                "regr_slope(amount, id)",
                "bool_or(amount > 1)",
                "every(amount > 1)",
                "size(collect_set(kind))",
                "array_max(collect_list(amount))",
                "sort_array(array_distinct(collect_list(kind) filter (where amount > 1)))",
                "array_contains(collect_set(kind), 'food')",
                "string_agg(kind, ',') within group (order by kind)",
                "sort_array(collect_list(struct(sold, amount)))[0].amount",
                "array_join(array_sort(collect_set(kind)), ',')",
                "listagg(kind, ',') within group (order by kind)",
                "histogram_numeric(amount, 3)",
                "hll_sketch_estimate(hll_sketch_agg(id))",
                "grouping(kind)",
                "try_avg(amount) + try_sum(amount)",
                "percentile_disc(0.5) within group (order by amount)",
                "count_min_sketch(id, 0.5d, 0.5d, 1)",
                "bit_xor(id)"
            })
    void aggregatesOfSparkPass(String aggregate) {
        assertThat(faults("select id, as_of, " + aggregate + " as v from sales group by id, as_of, kind with rollup"))
                .allSatisfy(fault -> assertThat(fault.message()).contains("add as_of to group by"));
        String grouped =
                aggregate.startsWith("grouping") ? "grouping sets ((id, as_of, kind), (id, as_of))" : "id, as_of";
        assertThat(faults("select id, as_of, " + aggregate + " as v from sales group by " + grouped))
                .isEmpty();
    }

    @Test
    void expressionsAreJudgedByTheirLine() {
        String sql = "amount > 0\nand sold <\n now()";
        Dataset<Row> rows = spark.table("sales").select(functions.expr(sql));
        assertThat(QueryRules.resolvedExpressions(rows, Optional.of("as_of")))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.line()).isEqualTo(3);
                    assertThat(fault.message()).startsWith("now() asks the clock");
                });
        assertThat(QueryRules.writtenExpression(spark, "id in (select id from\n delta.`/nowhere/x`)", Optional.empty()))
                .singleElement()
                .satisfies(fault -> assertThat(fault.line()).isEqualTo(2));
        assertThat(QueryRules.writtenExpression(spark, "amount > 0 and sold < date'today'", Optional.empty()))
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("compare columns of the row"));
    }

    @Test
    void whatDoesNotParseIsForSparkToSay() {
        assertThat(QueryRules.written(spark, "select from where", INPUTS, "as_of"))
                .isEmpty();
        assertThatThrownBy(() -> spark.sql("select from where")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"own_double(amount) > 1", "elsewhere.f(amount) > 1", "a.b.abs(amount) > 1"})
    void functionsThatAreNotSparksAreRefusedAsWritten(String sql) {
        assertThat(QueryRules.writtenExpression(spark, sql, Optional.empty()))
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).endsWith("is no function of Spark's SQL: use those"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"builtin.abs(amount) > 1", "system.builtin.abs(amount) > 1", "ABS(amount) > 1", "no_such(amount)"
            })
    void functionsOfSparkAndOfNobodyAreNotRefusedAsWritten(String sql) {
        assertThat(QueryRules.writtenExpression(spark, sql, Optional.empty())).isEmpty();
    }

    /** Functions whose class makes another expression, which is on the list. */
    private static final String BUILDERS = """
            ceil ceiling collate contains count_min_sketch date_part datepart endswith explode explode_outer floor hour inline
            inline_outer lpad make_timestamp make_timestamp_ltz make_timestamp_ntz mask minute mode parse_json percentile_cont
            percentile_disc posexplode posexplode_outer raise_error rpad second startswith to_char to_timestamp_ltz to_timestamp_ntz
            to_varchar try_avg try_make_timestamp try_make_timestamp_ltz try_make_timestamp_ntz try_parse_json try_sum try_to_date
            try_to_time try_to_timestamp try_variant_get variant_get
            """;

    /** Of a format that needs jars which Spark does not bring; and what the plan shows to be a matter of chance. */
    private static final String OTHERS = """
            from_avro to_avro schema_of_avro
            monotonically_increasing_id rand randn random randstr shuffle uniform uuid
            """;

    /** The list names classes that are there: a newer Spark that renames one would refuse it. */
    @Test
    void everyClassOnTheListIsOfSpark() {
        assertThat(SparkFunctions.allowed()).allSatisfy(name -> {
            Class<?> type = Class.forName(
                    "org.apache.spark.sql.catalyst.expressions." + name, false, Expression.class.getClassLoader());
            assertThat(Expression.class).isAssignableFrom(type);
            assertThat(SparkFunctions.refused(type.getName())).isEmpty();
        });
    }

    /** A newer Spark brings functions that somebody has to judge: the lists beside this test and of SparkFunctions hold all of today. */
    @Test
    void everyFunctionOfSparkIsJudged() throws Exception {
        Set<String> refused = new TreeSet<>();
        List<String> foreign = new ArrayList<>();
        Set<String> unlisted = new TreeSet<>();
        scala.jdk.javaapi.CollectionConverters.asJava(FunctionRegistry.builtin().listFunction())
                .forEach(function -> {
                    String type = FunctionRegistry.builtin()
                            .lookupFunction(function)
                            .get()
                            .getClassName();
                    if (SparkFunctions.refused(type).isPresent()) {
                        refused.add(function.funcName());
                    } else if (!SparkFunctions.isAllowed(type)) {
                        unlisted.add(function.funcName());
                    }
                    if (!SparkFunctions.isOwn(type)) {
                        foreign.add(type);
                    }
                });
        assertThat(unlisted)
                .containsExactlyInAnyOrder((BUILDERS + OTHERS).strip().split("\\s+"));
        assertThat(foreign).isEmpty();
        assertThat(refused)
                .isEqualTo(new TreeSet<>(List.of(
                        "aes_encrypt",
                        "any_value",
                        "curdate",
                        "current_catalog",
                        "current_database",
                        "current_date",
                        "current_schema",
                        "current_time",
                        "current_timestamp",
                        "current_timezone",
                        "current_user",
                        "first",
                        "first_value",
                        "from_protobuf",
                        "input_file_block_length",
                        "input_file_block_start",
                        "input_file_name",
                        "java_method",
                        "kll_sketch_agg_bigint",
                        "kll_sketch_agg_double",
                        "kll_sketch_agg_float",
                        "kll_sketch_merge_bigint",
                        "kll_sketch_merge_double",
                        "kll_sketch_merge_float",
                        "last",
                        "last_value",
                        "localtimestamp",
                        "now",
                        "reflect",
                        "session_user",
                        "spark_partition_id",
                        "to_protobuf",
                        "try_reflect",
                        "user",
                        "version")));
    }
}
