package io.headrace.score;

import static io.headrace.spec.Arms.CHAMPION;
import static io.headrace.spec.Arms.HOLDOUT;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.headrace.model.ModelFile;
import io.headrace.quality.ChampionColumns;
import io.headrace.spec.Arms;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.ScoreSpec.Threshold;
import io.headrace.table.Lake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Each row scored by the versions of all arms in one pass; the version of the row's own arm decides and gives the reasons. */
final class ArmColumns {
    private static final String ASSIGNED = "assigned_arm";
    private static final String CHOSEN = "_chosen";
    private static final String CONTROL = "_control";
    private static final String ANSWER = "_arm_";
    private static final String RANK = "_rank_";
    private static final List<String> COMPARED = List.of("score", "probability", "class");
    private static final DataType ANSWERS = DataType.fromDDL("array<struct<arm:string,model_version:int,score:double,"
            + "probability:double,class:string,rank_pct:double,decision:boolean>>");

    private final ScoreSpec spec;
    private final Arms layout;
    private final ScoreColumns columns;
    private final List<Arm> arms;

    /** An arm with its model; {@code artifact} is the path of the model's file. */
    record Arm(String name, int version, String digest, ModelFile model, String artifact) {}

    /**
     * @param layout the arms of the job with the shares in force
     * @param arms the champion's first
     */
    ArmColumns(ScoreSpec spec, Arms layout, ScoreColumns columns, List<Arm> arms) {
        this.spec = spec;
        this.layout = layout;
        this.columns = columns;
        this.arms = List.copyOf(arms);
    }

    /** The columns that the published table has beside those of a job without arms. */
    static List<StructField> fields() {
        return List.of(
                Lake.field(
                        ASSIGNED,
                        DataTypes.StringType,
                        "Arm that the entity was drawn into, null where it is not in the job's lane; of an arm without a version the champion decides"),
                Lake.field(
                        ChampionColumns.ARMS,
                        ANSWERS,
                        "What the version of each arm says of the row and would decide, the champion first"));
    }

    /** As {@link ScoreColumns#scored}, with the arm and what each arm's version says. */
    Dataset<Row> scored(Dataset<Row> population) {
        List<Column> keys = columns.keys(population);
        Dataset<Row> assigned = population.withColumn(ASSIGNED, assigned());
        List<Column> explained = new ArrayList<>(keys);
        explained.add(col(ASSIGNED));
        IntStream.range(0, arms.size()).forEach(i -> explained.add(explained(i).as(ANSWER + i)));
        List<Column> answered = new ArrayList<>(keys);
        answered.add(col(ASSIGNED));
        answered.add(ofDecider(i -> col(ANSWER + i)).as(CHOSEN));
        answered.add(when(isRivals(), col(ANSWER + 0)).as(CONTROL));
        IntStream.range(0, arms.size()).forEach(i -> answered.addAll(compared(i)));
        Dataset<Row> rows = assigned.select(explained.toArray(Column[]::new)).select(answered.toArray(Column[]::new));
        return ScoreColumns.undecided(rows.select(Stream.of(rows.columns())
                        .map(name -> col(name.equals(CHOSEN) ? CHOSEN + ".*" : name))
                        .toArray(Column[]::new)))
                .drop(ScoreColumns.unanswered(arms.get(0).model()).toArray(String[]::new));
    }

    private Column assigned() {
        UserDefinedFunction drawn = udf(new ArmOfEntity(spec.name(), layout), DataTypes.StringType);
        return drawn.apply(col(spec.view().entity()).cast("string"));
    }

    /** Reasons are asked of the version that decides, and of the champion, which may have to decide in its place. */
    private Column explained(int arm) {
        Column top = lit(spec.reasons().top());
        return columns.explained(
                arms.get(arm).model().model(),
                arms.get(arm).artifact(),
                arm == 0
                        ? top
                        : when(col(ASSIGNED).equalTo(arms.get(arm).name()), top).otherwise(0));
    }

    /** Columns of their own and no struct: Spark's cache keeps a struct as one piece and reads it whole. */
    private static List<Column> compared(int arm) {
        return COMPARED.stream()
                .map(name -> col(ANSWER + arm + "." + name).as(answer(arm, name)))
                .toList();
    }

    private static String answer(int arm, String name) {
        return ANSWER + arm + "_" + name;
    }

    private Column isRivals() {
        return coalesce(col(ASSIGNED).isin(arms.stream().skip(1).map(Arm::name).toArray()), lit(false));
    }

    /** Of the version that decides: the row's own arm's, otherwise the champion's. */
    private Column ofDecider(IntFunction<Column> value) {
        Column found = value.apply(0);
        for (int i = 1; i < arms.size(); i++) {
            found = when(col(ASSIGNED).equalTo(arms.get(i).name()), value.apply(i))
                    .otherwise(found);
        }
        return found;
    }

    /**
     * Rows with ranks, decisions and versions, as they are published.
     *
     * @param valid rows of {@link #scored} without an error
     * @param most so many scores are held in memory at most
     */
    Decided decided(Dataset<Row> valid, Threshold threshold, int most) {
        Map<String, String> rankOf = new TreeMap<>();
        IntStream.range(0, arms.size()).forEach(i -> rankOf.put(answer(i, "score"), RANK + i));
        Dataset<Row> ranked = new RankColumns(rankOf).ranked(valid, most);
        Column answers = array(IntStream.range(0, arms.size())
                        .mapToObj(i -> answer(i, threshold))
                        .toArray(Column[]::new))
                .cast(ANSWERS);
        Dataset<Row> all = ranked.withColumn(ChampionColumns.ARMS, answers);
        if (!decides()) {
            return Decided.by(published(all, threshold));
        }
        Dataset<Row> ofRivals = all.where(isRivals());
        return new Decided(
                published(all.where(not(isRivals())), threshold),
                Optional.of(new Rivals(published(ofRivals, threshold), control(ofRivals, threshold))));
    }

    private Dataset<Row> published(Dataset<Row> rows, Threshold threshold) {
        Column holds = when(col(ASSIGNED).equalTo(HOLDOUT), false).otherwise(ofDecider(i -> decision(i, threshold)));
        Column shown = when(col(ASSIGNED).equalTo(HOLDOUT), HOLDOUT)
                .otherwise(ofDecider(i -> lit(arms.get(i).name())));
        return rows.withColumn("arm", shown)
                .withColumn("decision", holds)
                .withColumn("rank_pct", ofDecider(i -> col(RANK + i)))
                .withColumn("model_version", ofDecider(i -> lit(arms.get(i).version())))
                .withColumn("model_digest", ofDecider(i -> lit(arms.get(i).digest())));
    }

    /**
     * Rows as they are published, by who decides.
     *
     * @param byChampion rows about which the champion decides, and those of the holdout
     * @param byRivals those about which other versions decide
     */
    record Decided(Dataset<Row> byChampion, Optional<Rivals> byRivals) {
        /** All rows are the champion's. */
        static Decided by(Dataset<Row> champion) {
            return new Decided(champion, Optional.empty());
        }

        /** The same with a change to each part. */
        Decided with(UnaryOperator<Dataset<Row>> change) {
            return new Decided(
                    change.apply(byChampion),
                    byRivals.map(rivals -> new Rivals(change.apply(rivals.rows()), change.apply(rivals.instead()))));
        }
    }

    /** Rows that versions other than the champion decide, and the same as the champion would. */
    record Rivals(Dataset<Row> rows, Dataset<Row> instead) {}

    /** Whether there is a version that decides about some entities, beside the champion. */
    private boolean decides() {
        return layout.rivals().stream()
                .anyMatch(rival -> rival.share().signum() > 0
                        && arms.stream().anyMatch(arm -> arm.name().equals(rival.arm())));
    }

    private Dataset<Row> control(Dataset<Row> ofRivals, Threshold threshold) {
        Dataset<Row> rows = ofRivals.where(col(CONTROL + ".error").isNull());
        for (String answer : columns.answers(arms.get(0).model())) {
            rows = rows.withColumn(answer, col(CONTROL + "." + answer));
        }
        return rows.withColumn("arm", lit(CHAMPION))
                .withColumn("decision", decision(0, threshold))
                .withColumn("rank_pct", col(RANK + 0))
                .withColumn("model_version", lit(arms.get(0).version()))
                .withColumn("model_digest", lit(arms.get(0).digest()));
    }

    private Column answer(int arm, Threshold threshold) {
        return struct(
                lit(arms.get(arm).name()).as("arm"),
                lit(arms.get(arm).version()).as("model_version"),
                col(answer(arm, "score")).as("score"),
                col(answer(arm, "probability")).as("probability"),
                col(answer(arm, "class")).as("class"),
                col(RANK + arm).as("rank_pct"),
                decision(arm, threshold).as("decision"));
    }

    private static Column decision(int arm, Threshold threshold) {
        return ScoreColumns.decision(threshold, name -> col(name.equals("rank_pct") ? RANK + arm : answer(arm, name)));
    }
}
