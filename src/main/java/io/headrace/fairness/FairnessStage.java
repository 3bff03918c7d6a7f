package io.headrace.fairness;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.headrace.fairness.JudgedAsOfs.Outcomes;
import io.headrace.groups.FairnessTable;
import io.headrace.groups.GroupColumns;
import io.headrace.groups.GroupRows;
import io.headrace.groups.Judged;
import io.headrace.groups.RemedyTable;
import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.run.Intent;
import io.headrace.run.Json;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.RuleSql;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.fairness.Frontier;
import io.headrace.table.Lake;
import io.headrace.table.Partitions;
import io.headrace.table.Publications;
import io.headrace.table.RunTable;
import io.headrace.train.ScoredLabels;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Counts what readers see of a window by group, once for each entity, and judges it. */
final class FairnessStage implements JobStage {
    private static final String LABEL = ScoredLabels.column();

    private final FairnessSpec spec;
    private final Workplace place;
    private final Lake lake;
    private final TrainSpec training;

    FairnessStage(FairnessSpec spec, Workplace place) {
        this.spec = spec;
        this.place = place;
        this.lake = place.lake();
        this.training =
                place.training(spec.model()).orElseThrow(() -> FairnessErrors.noTraining(spec.name(), spec.model()));
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        long scores = lake.version(spec.scores());
        JudgedAsOfs window = JudgedAsOfs.of(
                new Publications(lake, place.clock())
                        .visible(spec.scores())
                        .headMap(Partitions.text(context.asOf()), true)
                        .keySet(),
                Optional.of(labels(context)).filter(labels -> lake.has(labels.table())),
                context.date(),
                spec.windowDays(),
                context.zone());
        Map<String, Long> inputs = new TreeMap<>();
        if (!window.asOfs().isEmpty()) {
            inputs.put(spec.scores().toString(), scores);
            inputs.put(
                    spec.groups().table().toString(), lake.version(spec.groups().table()));
            if (window.outcomes() == Outcomes.KNOWN) {
                TableName table = labels(context).table();
                inputs.put(table.toString(), lake.version(table));
            }
        }
        return new Resolved(inputs, List.of(), Map.of(JudgedAsOfs.FACT, Json.write(window)));
    }

    private ScoredLabels labels(RunContext context) {
        return new ScoredLabels(training, lake, context.zone());
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        JudgedAsOfs window = Json.read(intent.fact(JudgedAsOfs.FACT), JudgedAsOfs.class);
        if (window.asOfs().isEmpty()) {
            return new Prepared(
                    List.of(),
                    List.of(),
                    Verdict.NONE,
                    Map.of("rows", "0"),
                    "nothing was published in the window, so there is nothing to judge");
        }
        GroupRows found = count(context, intent, window);
        Judged judged = Judged.of(found.counts(), spec.rules(), spec.policies(), context.date());
        RunTable table = FairnessTable.in(lake);
        String versions = found.versions().stream().map(String::valueOf).collect(Collectors.joining(", "));
        List<Row> rows = FairnessTable.rows(run, spec.model(), window.seen(versions), judged);
        List<Finding> findings = new ArrayList<>(List.of(id -> table.append(id, rows)));
        Optional<Frontier> frontier = spec.remedies()
                .filter(wanted -> window.outcomes() == Outcomes.KNOWN)
                .map(wanted -> Frontier.of(
                        found.counts(), wanted.groups(), spec.rules().minimumRows(), wanted.value()));
        frontier.map(points -> RemedyTable.rows(
                        run,
                        spec.model(),
                        window.seen(versions),
                        spec.remedies().orElseThrow().groups(),
                        points))
                .ifPresent(points -> findings.add(id -> RemedyTable.in(lake).append(id, points)));
        return new Prepared(
                findings,
                List.of(),
                List.of(),
                Verdict.NONE,
                judged.numbers(),
                judged.words()
                        + (window.outcomes() == Outcomes.OPEN ? "; outcomes are not known yet" : "")
                        + frontier.map(FairnessStage::words).orElse(""));
    }

    private static String words(Frontier frontier) {
        return frontier.points().isEmpty() ? "; no thresholds by group: fewer than two have rows enough" : "";
    }

    private GroupRows count(RunContext context, Intent intent, JudgedAsOfs window) {
        String entity = training.view().entity();
        Dataset<Row> newest = GroupColumns.newest(scores(intent, window, entity), entity);
        Dataset<Row> labelled = window.outcomes() == Outcomes.OPEN
                ? newest.withColumn(LABEL, lit(null).cast("boolean"))
                : labels(context)
                        .beside(
                                newest,
                                window.instants(),
                                context.date(),
                                version(intent, labels(context).table()));
        TableName table = spec.groups().table();
        return GroupRows.of(spec, entity, context.zone(), labelled, LABEL, lake.read(table, version(intent, table)));
    }

    private Dataset<Row> scores(Intent intent, JudgedAsOfs window, String entity) {
        Object[] moments = window.instants().stream().map(Timestamp::from).toArray();
        return lake.read(spec.scores(), version(intent, spec.scores()))
                .where(col(AS_OF).isin(moments))
                .select(
                        col(RuleSql.name(entity)),
                        col(AS_OF),
                        col("probability"),
                        col("decision"),
                        col("model_version"));
    }

    private static long version(Intent intent, TableName table) {
        return intent.inputs().get(table.toString());
    }
}
