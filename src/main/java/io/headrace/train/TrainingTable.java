package io.headrace.train;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.FEATURE_VERSION;
import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.spec.Layer;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Lake;
import io.headrace.table.PersonalLineage;
import io.headrace.table.TableDescription;
import io.headrace.table.TableLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The table that keeps the rows each version of a model was trained on: {@code training.MODEL}. */
final class TrainingTable {
    /** The column of the version; partitions the table. */
    static final String VERSION = "model_version";

    private TrainingTable() {}

    /** @param features the columns of the view, named as in tables */
    static TableLayout layout(TrainSpec spec, StructType features) {
        List<StructField> fields = new ArrayList<>(List.of(features.fields()));
        fields.add(Lake.field("label", labelType(spec), "The label: what is predicted"));
        fields.add(Lake.field("split", DataTypes.StringType, "train or test; in sets of old versions also calibrate"));
        fields.add(weight(spec));
        fields.add(Lake.field(FEATURE_VERSION, DataTypes.StringType, "Digest of the view's definition"));
        fields.add(Lake.field(RUN_ID, DataTypes.StringType, "Run that assembled the row"));
        fields.add(Lake.field(VERSION, DataTypes.IntegerType, "Version of the model trained on the row"));
        return TableLayout.plain(spec.trainingTable(), new StructType(fields.toArray(StructField[]::new)))
                .partitionedBy(VERSION);
    }

    /** A weight by protected group tells the group. */
    private static StructField weight(TrainSpec spec) {
        StructField field = Lake.field("weight", DataTypes.DoubleType, "Weight of the row in training");
        return spec.fairness().filter(use -> !use.reweighing().isEmpty()).isPresent()
                ? PersonalLineage.marked(field)
                : field;
    }

    private static DataType labelType(TrainSpec spec) {
        return switch (spec.target()) {
            case BINARY -> DataTypes.BooleanType;
            case REGRESSION -> DataTypes.DoubleType;
            case MULTICLASS -> DataTypes.StringType;
        };
    }

    /** @param view the schema of the view's rows, which may have more columns than the model takes */
    static TableDescription described(TrainSpec spec, StructType view) {
        StructType features = new StructType(Stream.of(view.fields())
                .filter(field -> field.name().equals(spec.view().entity())
                        || field.name().equals(AS_OF)
                        || spec.view().column(field.name()).isPresent())
                .map(field -> new StructField(
                        TrainingNames.shown(field.name()), field.dataType(), field.nullable(), field.metadata()))
                .toArray(StructField[]::new));
        return TableDescription.of(
                layout(spec, features),
                spec.header().owner(),
                Layer.TRAINING.row(),
                spec.view().entity(),
                AS_OF,
                VERSION);
    }
}
