package io.headrace.score;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import io.headrace.groups.GroupColumns;
import io.headrace.groups.RemedyTable;
import io.headrace.run.Intent;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.FairnessSpec.Remedies;
import io.headrace.spec.RuleSql;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.ScoreSpec.Threshold.ByGroup;
import io.headrace.stats.fairness.Group;
import io.headrace.stats.fairness.ThresholdMix;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Ledger.Claim;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Decisions by the thresholds that a fairness job keeps for groups of people; the group itself is written nowhere. */
final class GroupThresholdColumns {
    private static final String RUN = "thresholds_run";
    private static final String LOW = "_low";
    private static final String HIGH = "_high";
    private static final String THRESHOLD = "_threshold";
    private static final String DRAW = "_draw";
    private static final int HEX_DIGITS = 13;
    private static final double DRAWS = 0x1p52;

    private final ScoreSpec spec;
    private final ByGroup rule;
    private final Lake lake;
    private final Intent intent;
    private final ZoneId zone;
    private final List<String> values;

    GroupThresholdColumns(ScoreSpec spec, ByGroup rule, Lake lake, Intent intent, ZoneId zone) {
        this.spec = spec;
        this.rule = rule;
        this.lake = lake;
        this.intent = intent;
        this.zone = zone;
        FairnessSpec job = rule.job();
        List<String> all = GroupColumns.names(job.groups());
        this.values = job.remedies().map(Remedies::groups).orElse(List.of()).stream()
                .map(name -> all.get(job.groups().names().indexOf(name)))
                .toList();
    }

    /** The fact that names the last run with thresholds, up to the date; none where there is none yet. */
    static Map<String, String> facts(ByGroup rule, Lake lake, Ledger ledger, LocalDate date) {
        Set<String> runs = ledger.claims(rule.job().name()).stream()
                .filter(claim -> claim.isDone() && !claim.date().isAfter(date))
                .map(Claim::run)
                .map(Object::toString)
                .collect(Collectors.toSet());
        return RemedyTable.lastRun(lake, runs, rule.aim(), rule.job())
                .map(run -> Map.of(RUN, run))
                .orElse(Map.of());
    }

    /** What is to be said of the thresholds. */
    static String words(ByGroup rule, Intent intent) {
        String run = intent.facts().get(RUN);
        return run == null
                ? "; no thresholds by group yet, so all are decided from " + rule.otherwise() + " on"
                : "; decided by thresholds of groups, of " + run;
    }

    /** Scored rows with {@code decision}. Who is in a group without thresholds is decided by the one for all. */
    Dataset<Row> decided(Dataset<Row> scored) {
        Column forAll = col("probability").geq(rule.otherwise());
        String run = intent.facts().get(RUN);
        if (run == null) {
            return scored.withColumn("decision", forAll);
        }
        FairnessSpec job = rule.job();
        String entity = spec.view().entity();
        Dataset<Row> grouped = new GroupColumns(job.groups(), entity, zone)
                .beside(
                        scored.select(col(RuleSql.name(entity)), col(AS_OF)),
                        lake.read(
                                job.groups().table(),
                                intent.version(job.groups().table().toString())));
        GroupColumns.counted(job, entity, grouped, values, count(lit(1)));
        Dataset<Row> parts = parts(RemedyTable.thresholds(lake, run, rule.aim()));
        Dataset<Row> drawn = grouped.withColumn(DRAW, draw(entity));
        Column isIn = values.stream()
                .map(value -> drawn.col(value).eqNullSafe(parts.col(value)))
                .reduce(drawn.col(DRAW).geq(parts.col(LOW)).and(drawn.col(DRAW).lt(parts.col(HIGH))), Column::and);
        Dataset<Row> byKey =
                drawn.join(parts, isIn).select(drawn.col(RuleSql.name(entity)).as("_key"), parts.col(THRESHOLD));
        return scored.join(byKey, scored.col(RuleSql.name(entity)).equalTo(byKey.col("_key")), "left")
                .withColumn(
                        "decision",
                        coalesce(
                                when(col(THRESHOLD).equalTo(0), true)
                                        .otherwise(col("probability").gt(col(THRESHOLD))),
                                forAll))
                .drop("_key", THRESHOLD);
    }

    /** A number from 0 up to 1 for each entity, the same on each run. */
    private Column draw(String entity) {
        Column hash = sha2(
                concat_ws(":", lit(spec.name()), col(RuleSql.name(entity)).cast("string"))
                        .cast("binary"),
                256);
        return conv(substring(hash, 1, HEX_DIGITS), 16, 10).cast("double").divide(DRAWS);
    }

    /** Each threshold with the part of the draws for which it is picked. */
    private Dataset<Row> parts(SortedMap<Group, ThresholdMix> thresholds) {
        List<Row> rows = new ArrayList<>();
        thresholds.forEach((group, mix) -> {
            double low = 0;
            for (ThresholdMix.Part part : mix.parts()) {
                boolean isLast = part.equals(mix.parts().get(mix.parts().size() - 1));
                double high = isLast ? 1 : low + part.share();
                List<Object> cells = new ArrayList<>(Arrays.asList(group.conditions().stream()
                        .map(condition -> condition.value().orElse(null))
                        .toArray()));
                cells.addAll(List.of(low, high, part.threshold()));
                rows.add(RowFactory.create(cells.toArray()));
                low = high;
            }
        });
        return lake.spark().createDataFrame(rows, schema());
    }

    private StructType schema() {
        return new StructType(Stream.concat(
                        values.stream().map(value -> DataTypes.createStructField(value, DataTypes.StringType, true)),
                        Stream.of(LOW, HIGH, THRESHOLD)
                                .map(name -> DataTypes.createStructField(name, DataTypes.DoubleType, false)))
                .toArray(StructField[]::new));
    }
}
