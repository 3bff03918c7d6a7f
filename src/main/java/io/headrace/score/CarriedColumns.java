package io.headrace.score;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.headrace.run.Intent;
import io.headrace.run.RunId;
import io.headrace.spec.ScoreSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger.Claim;
import io.headrace.table.Publications.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Carries over the scores of an earlier publication to rows whose features have not changed, if the version of the model and the definition of
 * the job are the same. A share of the carried rows is scored as well and compared.
 */
final class CarriedColumns {
    private static final String CARRIED_AS_OF = "carried_as_of";
    private static final String RUN = "carried_run";
    private static final String SCORES = "carried_scores_version";
    private static final String FEATURES = "carried_features_version";
    private static final String BEFORE = "_before";
    private static final String EXPLAINED = "_explained";
    private static final String CARRIED = "_carried";
    private static final String CHECKED = "_checked";
    private static final String DIFFERS = "_differs";
    private static final int MILLION = 1_000_000;

    private final ScoreSpec spec;
    private final Lake lake;
    private final Intent intent;

    CarriedColumns(ScoreSpec spec, Lake lake, Intent intent) {
        this.spec = spec;
        this.lake = lake;
        this.intent = intent;
    }

    /**
     * The facts of the publication whose scores are carried over, for the intent; empty if there is none.
     *
     * @param claims of the job
     * @param digest of the model that scores
     */
    static Map<String, String> facts(ScoreSpec spec, Optional<Publication> earlier, List<Claim> claims, String digest) {
        return earlier.flatMap(publication -> claims.stream()
                        .filter(claim -> claim.run().equals(RunId.parse(publication.runId())))
                        .filter(claim -> claim.intent().specDigest().equals(spec.digest()))
                        .filter(claim -> digest.equals(claim.intent().facts().get(ScoreStage.DIGEST)))
                        .filter(claim -> !claim.intent().facts().containsKey(Intent.OWN_FEATURES))
                        .findFirst()
                        .map(claim -> Map.of(
                                CARRIED_AS_OF,
                                publication.asOf(),
                                RUN,
                                publication.runId(),
                                SCORES,
                                Long.toString(publication.version()),
                                FEATURES,
                                Long.toString(claim.intent()
                                        .version(spec.view().table().toString())))))
                .orElse(Map.of());
    }

    /** Whether the run of an intent carries scores over. */
    static boolean isIntended(Intent intent) {
        return intent.facts().containsKey(CARRIED_AS_OF);
    }

    /**
     * The columns of {@link ScoreColumns#scored}, and whether a row was carried over, was checked and differs.
     *
     * @param features the features of the model
     * @param explain the explanation of a row
     * @param answers the fields of the explanation to keep, without the error
     */
    Dataset<Row> scored(Dataset<Row> population, List<String> features, Column explain, List<String> answers) {
        Column isCarried = col(BEFORE).isNotNull();
        Column isChecked = isCarried.and(isDrawn());
        List<Column> keys = new ScoreColumns(spec).keys(population);
        List<Column> compared = new ArrayList<>(keys);
        compared.addAll(List.of(
                when(not(isCarried).or(isChecked), explain).as(EXPLAINED),
                col(BEFORE),
                isCarried.as(CARRIED),
                isChecked.as(CHECKED)));
        Dataset<Row> joined = withBefore(population, features, answers).select(compared.toArray(Column[]::new));
        List<Column> columns = new ArrayList<>(keys);
        columns.addAll(List.of(col(CARRIED), col(CHECKED)));
        answers.forEach(answer ->
                columns.add(coalesce(before(answer), explained(answer)).as(answer)));
        columns.add(explained("error").as("error"));
        columns.add(col(CHECKED).and(differs(answers)).as(DIFFERS));
        return ScoreColumns.undecided(joined.select(columns.toArray(Column[]::new)));
    }

    private Column isDrawn() {
        double share = spec.work().incrementalChecked().orElseThrow();
        return pmod(xxhash64(col(spec.view().entity()), col(AS_OF)), lit(MILLION))
                .lt(share * MILLION);
    }

    /** The population with the earlier scores of rows with unchanged features, else null. */
    private Dataset<Row> withBefore(Dataset<Row> population, List<String> features, List<String> answers) {
        String entity = spec.view().entity();
        Column asOf = col(AS_OF).equalTo(lit(intent.fact(CARRIED_AS_OF)).cast("timestamp"));
        Dataset<Row> scores = lake.read(spec.table(), Long.parseLong(intent.fact(SCORES)))
                .where(asOf.and(col("run_id").equalTo(intent.fact(RUN))))
                .select(col(entity).as("_entity"), struct(columns(answers)).as("_scores"));
        Dataset<Row> earlier = lake.read(spec.view().table(), Long.parseLong(intent.fact(FEATURES)))
                .where(asOf)
                .select(col(entity).as("_known"), struct(columns(features)).as("_features"));
        Dataset<Row> known = earlier.join(scores, col("_known").equalTo(col("_entity")));
        Column isSame = features.stream()
                .map(feature -> col("`" + feature + "`").eqNullSafe(field("_features", feature)))
                .reduce(Column::and)
                .orElse(lit(true));
        return population
                .join(known, population.col(entity).equalTo(known.col("_known")), "left")
                .withColumn(BEFORE, when(isSame, col("_scores")));
    }

    private static Column[] columns(List<String> names) {
        return names.stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
    }

    private static Column field(String struct, String name) {
        return col(struct).getField(name);
    }

    private static Column before(String answer) {
        return field(BEFORE, answer);
    }

    private static Column explained(String answer) {
        return field(EXPLAINED, answer);
    }

    /** Spark cannot compare maps; probabilities determine the score, which is compared. */
    private static Column differs(List<String> answers) {
        return answers.stream()
                .filter(answer -> !answer.equals("probabilities"))
                .map(answer -> not(before(answer).eqNullSafe(explained(answer))))
                .reduce(Column::or)
                .orElse(lit(false));
    }

    /** The numbers of rows that were carried over, checked and different, and an example of the latter. */
    Tally tally(Dataset<Row> scored) {
        Row row = scored.agg(
                        count_if(col(CARRIED)),
                        count_if(col(CHECKED)),
                        count_if(col(DIFFERS)),
                        min(when(col(DIFFERS), col(spec.view().entity()))))
                .first();
        return new Tally(
                intent.fact(CARRIED_AS_OF), row.getLong(0), row.getLong(1), row.getLong(2), String.valueOf(row.get(3)));
    }

    /** The outcome for scores that were carried over. */
    record Tally(String asOf, long carried, long checked, long differing, String example) {
        /** The reason against publication; empty if all checked scores are equal. */
        Optional<String> refusal() {
            return differing == 0
                    ? Optional.empty()
                    : Optional.of(differing + " of " + checked + " checked scores carried over from " + asOf
                            + " differ from the model's scores now, for example that of " + example
                            + "; run again without work.incremental-checked and report this as a bug");
        }

        @Override
        public String toString() {
            return carried + " carried over from " + asOf + ", of which " + checked
                    + " were scored again and are equal";
        }
    }
}
