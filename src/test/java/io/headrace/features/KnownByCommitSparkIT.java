package io.headrace.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.features.Leakage.TableSince;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.run.HeadraceException;
import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.ColumnType;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.FeatureView.KnownBy;
import io.headrace.spec.TableName;
import io.headrace.spec.Window;
import io.headrace.spec.Windows;
import io.headrace.spec.Windows.Feature;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.TableAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Features of what had been committed to the lake by then, beside the same from the version of that time. */
@ExtendWith(LakeExtension.class)
class KnownByCommitSparkIT {
    private static final TableName SALES = new TableName("silver", "sales");
    private static final List<Instant> COMMITS = Stream.of(
                    "2024-03-02T01:00:00Z", "2024-03-03T01:00:00Z", "2024-03-04T01:00:00Z")
            .map(Instant::parse)
            .toList();

    private Lake lake;

    /** Each day's sales come in the night, and with the last also one of the first day. */
    @BeforeEach
    void threeCommits(Lake lake) throws IOException {
        this.lake = lake;
        append("(1, timestamp'2024-03-01 10:00:00', 5), (2, timestamp'2024-03-01 11:00:00', 6)");
        append("(1, timestamp'2024-03-02 10:00:00', 7)");
        append("(1, timestamp'2024-03-03 10:00:00', 8), (3, timestamp'2024-03-01 12:00:00', 9)");
        for (int version = 0; version < COMMITS.size(); version++) {
            Path commit = Path.of(lake.path(SALES), "_delta_log", String.format("%020d.json", version));
            Files.setLastModifiedTime(commit, FileTime.from(COMMITS.get(version)));
        }
    }

    private void append(String values) {
        lake.spark()
                .sql("select * from values " + values + " as s(customer, time, amount)")
                .coalesce(1)
                .write()
                .format("delta")
                .mode("append")
                .option("delta.logRetentionDuration", "interval 36500 days")
                .option("delta.deletedFileRetentionDuration", "interval 36500 days")
                .save(lake.path(SALES));
    }

    private static FeatureView view(KnownBy knownBy) {
        Feature spend = new Feature("spend_all", new Aggregate(Function.SUM), "amount", "true", Window.ALL);
        return new FeatureView(
                "v",
                "customer",
                knownBy,
                Map.of("s", new Input(SALES, "time", new Windows("true", Duration.ZERO, List.of(spend)))),
                "select customer, as_of, spend_all as spend from s",
                List.of(new FeatureColumn("spend", ColumnType.parse("long").orElseThrow(), "", "", false)),
                Optional.empty(),
                "v1");
    }

    private LakeViewColumns features(KnownBy knownBy) {
        return new LakeViewColumns(
                lake, view(knownBy), ZoneOffset.UTC, Map.of(SALES.toString(), 2L), new Tiles(0, false));
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows
                .selectExpr("as_of || ' ' || customer || ' ' || spend")
                .orderBy(functions.col("as_of"), functions.col("customer"))
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    @Test
    void seesTheVersionBeforeTheAsOf() {
        List<Instant> asOfs = Stream.of(
                        "2024-03-02T01:00:00.000001Z",
                        "2024-03-03T01:00:00Z",
                        "2024-03-04T00:00:00Z",
                        "2024-03-05T00:00:00Z")
                .map(Instant::parse)
                .toList();
        Dataset<Row> found = features(KnownBy.COMMIT).at(asOfs);
        assertThat(texts(found))
                .containsExactly(
                        "2024-03-02 01:00:00.000001 1 5",
                        "2024-03-02 01:00:00.000001 2 6",
                        "2024-03-03 01:00:00 1 5",
                        "2024-03-03 01:00:00 2 6",
                        "2024-03-04 00:00:00 1 12",
                        "2024-03-04 00:00:00 2 6",
                        "2024-03-05 00:00:00 1 20",
                        "2024-03-05 00:00:00 2 6",
                        "2024-03-05 00:00:00 3 9");
        TableAssert.assertThat(features(KnownBy.COMMIT).at(found.select("customer", "as_of")))
                .hasSameRowsAs(found);
        assertThat(texts(features(KnownBy.TIME).at(asOfs))).contains("2024-03-02 01:00:00.000001 3 9");
    }

    @Test
    void aRunReadsTheVersionBeforeItsAsOf() {
        Instant asOf = Instant.parse("2024-03-04T00:00:00Z");
        assertThat(LakeViewColumns.versions(view(KnownBy.COMMIT), lake, asOf))
                .containsOnly(Map.entry("silver.sales", 1L));
        assertThat(LakeViewColumns.versions(view(KnownBy.TIME), lake, asOf))
                .containsOnly(Map.entry("silver.sales", 2L));
    }

    @Test
    void beforeTheFirstCommitNothingIsKnown() {
        assertThatThrownBy(() -> features(KnownBy.COMMIT).at(List.of(COMMITS.get(0))))
                .isInstanceOf(HeadraceException.class)
                .hasMessageContaining("silver.sales has no version before 2024-03-02T01:00:00Z");
    }

    @Test
    void theAuditShowsWhatCameLater() {
        Leakage found =
                new LeakageAudit(lake, view(KnownBy.TIME), ZoneOffset.UTC).at(Instant.parse("2024-03-04T00:00:00Z"));
        assertThat(found.tables()).containsExactly(new TableSince("silver.sales", 1, 2, 5, 2));
        assertThat(found.entities()).isEqualTo(2);
        assertThat(found.onlyByTime()).isEqualTo(1);
        assertThat(found.onlyAsKnown()).isZero();
        assertThat(found.differing()).containsOnly(Map.entry("spend", 1L));
        Leakage early = new LeakageAudit(lake, view(KnownBy.TIME), ZoneOffset.UTC).at(COMMITS.get(0));
        assertThat(early.tables()).containsExactly(new TableSince("silver.sales", -1, 2, 3, 3));
        assertThat(early.onlyByTime()).isEqualTo(3);
    }

    /** Case E12: an attribute that was loaded once, with what became of it later. */
    @Test
    void ofAnInputWithoutTimeTheAuditCannotTell() {
        TableName people = new TableName("silver", "people");
        lake.spark()
                .sql("select * from values (1, 'left'), (2, 'stays') as p(customer, status)")
                .write()
                .format("delta")
                .save(lake.path(people));
        ColumnType text = ColumnType.parse("string").orElseThrow();
        FeatureView timed = view(KnownBy.TIME);
        FeatureView view = new FeatureView(
                "v",
                "customer",
                KnownBy.TIME,
                Map.of("s", timed.inputs().get("s"), "p", new Input(people, Optional.empty(), Optional.empty())),
                "select s.customer, s.as_of, spend_all as spend, upper(x.state) as status from s left join"
                        + " (select customer, as_of, status as state from p) x on x.customer = s.customer and x.as_of = s.as_of",
                List.of(timed.columns().get(0), new FeatureColumn("status", text, "", "", false)),
                Optional.empty(),
                "v1");
        Leakage found = new LeakageAudit(lake, view, ZoneOffset.UTC).at(Instant.parse("2024-03-04T00:00:00Z"));
        assertThat(found.timeless()).containsExactly("silver.people");
        assertThat(found.untold()).containsExactly("status");
        assertThat(found.differing()).containsKeys("spend", "status");
        assertThat(new LeakageAudit(lake, timed, ZoneOffset.UTC)
                        .at(Instant.parse("2024-03-04T00:00:00Z"))
                        .timeless())
                .isEmpty();
    }
}
