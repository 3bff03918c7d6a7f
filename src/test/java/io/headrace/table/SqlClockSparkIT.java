package io.headrace.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeExtension;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LakeExtension.class)
class SqlClockSparkIT {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @Test
    void sqlReadsTimesByTheClockOfTheZone(SparkSession spark) {
        Dataset<Row> times = spark.sql("select timestamp'2026-01-11T03:30:00Z' as at, date'2026-01-11' as day");
        String sql = "concat_ws(' ', hour(at), to_date(at), cast(at as string), day < at, date_trunc('day', at) = at,"
                + " unix_seconds(timestamp'2026-01-10 22:30:00') = unix_seconds(at))";
        Dataset<Row> there = SqlClock.of(
                spark, NEW_YORK, () -> times.select(SqlClock.expr(sql).as("x"), functions.col("at")));
        String expected = "22 2026-01-10 2026-01-10 22:30:00 false false true";
        assertThat(there.where("x is not null").select("x").first().getString(0))
                .isEqualTo(expected);
        assertThat(there.repartition(2).select("x").collectAsList().get(0).getString(0))
                .isEqualTo(expected);
        assertThat(there.select(SqlClock.expr("hour(at)")).first().getInt(0)).isEqualTo(3);
        assertThat(SqlClock.of(spark, ZoneOffset.UTC, () -> times.select(SqlClock.expr(sql)))
                        .first()
                        .getString(0))
                .isEqualTo("3 2026-01-11 2026-01-11 03:30:00 true false false");
    }

    @Test
    void queriesOverViewsReadTimesByTheClockToo(SparkSession spark) {
        spark.sql("select timestamp'2026-01-11T03:30:00Z' as at, date'2026-01-11' as day")
                .createOrReplaceTempView("times");
        Dataset<Row> there = SqlClock.of(
                spark, NEW_YORK, () -> spark.sql("select hour(at) as h, day < at as b, to_date(at) as d from times"));
        spark.catalog().dropTempView("times");
        assertThat(there.first()).hasToString("[22,false,2026-01-10]");
        assertThat(spark.conf().get("spark.sql.session.timeZone")).isEqualTo("UTC");
    }
}
