package io.headrace.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.metric.Gates;
import io.headrace.run.HeadraceException;
import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.Assessment;
import io.headrace.spec.ColumnType;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.JobHeader;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.LabelSpec.Event.Positive;
import io.headrace.spec.Learner;
import io.headrace.spec.Recipe;
import io.headrace.spec.Schedule;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.TrainSpec.AsOfGrid;
import io.headrace.spec.TrainSpec.AsOfRows;
import io.headrace.spec.TrainSpec.AsOfs;
import io.headrace.spec.TrainSpec.Holdout;
import io.headrace.spec.Window;
import io.headrace.spec.Windows;
import io.headrace.spec.Windows.Feature;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.TableAssert;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Training sets at the times of labels beside plain joins. */
@ExtendWith(LakeExtension.class)
class LabelTimesSparkIT {
    private static final ZoneId ZONE = ZoneId.of("Europe/London");
    private static final LocalDate DATE = LocalDate.parse("2024-06-30");
    private static final TableName ORDERS = new TableName("silver", "orders");
    private static final TableName CUSTOMERS = new TableName("silver", "customers");
    private static final TableName QUOTES = new TableName("silver", "quotes");
    private static final String SQL = "select customer, as_of, orders_all as orders, spend_30d as spend, segment, bonus"
            + " from bought join customers using (customer, as_of) cross join (select as_of as now, max(rate) as bonus"
            + " from rates group by as_of) where now = as_of";

    private Lake lake;

    @BeforeEach
    void tables(Lake lake) {
        this.lake = lake;
        save(ORDERS, 1500, "pmod(hash(id, 1), 40) as customer", time(2), "cast(id % 90 as decimal(6,2)) as amount");
        save(CUSTOMERS, 39, "id as customer", "if(id % 3 = 0, 'big', 'small') as segment");
        save(
                new TableName("silver", "rates"),
                5,
                "timestamp'2024-01-01' + make_interval(0, id * 2) as valid",
                "id as rate");
        save(
                QUOTES,
                300,
                "nullif(pmod(hash(id, 3), 45), 5) as customer",
                time(4) + " + if(id % 7 = 0, interval 0 hours, interval 37 minutes)",
                "element_at(array('yes', 'no', null), cast(1 + id % 3 as int)) as answer",
                "id % 11 as weight");
        lake.spark().sql("select * from delta.`" + lake.path(QUOTES) + "`").createOrReplaceTempView("quotes");
        lake.spark().sql("select * from delta.`" + lake.path(ORDERS) + "`").createOrReplaceTempView("orders");
    }

    private static String time(int seed) {
        return "timestamp'2024-01-01' + make_interval(0, 0, 0, pmod(hash(id, " + seed + "), 180), pmod(hash(id, "
                + (seed + 10) + "), 24)) as time";
    }

    private void save(TableName table, int rows, String... columns) {
        String[] selected = new String[columns.length];
        for (int i = 0; i < columns.length; i++) {
            selected[i] = columns[i].contains(" as time +")
                    ? columns[i].replace(" as time +", " +") + " as time"
                    : columns[i];
        }
        lake.spark()
                .range(0, rows, 1, 2)
                .selectExpr(selected)
                .write()
                .format("delta")
                .save(lake.path(table));
    }

    private static FeatureView view(String sql) {
        List<Feature> features = List.of(
                new Feature("orders_all", new Aggregate(Function.COUNT), "*", "true", Window.ALL),
                new Feature(
                        "spend_30d", new Aggregate(Function.SUM), "amount", "true", new Window(30, Window.Unit.DAY)));
        Map<String, Input> inputs = new LinkedHashMap<>();
        inputs.put("bought", new Input(ORDERS, "time", new Windows("true", Duration.ZERO, features)));
        inputs.put("customers", new Input(CUSTOMERS, Optional.empty(), Optional.empty()));
        inputs.put("rates", new Input(new TableName("silver", "rates"), Optional.of("valid"), Optional.empty()));
        return new FeatureView(
                "v",
                "customer",
                FeatureView.KnownBy.TIME,
                inputs,
                sql,
                List.of(
                        column("orders", "long"),
                        column("spend", "decimal(38,2)"),
                        column("segment", "string"),
                        column("bonus", "long")),
                Optional.empty(),
                "v1");
    }

    private static FeatureColumn column(String name, String type) {
        return new FeatureColumn(name, ColumnType.parse(type).orElseThrow(), "", name, false);
    }

    private static TrainSpec spec(String sql, LabelSpec label, AsOfs asOfs, Holdout test) {
        return new TrainSpec(
                new JobHeader("train-m", "owner", Schedule.MANUAL, "digest"),
                "m",
                view(sql),
                List.of("orders", "spend"),
                "orders > 2",
                label,
                asOfs,
                Optional.empty(),
                test,
                Recipe.of(Learner.of("logistic-regression", Map.of("max-iter", 10.0)), 7),
                Assessment.PLAIN,
                Gates.NONE);
    }

    private static LabelSpec answered(int delayDays) {
        return new LabelSpec.Known(
                QUOTES, "answer", new LabelSpec.Answer.Positive("yes"), Optional.of("time"), delayDays);
    }

    private Dataset<Row> found(TrainSpec spec) {
        TrainingColumns columns = new TrainingColumns(spec, lake, new Tiles(0, false));
        Map<String, Long> versions = columns.inputVersions();
        Dataset<Row> rows = columns.on(DATE, ZONE, versions);
        columns.requireAsInScoring(rows, DATE, ZONE, versions);
        return TrainingNames.shown(rows).drop("weight");
    }

    /** Calendar days later in London. */
    private static String later(String time, int days) {
        return "to_utc_timestamp(from_utc_timestamp(" + time + ", 'Europe/London') + interval " + days
                + " days, 'Europe/London')";
    }

    /** Features of each moment by a join with all that was before it. */
    private Dataset<Row> plainly(String moments) {
        return lake.spark()
                .sql("select m.customer, m.as_of, count(*) as orders,"
                        + " sum(if(o.time >= " + later("m.as_of", -30) + ", o.amount, null)) as spend,"
                        + " if(m.customer % 3 = 0, 'big', 'small') as segment,"
                        + " cast(floor((month(m.as_of) - 1 - if(m.as_of = trunc(m.as_of, 'MM'), 1, 0)) / 2) as bigint) as bonus,"
                        + " first(m.label) as label, first(m.split) as split"
                        + " from (" + moments + ") m join orders o on o.customer = m.customer and o.time < m.as_of"
                        + " where m.customer < 39 group by m.customer, m.as_of having count(*) > 2");
    }

    @Test
    void answersThatAreKnownByTheRunsDate() {
        Dataset<Row> expected = plainly("select customer, time as as_of, answer = 'yes' as label,"
                + " if(time >= timestamp'2024-05-11 23:00:00', 'test', 'train') as split from quotes where answer is not null"
                + " and customer is not null and " + later("time", 20) + " <= timestamp'2024-06-30 23:00:00'"
                + " and (time >= timestamp'2024-05-11 23:00:00' or " + later("time", 20)
                + " <= timestamp'2024-05-11 23:00:00')");
        Dataset<Row> found = found(spec(SQL, answered(20), new AsOfGrid(30, 1), new Holdout.LastDays(30)));
        assertThat(found.where("split = 'test'").count()).isBetween(10L, 100L);
        TableAssert.assertThat(found).hasSameRowsAs(expected);
    }

    @Test
    void whetherAnEventComesWithinTheHorizon() {
        Dataset<Row> expected = plainly("select q.customer, q.time as as_of, count_if(o.time >= q.time"
                + " and o.time < " + later("q.time", 5) + ") = 0 as label, 'train' as split from"
                + " (select distinct customer, time from quotes where weight < 9) q left join orders o"
                + " on q.customer = o.customer and amount > 20"
                + " where " + later("q.time", 7) + " <= timestamp'2024-06-30 23:00:00' group by q.customer, q.time");
        LabelSpec label = new LabelSpec.Event(ORDERS, "time", "amount > 20", Positive.NO_EVENT, 5, 2);
        Dataset<Row> found = found(
                spec(SQL, label, new AsOfRows(QUOTES, "time", "weight < 9"), new Holdout.ShareOfEntities(0.000001)));
        TableAssert.assertThat(found).hasSameRowsAs(expected);
    }

    @Test
    void ofEventsOfAKeyTheLatestCounts() {
        Dataset<Row> expected =
                plainly("select q.customer, q.time as as_of, coalesce(sum(cast(amount as double)), 0D) as label,"
                        + " 'train' as split from (select distinct customer, time from quotes where weight < 9) q"
                        + " left join (select *, row_number() over (partition by customer order by time desc, amount desc) as nth"
                        + " from orders) o on q.customer = o.customer and nth = 1 and amount > 20 and o.time >= q.time and o.time < "
                        + later("q.time", 5) + " where " + later("q.time", 5)
                        + " <= timestamp'2024-06-30 23:00:00' group by q.customer, q.time");
        LabelSpec label = new LabelSpec.Event(
                ORDERS,
                "time",
                "amount > 20",
                Positive.EVENT,
                Optional.of("amount"),
                5,
                0,
                Optional.of(new FeatureView.Latest(List.of("customer"), List.of("amount"))));
        Dataset<Row> found = found(
                spec(SQL, label, new AsOfRows(QUOTES, "time", "weight < 9"), new Holdout.ShareOfEntities(0.000001)));
        assertThat(found.where("label > 0").count()).as("with an amount").isPositive();
        TableAssert.assertThat(found).hasSameRowsAs(expected);
    }

    @Test
    void twoAnswersAtOnceAreAnError() {
        lake.read(QUOTES)
                .where("answer = 'no'")
                .limit(1)
                .write()
                .format("delta")
                .mode("append")
                .save(lake.path(QUOTES));
        TrainSpec spec = spec(SQL, answered(0), new AsOfGrid(30, 1), new Holdout.LastDays(30));
        assertThatThrownBy(() -> found(spec))
                .isInstanceOf(HeadraceException.class)
                .hasMessageContaining("silver.quotes has more than one row with customer =");
    }

    @Test
    void viewsThatLookAcrossEntitiesAreRefused() {
        String ranks = SQL.replace(
                "orders_all as orders", "rank() over (partition by as_of order by orders_all) + 2 as orders");
        TrainSpec spec = spec(ranks, answered(0), new AsOfGrid(30, 1), new Holdout.LastDays(30));
        assertThatThrownBy(() -> found(spec)).hasMessageContaining("has other features than view v gives in scoring");
    }
}
