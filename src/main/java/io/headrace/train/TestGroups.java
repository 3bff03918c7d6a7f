package io.headrace.train;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.train.TrainingNames.CANDIDATE;
import static io.headrace.train.TrainingNames.DECISION;
import static io.headrace.train.TrainingNames.LABEL;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.headrace.groups.FairnessTable;
import io.headrace.groups.GroupColumns;
import io.headrace.groups.GroupRows;
import io.headrace.groups.Judged;
import io.headrace.groups.PolicyGate;
import io.headrace.groups.SeenRows;
import io.headrace.job.JobStage.Finding;
import io.headrace.metric.GateOutcome;
import io.headrace.run.RunContext;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.RuleSql;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.TrainSpec.Fairness;
import io.headrace.spec.TrainSpec.WhenUnknown;
import io.headrace.table.Lake;
import io.headrace.table.Partitions;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the decisions of a new version do to groups of people, on the test rows: counted and judged as a fairness job does. */
final class TestGroups {
    private static final String KNOWN = "known";

    private final TrainSpec spec;
    private final Fairness fairness;
    private final Lake lake;
    private final RunContext context;
    private final Map<String, Long> versions;

    /** @param versions of the tables that the run reads */
    TestGroups(TrainSpec spec, Fairness fairness, Lake lake, RunContext context, Map<String, Long> versions) {
        this.spec = spec;
        this.fairness = fairness;
        this.lake = lake;
        this.context = context;
        this.versions = versions;
    }

    /**
     * What was found.
     *
     * @param judged by the policies that the train job names, those in force on the run's date
     * @param firstAsOf first as-of of the rows that count, as partitions spell it
     * @param lastAsOf the last
     */
    record Found(Judged judged, String firstAsOf, String lastAsOf) {
        /** The rows of the run in {@code headrace.fairness}. */
        Finding finding(Lake lake, String model, int version) {
            SeenRows seen = new SeenRows(Integer.toString(version), firstAsOf, lastAsOf, KNOWN);
            return run -> FairnessTable.in(lake).append(run, FairnessTable.rows(run, model, seen, judged));
        }

        /** What is said of it, without a group's name. */
        String words() {
            return "; fairness: " + judged.words();
        }
    }

    /**
     * Counts and judges, each entity once, by its newest as-of.
     *
     * @param scored the test rows with the version's scores and decisions
     */
    Found of(Dataset<Row> scored) {
        FairnessSpec job = fairness.job();
        String entity = spec.view().entity();
        Dataset<Row> newest = GroupColumns.newest(
                scored.select(
                        col(RuleSql.name(entity)),
                        col(AS_OF),
                        col(CANDIDATE).as("probability"),
                        col(DECISION).as("decision"),
                        lit(null).cast("int").as("model_version"),
                        col(LABEL)),
                entity);
        GroupRows rows = GroupRows.of(
                job,
                entity,
                context.zone(),
                newest,
                LABEL,
                lake.read(
                        job.groups().table(), versions.get(job.groups().table().toString())));
        Row ends = newest.agg(min(AS_OF), max(AS_OF)).first();
        return new Found(
                Judged.of(rows.counts(), job.rules(), fairness.judgedBy(), context.date()),
                Partitions.text(ends.getTimestamp(0).toInstant()),
                Partitions.text(ends.getTimestamp(1).toInstant()));
    }

    /** The outcome of each policy in force as that of a gate. */
    List<GateOutcome> gates(Found found) {
        PolicyGate gate =
                fairness.unknown() == WhenUnknown.PASSES ? PolicyGate.LOST_BY_BREACH : PolicyGate.MET_BY_PROOF;
        return found.judged().policies().stream().map(gate::of).toList();
    }
}
