package io.headrace.score;

import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code headrace.score(model, row)}: the calibrated probability of yes, that of the class predicted, or the number predicted; null for a row that
 * cannot be scored.
 */
public final class ScoreFunction extends ModelFunction<Double> {
    private static final long serialVersionUID = 1L;

    ScoreFunction(ModelFiles artifacts, Map<String, String> champions, StructType row) {
        super(artifacts, champions, row);
    }

    @Override
    public DataType[] inputTypes() {
        return new DataType[] {DataTypes.StringType, row()};
    }

    @Override
    public DataType resultType() {
        return DataTypes.DoubleType;
    }

    @Override
    public String name() {
        return "score";
    }

    @Override
    public String canonicalName() {
        return "headrace.score(" + row().catalogString() + ")";
    }

    /** Spark calls this for each row. */
    public Double invoke(UTF8String model, InternalRow row) {
        LoadedModel loaded = loaded(model);
        try {
            loaded.features().write(row, loaded.rows().slots());
            return loaded.rows().predict(feature -> loaded.features().value(row, feature));
        } catch (IllegalArgumentException refused) {
            return null;
        }
    }
}
