package io.headrace.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.model.Bins;
import io.headrace.model.CalendarParts;
import io.headrace.model.CalendarParts.Part;
import io.headrace.model.Encoding;
import io.headrace.model.Explanation;
import io.headrace.model.FeatureEncoder;
import io.headrace.model.Levels;
import io.headrace.model.LinearModel;
import io.headrace.model.ModelFile;
import io.headrace.model.Output;
import io.headrace.model.ReasonOrder;
import io.headrace.model.TargetMeans;
import io.headrace.registry.Registry;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.testing.Versions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Functions of SQL beside the model that they ask. */
@ExtendWith(LakeExtension.class)
class ModelCatalogSparkIT {
    private static final List<String> FEATURES =
            List.of("price", "amount", "age", "visits", "share", "member", "country", "postcode", "joined", "seen");

    private static FeatureEncoder encoder() {
        return FeatureEncoder.of(List.of(
                new Encoding.Numeric("price", 2.5, true),
                new Encoding.Numeric("amount", 10, false),
                new Bins("age", List.of(18.0, 40.0), false),
                new Encoding.Plain("visits"),
                new Encoding.Numeric("share", 0.5, false),
                new Encoding.Flag("member"),
                new Encoding.Categorical("country", Levels.of(List.of("France", "Éire", "Spain"))),
                new TargetMeans("postcode", new TreeMap<>(Map.of("p1", 0.25, "p2", 0.75)), 0.5, 0.1),
                new CalendarParts("joined", List.of(Part.MONTH, Part.WEEKDAY), false),
                new CalendarParts("seen", List.of(Part.HOUR), false)));
    }

    private static ModelFile file() {
        FeatureEncoder encoder = encoder();
        double[] coefficients = IntStream.range(0, encoder.width())
                .mapToDouble(slot -> (slot % 7 - 3) / 8.0)
                .toArray();
        double[] means = IntStream.range(0, encoder.width())
                .mapToDouble(slot -> (slot % 5) / 10.0)
                .toArray();
        return new ModelFile(LinearModel.of(encoder, Output.LOG_ODDS, 0.25, coefficients, means), Map.of());
    }

    /** Every type that a feature may have; nulls, NaN, infinities, unseen levels, more texts than are remembered. */
    private static Dataset<Row> rows(SparkSession spark) {
        return spark.range(0, 6000, 1, 2)
                .selectExpr(
                        "id",
                        "if(id % 11 = 0, null, cast(id % 1000 as decimal(20,2)) / 7) as price",
                        "case id % 97 when 0 then double('NaN') when 1 then double('Infinity') when 2 then null"
                                + " else id / 100d end as amount",
                        "if(id % 5 = 0, null, cast(id % 80 as int)) as age",
                        "if(id % 13 = 0, null, id % 9) as visits",
                        "cast(id % 10 / 10d as float) as share",
                        "nullif(id % 3, 2) = 1 as member",
                        "nullif(element_at(array('France', 'Éire', 'Spain', 'Atlantis', 'none'), int(1 + id % 5)),"
                                + " 'none') as country",
                        "if(id % 17 = 0, null, concat('p', id)) as postcode",
                        "if(id % 19 = 0, null, date_add(date'1960-01-01', int(7 * id))) as joined",
                        "if(id % 23 = 0, null, timestamp_micros(id * 12345678901L - 1000000000000)) as seen");
    }

    @Test
    void functionsSayWhatTheModelSays(Lake lake) {
        SparkSession spark = LakeExtension.session();
        ModelFile file = file();
        Registry registry = SmallShop.of(lake).registry();
        String artifact = registry.artifact("m", registry.store("m", file));
        assertThat(artifact).endsWith(file.digest() + ".json");
        String struct = "struct(" + String.join(", ", FEATURES) + ")";
        Dataset<Row> rows = rows(spark);
        // Missing visits are not numbers in the slot, which a linear model refuses: such rows have no score.
        List<Row> explained = rows.selectExpr(
                        "id",
                        struct + " as row",
                        "headrace.explain('" + artifact
                                + "', 4, '{\"features\":{\"age\":{\"label\":\"years\",\"unit\":\"y\"}}}', " + struct
                                + ") as e",
                        "headrace.score('" + artifact + "', " + struct + ") as s")
                .selectExpr("row", "e.*", "s")
                .collectAsList();
        int refused = 0;
        for (Row row : explained) {
            Object[] values = new Object[FEATURES.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.getStruct(0).get(i);
            }
            try {
                Explanation expected = file.model().explain(values);
                assertThat(row.getDouble(1)).isEqualTo(expected.rawScore());
                assertThat(row.getDouble(2)).isEqualTo(expected.score());
                assertThat(row.getDouble(3)).isEqualTo(expected.score());
                assertThat(row.getDouble(4)).isEqualTo(expected.baseValue());
                assertThat(row.<Double>getAs("s")).isEqualTo(expected.score());
                assertThat(row.<Row>getList(5))
                        .extracting(reason -> reason.getString(0), reason -> reason.getDouble(2))
                        .isEqualTo(expected.topReasons(4, ReasonOrder.RAISING).stream()
                                .map(reason -> org.assertj.core.groups.Tuple.tuple(reason.feature(), reason.amount()))
                                .toList());
                assertThat(row.isNullAt(6) && row.isNullAt(7) && row.isNullAt(8))
                        .isTrue();
                assertThat(row.<Double>getAs("upper")).isNull();
            } catch (IllegalArgumentException cannot) {
                assertThat(row.getString(8)).isEqualTo(cannot.getMessage());
                assertThat(row.isNullAt(1) && row.isNullAt(5)).isTrue();
                assertThat(row.<Double>getAs("s")).isNull();
                refused++;
            }
        }
        assertThat(refused).isBetween(100, 1000);
        assertThat(explained.stream()
                        .filter(row -> !row.isNullAt(5))
                        .flatMap(row -> row.<Row>getList(5).stream())
                        .map(reason -> reason.getString(3)))
                .anyMatch(text -> text.matches("years is \\d+ y \\(raises the score\\)"));
    }

    @Test
    void championsAreCalledByName(Lake lake) {
        SmallShop shop = SmallShop.of(lake).deliverHistory();
        shop.runAll(SmallShop.DAY, SmallShop.ingest(), SmallShop.features(), SmallShop.train(), SmallShop.score(0.5));
        SparkSession spark = LakeExtension.session().newSession();
        spark.conf().set("spark.sql.catalog.headrace.lake", lake.root());
        spark.read()
                .format("delta")
                .load(lake.path(SmallShop.score(0.5).table()))
                .createOrReplaceTempView("scores");
        spark.read()
                .format("delta")
                .load(lake.path(SmallShop.features().view().table()))
                .createOrReplaceTempView("features");
        Row same = spark.sql("select count(*), count_if(headrace.score('lapse', struct(f.*)) = s.probability),"
                        + " count_if(headrace.explain('lapse', struct(f.*)).raw_score = s.raw_score)"
                        + " from features f join scores s using (customer_id, as_of)")
                .first();
        assertThat(same.getLong(0))
                .isEqualTo(same.getLong(1))
                .isEqualTo(same.getLong(2))
                .isPositive();

        Registry registry = shop.registry();
        ModelFile file = registry.load("lapse", registry.champion("lapse").digest());
        registry.register("later", 1, "r", "test", Versions.of(registry.store("later", file)), Versions.PROMOTED);
        assertThat(spark.sql("select headrace.score('later', struct(*)) from features where"
                                + " headrace.score('later', struct(*)) = headrace.score('lapse', struct(*))")
                        .count())
                .isEqualTo(spark.table("features").count());

        assertThatThrownBy(() -> spark.sql("select headrace.score('laps', struct(*)) from features")
                        .collect())
                .hasStackTraceContaining("there is no champion of \"laps\"; models with one: [lapse, later]");
        assertThatThrownBy(() -> spark.sql("select headrace.score('lapse', struct(orders)) from features")
                        .collect())
                .hasStackTraceContaining("the model needs the feature days_since_purchase, the row has [orders]");
        assertThatThrownBy(() -> spark.sql("select headrace.score(orders) from features"))
                .hasMessageContaining("score('lapse', struct(*))");
        assertThatThrownBy(() -> spark.sql("select headrace.guess('lapse') from features"))
                .hasMessageContaining("guess");
    }
}
