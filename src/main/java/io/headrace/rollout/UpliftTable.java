package io.headrace.rollout;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.experiment.UpliftEvidence;
import io.headrace.experiment.UpliftEvidence.Point;
import io.headrace.run.RunId;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.stats.Interval;
import io.headrace.stats.trial.ArmTotals;
import io.headrace.stats.trial.Difference;
import io.headrace.table.Lake;
import io.headrace.table.RowBuilder;
import io.headrace.table.RunTable;
import io.headrace.table.TableDescription;
import java.sql.Date;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** {@code headrace.uplift}: what treating the highest scores first adds, by the entities of both arms at one look. */
final class UpliftTable {
    /** The table. */
    static final TableName TABLE = Layer.SYSTEM.table("uplift");

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field(RUN_ID, DataTypes.StringType, "Run that looked"),
        Lake.field("logical_date", DataTypes.DateType, "Its logical date"),
        Lake.field("model", DataTypes.StringType, "Model; empty where a table has the arms"),
        Lake.field("point", DataTypes.IntegerType, "Point of the curve, from 1; 0 for the curve as a whole"),
        Lake.field("share", DataTypes.DoubleType, "Share of the entities of both arms with this score or a higher one"),
        Lake.field("score", DataTypes.DoubleType, "The lowest score among them; null for the lowest of all"),
        Lake.field("control_entities", DataTypes.LongType, "Of these, control entities"),
        Lake.field("control", DataTypes.DoubleType, "Their mean outcome"),
        Lake.field("treated_entities", DataTypes.LongType, "Of these, treated entities"),
        Lake.field("treated", DataTypes.DoubleType, "Their mean outcome"),
        Lake.field("difference", DataTypes.DoubleType, "Treated less control"),
        Lake.field("lower", DataTypes.DoubleType, "Lower end of its interval, for one look only"),
        Lake.field("upper", DataTypes.DoubleType, "Upper end of it"),
        Lake.field("uplift", DataTypes.DoubleType, "Difference times entities"),
        Lake.field(
                "qini",
                DataTypes.DoubleType,
                "Sum of the outcomes of the treated, less that of the control brought to as many; of the whole the area above a random"
                        + " order, by entity and treated entity"),
        Lake.field("qini_lower", DataTypes.DoubleType, "Of the whole: lower end of its interval, for one look only"),
        Lake.field("qini_upper", DataTypes.DoubleType, "Of the whole: upper end of it")
    });

    /** What is known of the table. */
    static final TableDescription DESCRIPTION = TableDescription.system(
            TABLE, "a point of the curve of what treating the highest scores first adds", SCHEMA, RUN_ID, "point");

    private UpliftTable() {}

    static RunTable in(Lake lake) {
        return new RunTable(lake, DESCRIPTION);
    }

    /** The rows of a look: the whole, and each point. */
    static List<Row> rows(RunId run, ExperimentSpec spec, UpliftEvidence found) {
        double confidence = 1 - spec.rules().alpha();
        List<Point> points = found.points();
        List<Row> rows = new ArrayList<>(List.of(row(
                run,
                spec,
                0,
                points.get(points.size() - 1),
                found.coefficient(),
                confidence,
                Optional.of(found.interval(confidence)))));
        for (int at = 0; at < points.size(); at++) {
            Point point = points.get(at);
            rows.add(row(run, spec, at + 1, point, point.qini(), confidence, Optional.empty()));
        }
        return rows;
    }

    private static Row row(
            RunId run,
            ExperimentSpec spec,
            int number,
            Point point,
            double qini,
            double confidence,
            Optional<Interval> ofQini) {
        Optional<Interval> interval = point.difference().map(found -> found.fixedInterval(confidence));
        return new RowBuilder(SCHEMA)
                .with(RUN_ID, run.toString())
                .with("logical_date", Date.valueOf(run.date()))
                .with("model", spec.model())
                .with("point", number)
                .with("share", point.share())
                .with("score", Double.isInfinite(point.from()) ? null : (Double) point.from())
                .with("control_entities", point.control().entities())
                .with("control", mean(point.control()))
                .with("treated_entities", point.treated().entities())
                .with("treated", mean(point.treated()))
                .with("difference", point.difference().map(Difference::estimate).orElse(null))
                .with("lower", interval.map(Interval::lower).orElse(null))
                .with("upper", interval.map(Interval::upper).orElse(null))
                .with("uplift", point.uplift())
                .with("qini", qini)
                .with("qini_lower", ofQini.map(Interval::lower).orElse(null))
                .with("qini_upper", ofQini.map(Interval::upper).orElse(null))
                .row();
    }

    private static Double mean(ArmTotals totals) {
        return totals.entities() == 0 ? null : (Double) totals.meanValue();
    }
}
