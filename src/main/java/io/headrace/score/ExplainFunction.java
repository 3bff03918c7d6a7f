package io.headrace.score;

import io.headrace.model.Predictor;
import io.headrace.model.ReasonOrder;
import io.headrace.model.ReasonWords;
import io.headrace.model.RowPredictor;
import io.headrace.run.Json;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code headrace.explain(model, row)} explains a score with the three strongest reasons; {@code headrace.explain(model, reasons, words, row)} takes
 * the number of reasons and their texts, a {@link ReasonWords} as JSON.
 *
 * <p>A row that cannot be scored has an {@code error} and nothing else.
 */
public final class ExplainFunction extends ModelFunction<InternalRow> {
    /** The result type. */
    static final StructType RESULT = StructType.fromDDL("raw_score double, score double, probability double,"
            + " base_value double, reasons array<struct<feature:string,value:string,contribution:double,text:string>>,"
            + " class string, probabilities map<string,double>, error string, lower double, upper double");

    private static final long serialVersionUID = 1L;
    private static final int REASONS = 3;
    private static final UTF8String NO_WORDS = UTF8String.fromString("{}");

    private final boolean isShort;
    private transient volatile Texts texts;

    /** @param isShort whether only model and row are given */
    ExplainFunction(ModelFiles artifacts, Map<String, String> champions, StructType row, boolean isShort) {
        super(artifacts, champions, row);
        this.isShort = isShort;
    }

    @Override
    public DataType[] inputTypes() {
        return isShort
                ? new DataType[] {DataTypes.StringType, row()}
                : new DataType[] {DataTypes.StringType, DataTypes.IntegerType, DataTypes.StringType, row()};
    }

    @Override
    public DataType resultType() {
        return RESULT;
    }

    @Override
    public boolean isResultNullable() {
        return false;
    }

    @Override
    public String name() {
        return "explain";
    }

    @Override
    public String canonicalName() {
        return "headrace.explain(" + row().catalogString() + ", " + isShort + ")";
    }

    /** Spark calls this for each row if only model and row are given. */
    public InternalRow invoke(UTF8String model, InternalRow row) {
        return invoke(model, REASONS, NO_WORDS, row);
    }

    /** Spark calls this for each row. */
    public InternalRow invoke(UTF8String model, int reasons, UTF8String wording, InternalRow row) {
        LoadedModel loaded = loaded(model);
        Object[] result = new Object[RESULT.size()];
        try {
            RowPredictor rows = texts(wording, loaded).rows;
            loaded.features().write(row, rows.slots());
            double prediction = rows.predict(feature -> loaded.features().value(row, feature));
            result[0] = rows.rawScore();
            result[1] = rows.score();
            result[2] = loaded.predictor().isBinary() ? (Double) prediction : null;
            result[3] = rows.baseValue();
            result[4] = reasons(rows.reasons(
                    reasons, ReasonOrder.RAISING, feature -> loaded.features().value(row, feature)));
            List<String> classes = loaded.predictor().model().classes();
            if (!classes.isEmpty()) {
                result[5] = UTF8String.fromString(rows.predictedClass().orElseThrow());
                result[6] = probabilities(classes, rows);
            }
            rows.bounds(feature -> loaded.features().value(row, feature)).ifPresent(bounds -> {
                result[8] = bounds.lower();
                result[9] = bounds.upper();
            });
        } catch (IllegalArgumentException refused) {
            java.util.Arrays.fill(result, null);
            result[7] = UTF8String.fromString(refused.getMessage());
        }
        return new GenericInternalRow(result);
    }

    private static GenericArrayData reasons(List<Predictor.Reason> reasons) {
        Object[] rows = new Object[reasons.size()];
        for (int i = 0; i < rows.length; i++) {
            Predictor.Reason reason = reasons.get(i);
            rows[i] = new GenericInternalRow(new Object[] {
                UTF8String.fromString(reason.feature()),
                reason.value() == null
                        ? null
                        : UTF8String.fromString(reason.value().toString()),
                reason.contribution(),
                UTF8String.fromString(reason.text())
            });
        }
        return new GenericArrayData(rows);
    }

    private static ArrayBasedMapData probabilities(List<String> classes, RowPredictor rows) {
        Object[] names = new Object[classes.size()];
        Object[] values = new Object[names.length];
        for (int place = 0; place < names.length; place++) {
            names[place] = UTF8String.fromString(classes.get(place));
            values[place] = rows.probability(place);
        }
        return new ArrayBasedMapData(new GenericArrayData(names), new GenericArrayData(values));
    }

    /** The texts for the features of a model; one for each calling thread. */
    private Texts texts(UTF8String wording, LoadedModel loaded) {
        Texts known = texts;
        if (known == null || known.loaded != loaded || !known.wording.equals(wording)) {
            known = new Texts(wording.clone(), loaded);
            texts = known;
        }
        return known;
    }

    /** The texts read for a model. */
    private static final class Texts {
        private final UTF8String wording;
        private final LoadedModel loaded;
        private final RowPredictor rows;

        Texts(UTF8String wording, LoadedModel loaded) {
            this.wording = wording;
            this.loaded = loaded;
            this.rows = loaded.predictor()
                    .with(Json.read(wording.toString(), ReasonWords.class))
                    .rows();
        }
    }
}
