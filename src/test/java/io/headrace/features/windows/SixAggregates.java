package io.headrace.features.windows;

import static org.apache.spark.sql.functions.expr;

import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.Window;
import io.headrace.spec.Windows;
import io.headrace.spec.Windows.Feature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Count, sum, mean, minimum, maximum and latest value of {@code amount} over windows of 1, 7, 30 and 90 days. */
public final class SixAggregates {
    public static final List<Integer> DAYS = List.of(1, 7, 30, 90);

    private static final List<Function> FUNCTIONS =
            List.of(Function.COUNT, Function.SUM, Function.MEAN, Function.MIN, Function.MAX, Function.LAST);

    private SixAggregates() {}

    /** As declared. */
    public static Windows windows() {
        List<Feature> features = new ArrayList<>();
        for (int days : DAYS) {
            for (Function function : FUNCTIONS) {
                String name = function.name().toLowerCase(Locale.ROOT) + "_" + days + "d";
                String of = function == Function.COUNT ? Windows.ROW : "amount";
                features.add(new Feature(name, new Aggregate(function), of, "true", new Window(days, Window.Unit.DAY)));
            }
        }
        return new Windows("true", Duration.ZERO, features);
    }

    /** In Spark's SQL, of events that stand beside the as-of before which they were. */
    public static Dataset<Row> plainly(Dataset<Row> pairs, String... keys) {
        List<Column> aggregates = new ArrayList<>();
        for (int days : DAYS) {
            String inside = "time >= as_of - interval " + days + " days";
            String amount = "if(" + inside + ", amount, null)";
            Stream.of(
                            "count_if(" + inside + ") as count_",
                            "sum(" + amount + ") as sum_",
                            "double(sum(" + amount + ")) / nullif(count_if(" + inside + "), 0) as mean_",
                            "min(" + amount + ") as min_",
                            "max(" + amount + ") as max_",
                            "max(if(" + inside + ", struct(time, amount), null)).amount as last_")
                    .forEach(sql -> aggregates.add(expr(sql + days + "d")));
        }
        Column[] others = aggregates.subList(1, aggregates.size()).toArray(Column[]::new);
        return pairs.groupBy(Stream.of(keys).map(functions::col).toArray(Column[]::new))
                .agg(aggregates.get(0), others);
    }

    /** Every number enters, so that no way can leave one out. */
    public static String checksum(Dataset<Row> features) {
        String sums = DAYS.stream()
                .flatMap(days -> Stream.of(
                        "sum(count_" + days + "d)",
                        "sum(sum_" + days + "d)",
                        "sum(cast(mean_" + days + "d as decimal(20,6)))",
                        "sum(min_" + days + "d)",
                        "sum(max_" + days + "d)",
                        "sum(last_" + days + "d)"))
                .collect(Collectors.joining(" || ' ' || "));
        return features.selectExpr("count(*) || ' ' || " + sums).first().getString(0);
    }
}
