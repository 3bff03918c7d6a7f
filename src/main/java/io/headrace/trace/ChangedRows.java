package io.headrace.trace;

import io.headrace.model.ChangeParts;
import io.headrace.model.ChangeSplit;
import io.headrace.model.ChangeSplit.Split;
import io.headrace.model.Predictor;
import io.headrace.model.RawValues;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Splits the changes of rows, each with both scores and with the features of both days by the definitions of both days. */
final class ChangedRows implements MapPartitionsFunction<Row, Row> {
    /** The key of the entity as text. */
    static final String KEY = "_key";
    /** Published columns of the first day. */
    static final String FIRST = "_first";
    /** Published columns of the second day. */
    static final String SECOND = "_second";

    /** The result: of a row that cannot be compared key, days and problem alone. */
    static final StructType RESULT = (StructType) DataType.fromDDL(KEY + " string,"
            + " first struct<arm:string,version:int,decision:boolean>,"
            + " second struct<arm:string,version:int,decision:boolean>,"
            + " problem string, differs string, class string,"
            + " scores struct<from:decimal(38,9),to:decimal(38,9),model:decimal(38,9)>,"
            + " predictions struct<from:decimal(38,9),to:decimal(38,9),model:decimal(38,9),data:decimal(38,9)>,"
            + " features array<struct<feature:string,part:decimal(38,9),before:string,after:string>>");

    private static final long serialVersionUID = 1L;

    private final Map<String, Predictor> models;
    private final boolean isOfScores;
    private final boolean isSameDefinition;

    /**
     * @param models by digest
     * @param isOfScores whether scores are split; else raw scores
     * @param isSameDefinition whether both days have features by the same definition
     */
    ChangedRows(Map<String, Predictor> models, boolean isOfScores, boolean isSameDefinition) {
        this.models = new HashMap<>(models);
        this.isOfScores = isOfScores;
        this.isSameDefinition = isSameDefinition;
    }

    /** The column of the features of a day by the definition of a day. */
    static String features(boolean isSecondDay, boolean isBySecond) {
        return "_features_" + (isSecondDay ? 2 : 1) + "_by_" + (isBySecond ? 2 : 1);
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        Map<List<String>, Pair> pairs = new HashMap<>();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Row next() {
                Row row = rows.next();
                List<String> digests = List.of(digest(row, FIRST), digest(row, SECOND));
                return pairs.computeIfAbsent(digests, both -> new Pair(both.get(0), both.get(1)))
                        .changed(row);
            }
        };
    }

    private static String digest(Row row, String day) {
        return row.<Row>getAs(day).getAs("model_digest");
    }

    /** Two versions of the model. */
    private final class Pair {
        private final Predictor before;
        private final Predictor after;
        private final ChangeSplit split;

        Pair(String before, String after) {
            this.before = models.get(before);
            this.after = models.get(after);
            this.split = isOfScores
                    ? ChangeSplit.ofScores(this.before, this.after)
                    : ChangeSplit.between(this.before, this.after);
        }

        Row changed(Row row) {
            Object[] result = new Object[RESULT.size()];
            result[0] = row.getAs(KEY);
            result[1] = decided(row.getAs(FIRST));
            result[2] = decided(row.getAs(SECOND));
            try {
                split(row, result);
            } catch (IllegalArgumentException refused) {
                result[3] = refused.getMessage();
            }
            return RowFactory.create(result);
        }

        private void split(Row row, Object[] result) {
            ChangeSplit.Rows ofBefore = rows(row, before, false);
            boolean isSame = before == after && isSameDefinition;
            ChangeSplit.Rows ofAfter = isSame ? ofBefore : rows(row, after, !isSameDefinition);
            Split found = split.of(ofBefore, ofAfter);
            result[4] = difference(row.getAs(FIRST), found.firstRawScore(), row.getAs(SECOND), found.secondRawScore());
            result[5] = found.ofClass().orElse(null);
            result[6] = RowFactory.create(
                    found.scores().from(), found.scores().to(), found.scores().model());
            ChangeParts predictions = found.predictions();
            result[7] =
                    RowFactory.create(predictions.from(), predictions.to(), predictions.model(), predictions.data());
            result[8] = features(found.scores().features(), ofBefore, ofAfter);
        }

        private Seq<Row> features(List<BigDecimal> parts, ChangeSplit.Rows ofBefore, ChangeSplit.Rows ofAfter) {
            List<String> old = before.model().encoder().featureNames();
            List<String> now = after.model().encoder().featureNames();
            List<Row> features = new ArrayList<>(parts.size());
            for (int i = 0; i < parts.size(); i++) {
                String name = split.features().get(i);
                int inOld = old.indexOf(name);
                int inNow = now.indexOf(name);
                Object first = inOld < 0 ? ofAfter.first(inNow) : ofBefore.first(inOld);
                Object second = inNow < 0 ? ofBefore.second(inOld) : ofAfter.second(inNow);
                features.add(RowFactory.create(name, parts.get(i), text(first), text(second)));
            }
            return CollectionConverters.asScala(features).toSeq();
        }
    }

    private static Row decided(Row published) {
        return RowFactory.create(published.getAs("arm"), published.getAs("model_version"), published.getAs("decision"));
    }

    private static ChangeSplit.Rows rows(Row row, Predictor model, boolean isBySecond) {
        List<String> names = model.model().encoder().featureNames();
        return ChangeSplit.Rows.of(
                values(row.getAs(features(false, isBySecond)), names, "first"),
                values(row.getAs(features(true, isBySecond)), names, "second"));
    }

    private static Object[] values(Row features, List<String> names, String day) {
        if (features == null) {
            throw new IllegalArgumentException("by the definition of the other day it has no features on the " + day);
        }
        return IntStream.range(0, names.size())
                .mapToObj(i -> features.getAs(names.get(i)))
                .toArray();
    }

    /** What was published beside what the model says; null where it is the same. */
    private static String difference(Row first, double firstRawScore, Row second, double secondRawScore) {
        double published = first.<Double>getAs("raw_score");
        double other = second.<Double>getAs("raw_score");
        if (published == firstRawScore && other == secondRawScore) {
            return null;
        }
        return published == firstRawScore
                ? "raw score " + other + " on the second day, where the model says " + secondRawScore
                : "raw score " + published + " on the first day, where the model says " + firstRawScore;
    }

    private static String text(Object value) {
        Object written = RawValues.written(Arrays.asList(value)).get(0);
        return written == null ? null : written.toString();
    }
}
