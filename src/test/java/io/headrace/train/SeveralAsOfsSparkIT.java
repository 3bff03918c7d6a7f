package io.headrace.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.LabelSpec;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Lake;
import io.headrace.table.StagedTable;
import io.headrace.table.TableLayout;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Labels of several as-ofs at once are those of each by itself. */
@ExtendWith(LakeExtension.class)
class SeveralAsOfsSparkIT {
    private static final TableName ANSWERS = TableName.parse("silver.answers");
    private static final LocalDate DATE = LocalDate.of(2026, 1, 20);
    private static final Instant FIRST = Instant.parse("2026-01-10T00:00:00Z");
    private static final List<Instant> AS_OFS =
            List.of(FIRST, FIRST.plus(1, ChronoUnit.DAYS), FIRST.plus(4, ChronoUnit.DAYS));

    @Test
    void labelsAreThoseOfEachAsOf(Lake lake) {
        List<Row> scores = new ArrayList<>();
        List<Row> answers = new ArrayList<>();
        SplittableRandom dice = new SplittableRandom(5);
        for (long customer = 0; customer < 90; customer++) {
            scores.add(RowFactory.create(customer, Timestamp.from(AS_OFS.get((int) (customer % 3)))));
            for (int answer = dice.nextInt(4); answer > 0; answer--) {
                Instant at = FIRST.plus(dice.nextInt(-24, 24 * 12), ChronoUnit.HOURS);
                answers.add(RowFactory.create(customer, Timestamp.from(at), dice.nextInt(3) > 0 ? "yes" : "no"));
            }
        }
        Dataset<Row> scored = rows(lake, scores, "customer_id bigint, as_of timestamp");
        long version = stored(lake, rows(lake, answers, "customer_id bigint, at timestamp, answer string"));

        LabelSpec event = new LabelSpec.Event(ANSWERS, "at", "answer = 'yes'", LabelSpec.Event.Positive.EVENT, 3, 0);
        assertThat(found(lake, event, scored, version)).hasSize(90).doesNotContainValue(Optional.empty());
        LabelSpec known =
                new LabelSpec.Known(ANSWERS, "answer", new LabelSpec.Answer.Positive("yes"), Optional.of("at"), 1);
        assertThat(found(lake, known, scored, version)).hasSize(90).containsValue(Optional.empty());
    }

    /** A table without times has one answer for each entity. */
    @Test
    void answersWithoutTimesAreOfAnyAsOf(Lake lake) {
        Dataset<Row> scored = rows(
                lake,
                List.of(
                        RowFactory.create(1L, Timestamp.from(AS_OFS.get(0))),
                        RowFactory.create(2L, Timestamp.from(AS_OFS.get(1))),
                        RowFactory.create(3L, Timestamp.from(AS_OFS.get(1)))),
                "customer_id bigint, as_of timestamp");
        long version = stored(
                lake,
                rows(
                        lake,
                        List.of(RowFactory.create(1L, "yes"), RowFactory.create(2L, "no")),
                        "customer_id bigint, answer string"));
        assertThat(found(lake, new LabelSpec.Known(ANSWERS, "answer", "yes"), scored, version))
                .isEqualTo(Map.of(1L, Optional.of(true), 2L, Optional.of(false), 3L, Optional.empty()));
    }

    /** By entity, compared with the labels of each as-of alone. */
    private static Map<Long, Optional<Boolean>> found(Lake lake, LabelSpec label, Dataset<Row> scored, long version) {
        ScoredLabels labels = new ScoredLabels(training(label), lake, ZoneOffset.UTC);
        Map<Long, Optional<Boolean>> together = new TreeMap<>();
        labels.beside(scored, AS_OFS, DATE, version)
                .collectAsList()
                .forEach(row -> assertThat(together.put(
                                row.getAs("customer_id"),
                                Optional.ofNullable(row.<Boolean>getAs(ScoredLabels.column()))))
                        .isNull());
        Map<Long, Optional<Boolean>> apart = new TreeMap<>();
        scored.select("customer_id").collectAsList().forEach(row -> apart.put(row.getLong(0), Optional.empty()));
        for (Instant asOf : AS_OFS) {
            labels.of(scored.where(col("as_of").equalTo(lit(Timestamp.from(asOf)))), asOf, DATE, version)
                    .collectAsList()
                    .forEach(row -> apart.put(
                            row.getAs("customer_id"), Optional.of(row.<Boolean>getAs(ScoredLabels.column()))));
        }
        assertThat(together).isEqualTo(apart);
        return together;
    }

    private static TrainSpec training(LabelSpec label) {
        TrainSpec usual = SmallShop.train();
        return new TrainSpec(
                usual.header(),
                usual.model(),
                usual.view(),
                usual.features(),
                usual.population(),
                label,
                usual.asOfs(),
                usual.group(),
                usual.test(),
                usual.recipe(),
                usual.assessment(),
                usual.gates());
    }

    private static Dataset<Row> rows(Lake lake, List<Row> rows, String columns) {
        return lake.spark().createDataFrame(rows, (StructType) DataType.fromDDL(columns));
    }

    private static long stored(Lake lake, Dataset<Row> rows) {
        lake.ensure(TableLayout.plain(ANSWERS, rows.schema()));
        StagedTable staged = lake.stage(ANSWERS);
        staged.append(rows);
        staged.publishUnlessChanged(Map.of(), "test");
        return lake.version(ANSWERS);
    }
}
