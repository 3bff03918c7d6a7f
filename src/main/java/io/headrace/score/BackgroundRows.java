package io.headrace.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import io.headrace.model.CompiledModel;
import io.headrace.model.RawValues;
import io.headrace.spec.ScoreSpec;
import io.headrace.table.SqlClock;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Draws the background from a population: of the rows that fulfil the condition those whose keys have the smallest hashes, the same each time. */
final class BackgroundRows {
    private static final String EXPLANATION = "_explanation";

    private final ScoreSpec spec;
    private final ZoneId zone;

    /**
     * @param zone by whose clock the condition reads times
     */
    BackgroundRows(ScoreSpec spec, ZoneId zone) {
        this.zone = zone;
        this.spec = spec;
    }

    /**
     * The features of the drawn rows, in the order of the model. In the condition, {@code score} and {@code probability} are the model's
     * unless the view has a column of that name.
     *
     * @param explained the explanation of a row
     */
    List<List<Object>> drawn(
            ScoreSpec.Background background, Dataset<Row> population, CompiledModel model, Column explained) {
        Column key = col(spec.view().entity());
        Column[] features = ScoreColumns.features(model);
        Dataset<Row> explainedRows = population
                .withColumn(EXPLANATION, explained)
                .where(col(EXPLANATION).getField("error").isNull());
        for (String field : List.of("score", "probability")) {
            if (!List.of(population.columns()).contains(field)) {
                explainedRows = explainedRows.withColumn(field, col(EXPLANATION).getField(field));
            }
        }
        Dataset<Row> rows = explainedRows;
        return SqlClock.of(rows.sparkSession(), zone, () -> rows.where(SqlClock.expr(background.where())))
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
