package io.headrace.quality;

import io.headrace.spec.DataCheck;
import io.headrace.table.SparkFailures;
import io.headrace.table.SqlClock;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/** Measures the numbers of checks of all rows together, in as few passes as possible. */
public final class DataCheckMeasures {
    private DataCheckMeasures() {}

    /**
     * A number measured.
     *
     * @param value null if there is none
     * @param problem why, else empty
     */
    public record Measured(BigDecimal value, String problem) {}

    /** The type of a measure over rows of such columns; throws if its SQL cannot be resolved. */
    public static DataType type(Dataset<Row> rows, String measure) {
        return rows.agg(measure(measure, Instant.EPOCH)).schema().apply(0).dataType();
    }

    /**
     * Measures each check by its name. Cheap ones with the same condition share a pass, heavy ones another: mixed, all would
     * pay for the heaviest.
     *
     * @param asOf the end of the run's date
     * @param zone the project's, by whose clock their SQL reads times
     */
    public static Map<String, Measured> measured(Dataset<Row> rows, List<DataCheck> checks, Instant asOf, ZoneId zone) {
        Map<List<Object>, List<DataCheck>> passes = checks.stream()
                .filter(check -> !check.measure().sql().isEmpty())
                .collect(Collectors.groupingBy(
                        check -> List.of(check.where(), check.measure().heavy())));
        Map<String, Measured> measured = new TreeMap<>();
        passes.values().forEach(pass -> measured.putAll(together(rows, pass, asOf, zone)));
        return measured;
    }

    private static Map<String, Measured> together(Dataset<Row> rows, List<DataCheck> pass, Instant asOf, ZoneId zone) {
        try {
            Row found = SqlClock.of(rows.sparkSession(), zone, () -> measures(rows, pass, asOf))
                    .first();
            Map<String, Measured> measured = new TreeMap<>();
            for (int i = 0; i < pass.size(); i++) {
                measured.put(pass.get(i).name(), number(found.get(i)));
            }
            return measured;
        } catch (RuntimeException e) {
            return oneByOne(rows, pass, asOf, zone, e);
        }
    }

    private static Dataset<Row> measures(Dataset<Row> rows, List<DataCheck> pass, Instant asOf) {
        Column[] measures = pass.stream()
                .map(check -> measure(check.measure().sql(), asOf).as(check.name()))
                .toArray(Column[]::new);
        return rows.where(SqlClock.expr(pass.get(0).where()))
                .agg(measures[0], java.util.Arrays.copyOfRange(measures, 1, measures.length));
    }

    /** A measure that fails on the data does not affect the others. */
    private static Map<String, Measured> oneByOne(
            Dataset<Row> rows, List<DataCheck> pass, Instant asOf, ZoneId zone, RuntimeException failure) {
        String fault = SparkFailures.dataFault(failure).orElseThrow(() -> failure);
        if (pass.size() == 1) {
            return Map.of(pass.get(0).name(), new Measured(null, fault));
        }
        Map<String, Measured> measured = new TreeMap<>();
        new ArrayList<>(pass).forEach(check -> measured.putAll(together(rows, List.of(check), asOf, zone)));
        return measured;
    }

    private static Column measure(String measure, Instant asOf) {
        long micros = Math.multiplyExact(asOf.getEpochSecond(), 1_000_000L) + asOf.getNano() / 1000;
        return SqlClock.expr(measure.replaceAll("\\bas_of\\b", "timestamp_micros(" + micros + ")"));
    }

    private static Measured number(Object found) {
        if (found == null) {
            return new Measured(null, "there is no value to measure");
        }
        String text = found.toString();
        return text.contains("N") || text.contains("I")
                ? new Measured(null, "the result is " + text)
                : new Measured(new BigDecimal(text), "");
    }
}
