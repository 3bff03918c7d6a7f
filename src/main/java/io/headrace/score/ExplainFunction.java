package io.headrace.score;

import io.headrace.model.CompiledModel;
import io.headrace.model.Contribution;
import io.headrace.model.ReasonOrder;
import io.headrace.model.ReasonText;
import io.headrace.model.ReasonWords;
import io.headrace.model.Scorer;
import io.headrace.run.Json;
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
 * {@code headrace.explain(model, row)}: everything that is known of a score, with the three strongest reasons; {@code headrace.explain(model, reasons,
 * words, row)}: with as many, in the words of a {@link ReasonWords} as JSON.
 *
 * <p>A row that cannot be scored has an {@code error} and nothing else.
 */
public final class ExplainFunction extends ModelFunction<InternalRow> {
    /** What it gives. */
    static final StructType RESULT = StructType.fromDDL("raw_score double, score double, probability double,"
            + " base_value double, reasons array<struct<feature:string,value:string,contribution:double,text:string>>,"
            + " class string, probabilities map<string,double>, error string");

    private static final long serialVersionUID = 1L;
    private static final int REASONS = 3;
    private static final UTF8String NO_WORDS = UTF8String.fromString("{}");

    private final boolean isShort;
    private transient volatile Spoken spoken;

    /** @param isShort whether only model and row are given */
    ExplainFunction(ArtifactColumns artifacts, Map<String, String> champions, StructType row, boolean isShort) {
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

    /** What Spark calls for each row, where only model and row are given. */
    public InternalRow invoke(UTF8String model, InternalRow row) {
        return invoke(model, REASONS, NO_WORDS, row);
    }

    /** What Spark calls for each row. */
    public InternalRow invoke(UTF8String model, int reasons, UTF8String wording, InternalRow row) {
        Asked asked = asked(model);
        Object[] result = new Object[RESULT.size()];
        try {
            Spoken spoken = spoken(wording, asked);
            Scorer scorer = spoken.scorer;
            asked.features().write(row, scorer.slots());
            double rawScore = scorer.rawScore(feature -> asked.features().value(row, feature));
            double score = scorer.score(rawScore);
            CompiledModel of = asked.file().model();
            result[0] = rawScore;
            result[1] = score;
            result[2] = of.output().isProbability() && of.classes().isEmpty()
                    ? (Double) asked.file().calibrator().calibrated(score)
                    : null;
            result[3] = scorer.baseValue();
            result[4] = reasons == 0 ? new GenericArrayData(new Object[0]) : reasons(asked, reasons, spoken, row);
            if (!of.classes().isEmpty()) {
                result[5] = UTF8String.fromString(of.classes().get(scorer.predicted()));
                result[6] = probabilities(of, scorer);
            }
        } catch (IllegalArgumentException refused) {
            java.util.Arrays.fill(result, null);
            result[7] = UTF8String.fromString(refused.getMessage());
        }
        return new GenericInternalRow(result);
    }

    private static GenericArrayData reasons(Asked asked, int atMost, Spoken spoken, InternalRow row) {
        int[] features = spoken.topics.strongest(spoken.contributions(), atMost, ReasonOrder.RAISING);
        Object[] reasons = new Object[features.length];
        for (int i = 0; i < features.length; i++) {
            int feature = features[i];
            Contribution reason = new Contribution(
                    asked.file().model().encoder().featureName(feature),
                    asked.features().value(row, feature),
                    spoken.topics.amount(feature));
            reasons[i] = new GenericInternalRow(new Object[] {
                UTF8String.fromString(reason.feature()),
                reason.value() == null
                        ? null
                        : UTF8String.fromString(reason.value().toString()),
                reason.amount(),
                UTF8String.fromString(spoken.text.phrase(reason))
            });
        }
        return new GenericArrayData(reasons);
    }

    private static ArrayBasedMapData probabilities(CompiledModel model, Scorer scorer) {
        Object[] names = new Object[model.classes().size()];
        Object[] values = new Object[names.length];
        for (int place = 0; place < names.length; place++) {
            names[place] = UTF8String.fromString(model.classes().get(place));
            values[place] = scorer.probability(place);
        }
        return new ArrayBasedMapData(new GenericArrayData(names), new GenericArrayData(values));
    }

    /** Words for the features of a model; one for each thread that asks. */
    private Spoken spoken(UTF8String wording, Asked asked) {
        Spoken known = spoken;
        if (known == null || known.asked != asked || !known.wording.equals(wording)) {
            known = new Spoken(wording.clone(), asked);
            spoken = known;
        }
        return known;
    }

    /** A dictionary read for a model. */
    private static final class Spoken {
        private final UTF8String wording;
        private final Asked asked;
        private final ReasonText text;
        private final ReasonWords.Topics topics;
        private final Scorer scorer;
        private final double[] contributions;

        Spoken(UTF8String wording, Asked asked) {
            ReasonWords words = Json.read(wording.toString(), ReasonWords.class);
            this.wording = wording;
            this.asked = asked;
            this.text = new ReasonText("score", words);
            this.scorer = words.scorer(asked.file().model());
            this.contributions = new double[asked.file().model().encoder().featureCount()];
            this.topics = words.topics(asked.file().model().encoder().featureNames());
        }

        /** Contributions to the row scored last; overwritten by the next. */
        double[] contributions() {
            scorer.contributions(contributions);
            return contributions;
        }
    }
}
