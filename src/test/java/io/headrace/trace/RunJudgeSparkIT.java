package io.headrace.trace;

import static io.headrace.testing.SmallShop.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.RunId;
import io.headrace.spec.JobSpec;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.RowBuilder;
import io.headrace.table.RunTable;
import io.headrace.table.TableCatalog;
import io.headrace.table.TableDescription;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.trace.Criterion.Bound;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows of findings, written by hand; {@code ChangesSparkIT} judges by what jobs find. */
@ExtendWith(LakeExtension.class)
class RunJudgeSparkIT {
    private static final JobSpec MONITOR = SmallShop.monitor();
    private static final String PERFORMANCE = "headrace.performance";

    @Test
    void driftAgainstAnythingIsBadAndOnlyWhatWasSeenIsGood(Lake lake) {
        drift(lake, 0, Map.of("training", "ok", "trailing", "unknown"));
        drift(lake, 1, Map.of("training", "unknown"));
        drift(lake, 2, Map.of("training", "ok", "trailing", "drift"));
        assertThat(judged(lake, new Criterion.Drift("age")))
                .extracting(JudgedRun::verdict)
                .containsExactly(RunVerdict.GOOD, RunVerdict.UNKNOWN, RunVerdict.BAD);
        assertThat(judged(lake, new Criterion.Drift("age")).get(2).words())
                .isEqualTo("drift against trailing, ok against training");
        assertThat(judged(lake, new Criterion.Drift("height")))
                .allMatch(run -> run.verdict() == RunVerdict.UNKNOWN)
                .extracting(JudgedRun::words)
                .containsOnly("it has no column height");
    }

    @Test
    void figuresOfAMonitorJobAreThoseOfAllRowsOfItsNewestWindow(Lake lake) {
        append(lake, PERFORMANCE, 0, List.of(auc("2026-01-21 00:00:00", "", 0.8)));
        append(
                lake,
                PERFORMANCE,
                1,
                List.of(
                        auc("2026-01-21 00:00:00", "", 0.6),
                        auc("2026-01-22 00:00:00", "country = DE", 0.5),
                        auc("2026-01-22 00:00:00", "", 0.7)));
        append(lake, PERFORMANCE, 2, List.of(auc("2026-01-23 00:00:00", "", 0.65)));
        Criterion auc = new Criterion.Metric("realised.auc", new Bound(Bound.Side.AT_LEAST, 0.7));
        assertThat(judged(lake, auc))
                .extracting(JudgedRun::verdict)
                .containsExactly(RunVerdict.GOOD, RunVerdict.GOOD, RunVerdict.BAD);
        assertThat(judged(lake, auc).get(1).words()).isEqualTo("realised.auc is 0.7");
        assertThat(judged(lake, new Criterion.Metric("cbpe.auc", new Bound(Bound.Side.AT_MOST, 1))))
                .allMatch(run -> run.verdict() == RunVerdict.UNKNOWN);
    }

    private static List<JudgedRun> judged(Lake lake, Criterion criterion) {
        SmallShop shop = SmallShop.of(lake);
        RunJudge judge = new RunJudge(MONITOR, criterion, lake, shop.ledger(), shop.registry(), ZoneOffset.UTC);
        return List.of(judge.judge(run(0)), judge.judge(run(1)), judge.judge(run(2)));
    }

    private static RunId run(int day) {
        LocalDate date = DAY.plusDays(day);
        return new RunId(MONITOR.name(), date, 1);
    }

    private static void drift(Lake lake, int day, Map<String, String> verdicts) {
        append(
                lake,
                "headrace.drift",
                day,
                verdicts.entrySet().stream()
                        .map(verdict -> Map.<String, Object>of(
                                "against",
                                verdict.getKey(),
                                "verdict",
                                verdict.getValue(),
                                "of",
                                "population",
                                "column",
                                "age",
                                "statistic",
                                "psi",
                                "decides",
                                true))
                        .toList());
    }

    private static Map<String, Object> auc(String lastAsOf, String slice, double value) {
        return Map.of(
                "method", "realised",
                "measure", "auc",
                "first_as_of", lastAsOf,
                "last_as_of", lastAsOf,
                "slice", slice,
                "value", value);
    }

    private static void append(Lake lake, String table, int day, List<Map<String, Object>> rows) {
        TableDescription description =
                TableCatalog.system().find(TableName.parse(table)).orElseThrow();
        List<Row> written = rows.stream()
                .map(values -> {
                    RowBuilder row = new RowBuilder(description.schema()).with("run_id", run(day).toString());
                    values.forEach(row::with);
                    return row.row();
                })
                .toList();
        new RunTable(lake, description).append(run(day), written);
    }
}
