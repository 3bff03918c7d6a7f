package io.headrace.quality;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the champion says of scored rows, whoever decided about them. */
public final class ChampionColumns {
    /** The column of what the version of each arm says, the champion first; null where there were no arms. */
    public static final String ARMS = "arms";

    private static final List<String> ANSWERS =
            List.of("score", "probability", "decision", "rank_pct", "class", "model_version");

    private ChampionColumns() {}

    /** The published rows that the champion could score, with its score, decision and version in place of the deciding arm's. */
    public static Dataset<Row> of(Dataset<Row> published) {
        List<String> columns = List.of(published.columns());
        if (!columns.contains(ARMS)) {
            return published;
        }
        Column champion = col(ARMS).getItem(0);
        Dataset<Row> rows = published;
        for (String answer : ANSWERS) {
            if (columns.contains(answer)) {
                rows = rows.withColumn(
                        answer, when(col(ARMS).isNull(), col(answer)).otherwise(champion.getField(answer)));
            }
        }
        return rows.where(col("score").isNotNull());
    }
}
