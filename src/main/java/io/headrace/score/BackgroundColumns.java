package io.headrace.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.xxhash64;

import io.headrace.model.CompiledModel;
import io.headrace.model.RawValues;
import io.headrace.spec.ScoreSpec;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows of a population that its scores are compared with: those of the condition whose keys have the smallest hashes, the same each time. */
final class BackgroundColumns {
    private static final String ANSWER = "_answer";

    private final ScoreSpec spec;

    BackgroundColumns(ScoreSpec spec) {
        this.spec = spec;
    }

    /**
     * The features of the rows, in the order of the model's. A column of the view that is called as an answer is itself.
     *
     * @param explained the model's answer to a row
     */
    List<List<Object>> drawn(
            ScoreSpec.Background background, Dataset<Row> population, CompiledModel model, Column explained) {
        Column key = col(spec.view().entity());
        Column[] features = model.encoder().featureNames().stream()
                .map(feature -> col("`" + feature + "`"))
                .toArray(Column[]::new);
        Dataset<Row> answered = population
                .withColumn(ANSWER, explained)
                .where(col(ANSWER).getField("error").isNull());
        for (String answer : List.of("score", "probability")) {
            if (!List.of(population.columns()).contains(answer)) {
                answered = answered.withColumn(answer, col(ANSWER).getField(answer));
            }
        }
        return answered
                .where(expr(background.where()))
                .orderBy(xxhash64(key), key)
                .limit(background.rows())
                .select(features)
                .collectAsList()
                .stream()
                .map(row -> RawValues.written(
                        IntStream.range(0, features.length).mapToObj(row::get).toList()))
                .toList();
    }
}
