package io.headrace.rollout;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.experiment.MetricEvidence;
import io.headrace.experiment.Rollout.Action;
import io.headrace.experiment.Rollout.Kind;
import io.headrace.experiment.UpliftEvidence;
import io.headrace.experiment.Verdict;
import io.headrace.rollout.ArmLimits.LimitCheck;
import io.headrace.run.RunId;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.stats.AucComparison;
import io.headrace.stats.Interval;
import io.headrace.table.Lake;
import io.headrace.table.RowBuilder;
import io.headrace.table.RunTable;
import io.headrace.table.TableDescription;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** {@code headrace.verdicts}: what each look says of an experiment, and of each measure. */
final class VerdictTable {
    /** The table. */
    static final TableName TABLE = Layer.SYSTEM.table("verdicts");

    private static final String AUC = "auc";
    private static final String LIMIT = "limit";

    /** What was done where nothing was. */
    static final String NONE = "none";

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field(RUN_ID, DataTypes.StringType, "Run that judged"),
        Lake.field("logical_date", DataTypes.DateType, "Its logical date"),
        Lake.field("model", DataTypes.StringType, "Model"),
        Lake.field("measure", DataTypes.StringType, "Measure; empty for the experiment as a whole"),
        Lake.field(
                "role",
                DataTypes.StringType,
                "Of a measure: primary, guardrail, secondary, limit or, of versions on the same rows, auc"),
        Lake.field(
                "verdict",
                DataTypes.StringType,
                "Of the whole: running, ship, roll_back, inconclusive, unhealthy or no_data; of a limit: kept or broken"),
        Lake.field("look", DataTypes.IntegerType, "Number of the look, from 1"),
        Lake.field("takes_back", DataTypes.IntegerType, "Number of the look whose verdict this one takes back"),
        Lake.field("action", DataTypes.StringType, "Of the whole: what was done, roll_back, grow, ship or none"),
        Lake.field("reasons", DataTypes.createArrayType(DataTypes.StringType), "Why, with the numbers"),
        Lake.field("control", DataTypes.DoubleType, "Mean outcome of an entity of the control arm"),
        Lake.field("treated", DataTypes.DoubleType, "The same of the treated arm"),
        Lake.field("difference", DataTypes.DoubleType, "Treated less control"),
        Lake.field("lower", DataTypes.DoubleType, "Lower end of its interval, which holds at every look"),
        Lake.field("upper", DataTypes.DoubleType, "Upper end of it"),
        Lake.field("lower_once", DataTypes.DoubleType, "Lower end of the interval for one look only; decides nothing"),
        Lake.field("upper_once", DataTypes.DoubleType, "Upper end of it"),
        Lake.field("p_value", DataTypes.DoubleType, "Of no difference, at every look, the least so far"),
        Lake.field(
                "p_harm",
                DataTypes.DoubleType,
                "Of harm within the margin, at every look, after Holm; small shows harm beyond it"),
        Lake.field(
                "p_within",
                DataTypes.DoubleType,
                "Of harm beyond the margin, at every look; small shows that it is within"),
        Lake.field("q_value", DataTypes.DoubleType, "p_value adjusted over the measures (Benjamini and Hochberg)"),
        Lake.field("arms", DataTypes.StringType, "The arms with their shares"),
        Lake.field("plan", DataTypes.StringType, "Digest of the job, which holds the plan")
    });

    /** What is known of the table. */
    static final TableDescription DESCRIPTION = TableDescription.system(
            TABLE, "what a look says of an experiment, or of a measure", SCHEMA, RUN_ID, "measure");

    private VerdictTable() {}

    static RunTable in(Lake lake) {
        return new RunTable(lake, DESCRIPTION);
    }

    /**
     * What a look found beside its measures.
     *
     * @param ranking AUCs on the same rows
     * @param limits what each limit says
     * @param uplift whether those whom the score puts first gain most
     */
    record Beside(Optional<AucComparison> ranking, List<LimitCheck> limits, Optional<UpliftEvidence> uplift) {}

    /** The rows of a verdict: the whole, each measure, and what was found beside. */
    static List<Row> rows(RunId run, ExperimentSpec spec, Verdict verdict, Beside beside, String action, String arms) {
        Heading heading = new Heading(run, spec, verdict, arms);
        List<Row> rows = new ArrayList<>(List.of(heading.begun("", "", word(verdict.state()), verdict.reasons())
                .with(
                        "takes_back",
                        verdict.reopens().isPresent()
                                ? (Integer) verdict.reopens().getAsInt()
                                : null)
                .with("action", action)
                .row()));
        verdict.metrics().forEach(measure -> rows.add(row(heading, measure)));
        beside.ranking().ifPresent(found -> rows.add(row(heading, found)));
        beside.limits().forEach(found -> rows.add(row(heading, found)));
        return rows;
    }

    /** What the rows of a look have in common. */
    private record Heading(RunId run, ExperimentSpec spec, Verdict verdict, String arms) {
        RowBuilder begun(String measure, String role, String says, List<String> reasons) {
            return new RowBuilder(SCHEMA)
                    .with(RUN_ID, run.toString())
                    .with("logical_date", Date.valueOf(run.date()))
                    .with("model", spec.model())
                    .with("measure", measure)
                    .with("role", role)
                    .with("verdict", says)
                    .with("look", verdict.sequence())
                    .with("action", "")
                    .with("reasons", CollectionConverters.asScala(reasons).toSeq())
                    .with("arms", arms)
                    .with("plan", spec.digest());
        }
    }

    /** AUCs on the same rows, at this look only; they decide nothing. */
    private static Row row(Heading heading, AucComparison ranking) {
        Interval once = ranking.differenceInterval(1 - heading.spec().rules().alpha());
        return heading.begun(AUC, AUC, "", List.of())
                .with("control", ranking.second().auc())
                .with("treated", ranking.first().auc())
                .with("difference", ranking.difference())
                .with("lower_once", once.lower())
                .with("upper_once", once.upper())
                .row();
    }

    /** A limit on the newest scores; {@code treated} is the figure. */
    private static Row row(Heading heading, LimitCheck limit) {
        return heading.begun(
                        LIMIT + "-" + limit.limit(),
                        LIMIT,
                        limit.isBroken() ? "broken" : "kept",
                        List.of(limit.words()))
                .with("treated", Double.isNaN(limit.found()) ? null : (Double) limit.found())
                .row();
    }

    private static Row row(Heading heading, MetricEvidence measure) {
        MetricEvidence.Sequences sequences = measure.sequences();
        Interval always = sequences.always();
        Interval once = sequences.fixed();
        return heading.begun(measure.metric().name(), word(measure.metric().role()), "", List.of(measure.words()))
                .with("control", measure.control().mean())
                .with("treated", measure.treated().mean())
                .with("difference", measure.absolute().estimate())
                .with("lower", always.lower())
                .with("upper", always.upper())
                .with("lower_once", once.lower())
                .with("upper_once", once.upper())
                .with("p_value", sequences.pValue())
                .with("p_harm", sequences.adjustedBeyondPValue())
                .with("p_within", sequences.withinPValue())
                .with("q_value", sequences.qValue())
                .row();
    }

    private static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    /**
     * What runs have kept of experiments as a whole, in any order.
     *
     * @param runs whose rows
     */
    static List<Before> before(Lake lake, Set<String> runs) {
        return runs.isEmpty()
                ? List.of()
                : in(lake).rows(Map.of(RUN_ID, runs, "measure", Set.of(""))).stream()
                        .map(row -> new Before(row.getAs(RUN_ID), row.getAs("arms")))
                        .toList();
    }

    /** The arms that a run saw. */
    record Before(String run, String arms) {}

    /** What experiments on a model did before a date, in the order of dates. */
    static List<Action> actions(Lake lake, String model, LocalDate before) {
        return in(lake).rows(Map.of("model", Set.of(model), "measure", Set.of(""))).stream()
                .filter(row -> !row.getAs("action").equals(NONE))
                .map(row -> {
                    RunId run = RunId.parse(row.getAs(RUN_ID));
                    return new Action(
                            run.date(),
                            run.job(),
                            Kind.valueOf(row.<String>getAs("action").toUpperCase(Locale.ROOT)));
                })
                .filter(action -> action.day().isBefore(before))
                .sorted(Comparator.comparing(Action::day).thenComparing(Action::experiment))
                .toList();
    }
}
