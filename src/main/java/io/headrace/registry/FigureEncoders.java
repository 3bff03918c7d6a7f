package io.headrace.registry;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.metric.Figure;
import io.headrace.metric.Metric;
import io.headrace.metric.MetricId;
import io.headrace.metric.Of;
import io.headrace.metric.Rival;
import io.headrace.run.RunId;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.StagedTable;
import io.headrace.table.TableDescription;
import io.headrace.table.TableLayout;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Writes and reads the figures of versions in {@code headrace.metrics}; nothing else does. */
public final class FigureEncoders {
    /** The table of all figures. */
    public static final TableName TABLE = Layer.SYSTEM.table("metrics");

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field(RUN_ID, DataTypes.StringType, "Training run"),
        Lake.field("model", DataTypes.StringType, "Model"),
        Lake.field("model_version", DataTypes.IntegerType, "Version"),
        Lake.field("data", DataTypes.StringType, "Rows the figure is of: test"),
        Lake.field("metric", DataTypes.StringType, "Name of the metric"),
        Lake.field(
                "of",
                DataTypes.StringType,
                "What the figure is of: all rows, a slice, class, confusion, bin, feature, feature-bin, over a rival, by a rival"),
        Lake.field("feature", DataTypes.StringType, "Feature of a slice, feature or feature-bin"),
        Lake.field("level", DataTypes.StringType, "Value of a slice, null for missing; range of a feature-bin"),
        Lake.field("class", DataTypes.StringType, "Label of a class or confusion"),
        Lake.field("predicted", DataTypes.StringType, "Predicted class of a confusion"),
        Lake.field("bin", DataTypes.IntegerType, "Number of a bin or feature-bin, from 1"),
        Lake.field("rival", DataTypes.StringType, "Over or by whom: baseline, champion, none, all"),
        Lake.field("value", DataTypes.DoubleType, "The figure"),
        Lake.field("lower", DataTypes.DoubleType, "Lower end of the 95 % interval, the value where none is known"),
        Lake.field("upper", DataTypes.DoubleType, "Upper end of it"),
        Lake.field("rows", DataTypes.LongType, "Rows it was computed from")
    });

    /** The description of the table. */
    static final TableDescription DESCRIPTION = TableDescription.system(
            TABLE,
            "one figure of a model version: a metric, and what it is of: all test rows, a slice, class, bin or feature, or a comparison",
            SCHEMA,
            RUN_ID,
            "metric");

    private FigureEncoders() {}

    /** Stages the figures of a version. */
    public static StagedTable staged(Lake lake, RunId run, String model, int version, List<Figure> figures) {
        List<Row> rows = figures.stream()
                .map(figure -> row(run.toString(), model, version, figure))
                .toList();
        lake.ensure(TableLayout.plain(TABLE, SCHEMA));
        return lake.stage(TABLE)
                .append(lake.spark().createDataFrame(rows, SCHEMA).coalesce(1));
    }

    /** The figures that a run found, in the order of the metrics. */
    public static List<Figure> of(Lake lake, String runId) {
        List<Metric> order = Metric.all();
        return lake.rows(TABLE, SCHEMA, Map.of(RUN_ID, Set.of(runId))).stream()
                .map(FigureEncoders::figure)
                .sorted(Comparator.comparingInt((Figure figure) -> order.indexOf(figure.metric()))
                        .thenComparing(figure -> figure.metric().name())
                        .thenComparingInt(figure -> number(figure.of()))
                        .thenComparing(figure -> figure.of().words()))
                .toList();
    }

    private static int number(Of of) {
        return of instanceof Of.Bin bin ? bin.number() : of instanceof Of.FeatureBin bin ? bin.number() : 0;
    }

    static Row row(String run, String model, int version, Figure figure) {
        Parts of = Parts.of(figure.of());
        return RowFactory.create(
                run,
                model,
                version,
                figure.data(),
                figure.metric().name(),
                of.kind(),
                of.feature(),
                of.level(),
                of.name(),
                of.predicted(),
                of.bin(),
                of.rival(),
                figure.value(),
                figure.lower(),
                figure.upper(),
                figure.rows());
    }

    static Figure figure(Row row) {
        Parts of = new Parts(
                row.getAs("of"),
                row.getAs("feature"),
                row.getAs("level"),
                row.getAs("class"),
                row.getAs("predicted"),
                row.getAs("bin"),
                row.getAs("rival"));
        return new Figure(
                new MetricId(Metric.named(row.getAs("metric")), of.of()),
                row.<Double>getAs("value"),
                row.<Double>getAs("lower"),
                row.<Double>getAs("upper"),
                row.<Long>getAs("rows"),
                row.getAs("data"));
    }

    /** What a figure is of, column by column. */
    private record Parts(
            String kind, String feature, String level, String name, String predicted, Integer bin, String rival) {
        static Parts of(Of of) {
            if (of instanceof Of.Slice slice) {
                return new Parts("slice", slice.feature(), slice.value(), null, null, null, null);
            }
            if (of instanceof Of.Label label) {
                return new Parts("class", null, null, label.name(), null, null, null);
            }
            if (of instanceof Of.Confusion confusion) {
                return new Parts("confusion", null, null, confusion.name(), confusion.predicted(), null, null);
            }
            if (of instanceof Of.Bin bin) {
                return new Parts("bin", null, null, null, null, bin.number(), null);
            }
            if (of instanceof Of.Feature feature) {
                return new Parts("feature", feature.feature(), null, null, null, null, null);
            }
            if (of instanceof Of.FeatureBin bin) {
                return new Parts("feature-bin", bin.feature(), bin.label(), null, null, bin.number(), null);
            }
            if (of instanceof Of.Over over) {
                return new Parts(
                        "over", null, null, null, null, null, over.rival().word());
            }
            if (of instanceof Of.By by) {
                return new Parts("by", null, null, null, null, null, by.rival().word());
            }
            return new Parts("all", null, null, null, null, null, null);
        }

        Of of() {
            return switch (kind) {
                case "slice" -> new Of.Slice(feature, level);
                case "class" -> new Of.Label(name);
                case "confusion" -> new Of.Confusion(name, predicted);
                case "bin" -> new Of.Bin(bin);
                case "feature" -> new Of.Feature(feature);
                case "feature-bin" -> new Of.FeatureBin(feature, bin, level);
                case "over" -> new Of.Over(Rival.of(rival));
                case "by" -> new Of.By(Rival.of(rival));
                case "all" -> Of.ALL;
                default -> throw new IllegalArgumentException("a figure is of \"" + kind + "\"");
            };
        }
    }
}
