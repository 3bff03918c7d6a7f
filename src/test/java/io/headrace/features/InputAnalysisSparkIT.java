package io.headrace.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.features.InputAnalysis.Heavy;
import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.FeatureView.KnownBy;
import io.headrace.spec.TableName;
import io.headrace.spec.Window;
import io.headrace.spec.Windows;
import io.headrace.spec.Windows.Feature;
import io.headrace.testing.LakeExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LakeExtension.class)
class InputAnalysisSparkIT {
    private static final TableName SALES = new TableName("silver", "sales");
    private static final Instant AS_OF = Instant.parse("2026-01-20T00:00:00Z");

    private static Dataset<Row> rows() {
        return LakeExtension.session().sql("""
                select * from values
                  (1, timestamp'2026-01-19 23:59:59.999999', 5), (1, timestamp'2026-01-19 22:30:00', null),
                  (1, timestamp'2026-01-18 22:00:00', 2), (2, timestamp'2026-01-18 00:00:00', 7),
                  (3, timestamp'2026-01-20 00:00:00', null), (4, timestamp'1970-01-01 00:00:00', 9),
                  (null, timestamp'2026-01-19 00:00:00', 1), (5, null, 1), (6, timestamp'2026-01-19 12:00:00', -1)
                as t(customer, time, amount)""");
    }

    private static InputAnalysis analysis(Input input, String zone) {
        FeatureView view = new FeatureView(
                "v", "customer", KnownBy.TIME, Map.of("sales", input), "", List.of(), Optional.empty(), "");
        return new InputAnalyzer(view, ZoneId.of(zone)).of(input, rows(), AS_OF);
    }

    private static Input aggregated(Duration delay, Window window) {
        Feature sum = new Feature("s", new Aggregate(Function.SUM), "amount", "true", window);
        Windows windows = new Windows("amount is null or amount > 0", delay, List.of(sum));
        return new Input(SALES, "time", windows);
    }

    @Test
    void ofAnInputWithAggregates() {
        InputAnalysis found = analysis(aggregated(Duration.ZERO, new Window(2, Window.Unit.DAY)), "UTC");
        assertThat(found)
                .isEqualTo(new InputAnalysis(
                        8,
                        1,
                        1,
                        1,
                        Instant.parse("1970-01-01T00:00:00Z"),
                        AS_OF,
                        4,
                        List.of(new Heavy("1", 3), new Heavy("2", 1), new Heavy("3", 1), new Heavy("4", 1)),
                        5,
                        2,
                        Map.of("amount", 2L)));
    }

    @Test
    void daysAreThoseOfTheZone() {
        // Customer 1 at 22:00, 22:30 and 23:59 UTC: of two days in UTC, of three in Paris, of two in Tokyo.
        assertThat(analysis(aggregated(Duration.ZERO, Window.ALL), "UTC").entityDays())
                .isEqualTo(5);
        assertThat(analysis(aggregated(Duration.ZERO, Window.ALL), "Europe/Paris")
                        .entityDays())
                .isEqualTo(6);
        assertThat(analysis(aggregated(Duration.ZERO, Window.ALL), "Asia/Tokyo").entityDays())
                .isEqualTo(5);
    }

    @Test
    void rowsToExpectAreThoseThatAWindowHolds() {
        assertThat(analysis(aggregated(Duration.ZERO, Window.ALL), "UTC").expected())
                .isEqualTo(3);
        assertThat(analysis(aggregated(Duration.ofHours(24), new Window(2, Window.Unit.DAY)), "UTC")
                        .expected())
                .isEqualTo(2);
        assertThat(analysis(aggregated(Duration.ofHours(2), new Window(1, Window.Unit.HOUR)), "UTC")
                        .expected())
                .isZero();
        Input plain = new Input(SALES, Optional.of("time"), Optional.of(1));
        assertThat(analysis(plain, "UTC").expected()).isEqualTo(2);
        assertThat(analysis(plain, "UTC").rows()).isEqualTo(9);
    }

    @Test
    void ofNothing() {
        Input input = aggregated(Duration.ZERO, Window.ALL);
        FeatureView view = new FeatureView(
                "v", "customer", KnownBy.TIME, Map.of("sales", input), "", List.of(), Optional.empty(), "");
        InputAnalysis found = new InputAnalyzer(view, ZoneId.of("UTC")).of(input, rows().where("false"), AS_OF);
        assertThat(found)
                .isEqualTo(new InputAnalysis(0, 0, 0, 0, null, null, 0, List.of(), 0, 0, Map.of("amount", 0L)));
    }
}
