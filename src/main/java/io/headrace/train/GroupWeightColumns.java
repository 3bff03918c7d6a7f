package io.headrace.train;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.train.TrainingNames.LABEL;
import static io.headrace.train.TrainingNames.SPLIT;
import static io.headrace.train.TrainingNames.WEIGHT;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.headrace.groups.GroupColumns;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.RuleSql;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.TrainSpec.Fairness;
import io.headrace.stats.fairness.Group;
import io.headrace.stats.fairness.Group.Condition;
import io.headrace.stats.fairness.Reweighing;
import io.headrace.stats.fairness.Reweighing.Labels;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Weights under which label and protected group are independent in the training rows, see {@link Reweighing}; the groups themselves go nowhere else. */
final class GroupWeightColumns {
    private static final String POSITIVE = "_positive_weight";
    private static final String NEGATIVE = "_negative_weight";
    private static final String FACTOR = "_factor";

    private final TrainSpec spec;
    private final Fairness fairness;
    private final ZoneId zone;
    private final List<String> values;

    GroupWeightColumns(TrainSpec spec, Fairness fairness, ZoneId zone) {
        this.spec = spec;
        this.fairness = fairness;
        this.zone = zone;
        FairnessSpec job = fairness.job();
        List<String> all = GroupColumns.names(job.groups());
        this.values = fairness.reweighing().stream()
                .map(name -> all.get(job.groups().names().indexOf(name)))
                .toList();
    }

    /**
     * The rows with their weights times the factor of group and label; test rows as they are. Counts the rows, so they are computed once more.
     *
     * @param rows with entity, as-of, label, split and weight
     * @param table the protected rows
     */
    Dataset<Row> weighted(Dataset<Row> rows, Dataset<Row> table) {
        String entity = RuleSql.name(spec.view().entity());
        GroupColumns groups =
                new GroupColumns(fairness.job().groups(), spec.view().entity(), zone);
        Dataset<Row> grouped = groups.beside(
                rows.where(col(SPLIT).equalTo("train")).select(col(entity), col(AS_OF), col(LABEL)), table);
        Dataset<Row> factors = factors(grouped);
        Column isSame = values.stream()
                .map(value -> grouped.col(value).eqNullSafe(factors.col(value)))
                .reduce(Column::and)
                .orElseThrow();
        Dataset<Row> byKey = grouped.join(factors, isSame)
                .select(
                        grouped.col(entity),
                        grouped.col(AS_OF),
                        when(col(LABEL), col(POSITIVE)).otherwise(col(NEGATIVE)).as(FACTOR));
        return rows.join(byKey, LabelColumns.toSeq(spec.view().entity(), AS_OF), "left")
                .withColumn(WEIGHT, col(WEIGHT).multiply(coalesce(col(FACTOR), lit(1.0))))
                .select(Stream.of(rows.columns())
                        .map(name -> col(RuleSql.name(name)))
                        .toArray(Column[]::new));
    }

    private Dataset<Row> factors(Dataset<Row> grouped) {
        List<Row> counted = GroupColumns.counted(
                fairness.job(), spec.view().entity(), grouped, values, count_if(col(LABEL)), count_if(not(col(LABEL))));
        SortedMap<Group, Labels> labels = new TreeMap<>();
        counted.forEach(row ->
                labels.put(group(row), new Labels(row.getLong(values.size()), row.getLong(values.size() + 1))));
        List<Row> factors = new ArrayList<>();
        Reweighing.ofLabels(labels).forEach((group, weights) -> factors.add(factor(group, weights)));
        return grouped.sparkSession().createDataFrame(factors, schema());
    }

    private Group group(Row row) {
        return new Group(IntStream.range(0, values.size())
                .mapToObj(place -> new Condition(values.get(place), Optional.ofNullable(row.getString(place))))
                .toList());
    }

    /** A weight that no row needs is 1. */
    private static Row factor(Group group, Reweighing weights) {
        List<Object> cells = new ArrayList<>(Arrays.asList(group.conditions().stream()
                .map(condition -> condition.value().orElse(null))
                .toArray()));
        cells.add(weights.positive().orElse(1));
        cells.add(weights.negative().orElse(1));
        return RowFactory.create(cells.toArray());
    }

    private StructType schema() {
        return new StructType(Stream.concat(
                        values.stream().map(value -> DataTypes.createStructField(value, DataTypes.StringType, true)),
                        Stream.of(POSITIVE, NEGATIVE)
                                .map(name -> DataTypes.createStructField(name, DataTypes.DoubleType, false)))
                .toArray(StructField[]::new));
    }
}
