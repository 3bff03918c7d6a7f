package io.headrace.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.HeadraceException;
import io.headrace.spec.FeatureView;
import io.headrace.spec.hocon.DefinedView;
import io.headrace.testing.LakeExtension;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Views by their declarations alone. */
@ExtendWith(LakeExtension.class)
class ViewColumnsSparkIT {
    private static final List<Instant> AS_OFS = Stream.of("2024-03-02T00:00:00Z", "2024-03-03T00:00:00Z")
            .map(Instant::parse)
            .toList();

    private final SparkSession spark = LakeExtension.session();

    private List<String> found(FeatureView view, Map<String, Dataset<Row>> tables) {
        return new ViewColumns(view)
                        .at(
                                spark,
                                ZoneOffset.UTC,
                                AS_OFS,
                                input -> tables.get(input.table().name()))
                        .orderBy("as_of", view.entity())
                        .collectAsList()
                        .stream()
                        .map(Row::toString)
                        .toList();
    }

    @Test
    void aggregatesOfSeveralInputsNeedNoQuery() {
        FeatureView view = DefinedView.read("v", """
                {"columns": {"calls_1d": "long", "spend_all": "long"}, "entity": "customer", "inputs": {
                "called": {"table": "silver.calls", "time": "at", "aggregates": {"calls": {"count": "*", "windows": ["1 day"]}}},
                "bought": {"table": "silver.sales", "time": "at", "aggregates": {"spend": {"sum": "amount", "windows": ["all"]}}}}}""".replace("\n", " ") + "\n");
        Dataset<Row> calls = spark.sql(
                "select * from values (1, timestamp'2024-03-01 10:00:00'), (1, timestamp'2024-03-02 10:00:00'),"
                        + " (2, timestamp'2024-03-01 10:00:00') as c(customer, at)");
        Dataset<Row> sales = spark.sql(
                "select * from values (1, timestamp'2024-03-01 10:00:00', 5), (3, timestamp'2024-03-02 10:00:00', 6)"
                        + " as s(customer, at, amount)");
        assertThat(found(view, Map.of("calls", calls, "sales", sales)))
                .containsExactly(
                        "[1,2024-03-02 00:00:00.0,1,5]",
                        "[2,2024-03-02 00:00:00.0,1,null]",
                        "[1,2024-03-03 00:00:00.0,1,5]",
                        "[3,2024-03-03 00:00:00.0,0,6]");
    }

    @Test
    void aggregatesThatReadFilesOrCallWhatIsNotAllowedAreRefusedByARunToo() {
        FeatureView view = DefinedView.read("v", """
                {"columns": {"spend_all": "double"}, "entity": "customer", "inputs": {
                "bought": {"table": "silver.sales", "time": "at", "aggregates": {
                "spend": {"sum": "amount * rand()", "where": "amount > (select count(*) from text.`/nowhere/x`)", "windows": ["all"]}}}}}""".replace("\n", " ") + "\n");
        Dataset<Row> sales = spark.sql("select 1 as customer, timestamp'2024-03-01 10:00:00' as at, 5 as amount");
        assertThatThrownBy(() -> found(view, Map.of("sales", sales)))
                .isInstanceOf(HeadraceException.class)
                .hasMessageStartingWith("features/v.conf: inputs.bought: ")
                .hasMessageContaining("text./nowhere/x cannot be read here");
    }

    @Test
    void attributesAreValidForATime() {
        FeatureView view =
                DefinedView.read("v", """
                {"columns": {"segment": "string"}, "entity": "customer", "inputs": {
                "segments": {"table": "silver.segments", "time": "since", "until": "until"}}}""".replace("\n", " ") + "\nselect customer, as_of, segment from segments");
        Dataset<Row> segments = spark.sql("select * from values"
                + " (1, 'small', timestamp'2024-01-01', timestamp'2024-03-02'), (1, 'big', timestamp'2024-03-02', null),"
                + " (2, 'small', timestamp'2024-01-01', timestamp'2024-03-01 23:59:59.999999')"
                + " as s(customer, segment, since, until)");
        assertThat(found(view, Map.of("segments", segments)))
                .containsExactly("[1,2024-03-02 00:00:00.0,small]", "[1,2024-03-03 00:00:00.0,big]");
    }
}
