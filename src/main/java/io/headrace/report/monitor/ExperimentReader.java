package io.headrace.report.monitor;

import io.headrace.experiment.MetricPlan;
import io.headrace.monitor.FinishedRuns;
import io.headrace.report.ExperimentFindings;
import io.headrace.report.ExperimentFindings.Arm;
import io.headrace.report.ExperimentFindings.DeclaredShares;
import io.headrace.report.ExperimentFindings.Evidence;
import io.headrace.report.ExperimentFindings.Limit;
import io.headrace.report.ExperimentFindings.Look;
import io.headrace.report.ExperimentFindings.Measured;
import io.headrace.report.ExperimentFindings.Plan;
import io.headrace.report.ExperimentFindings.Rank;
import io.headrace.report.ExperimentFindings.Uplift;
import io.headrace.report.MonitoredModel.Day;
import io.headrace.report.MonitoredModel.Run;
import io.headrace.report.RowReference;
import io.headrace.rollout.ExperimentLooks;
import io.headrace.run.RunId;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.ExperimentSpec.Measure;
import io.headrace.spec.JobSpec;
import io.headrace.spec.LabelSpec.Event;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.trial.Margin;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.TableDescription;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** Reads what experiments have shown, for pages; starts no Spark. */
final class ExperimentReader {
    private static final String MEASURE = "measure";
    private static final String POINT = "point";

    /** The condition of an event that counts all rows. */
    private static final String ALL_ROWS = "true";

    private final TableDescription verdictTable = RecordedDays.described("verdicts");
    private final TableDescription peekTable = RecordedDays.described("peeks");
    private final TableDescription upliftTable = RecordedDays.described("uplift");
    private final Lake lake;
    private final Ledger ledger;

    ExperimentReader(Lake lake, Ledger ledger) {
        this.lake = lake;
        this.ledger = ledger;
    }

    /**
     * What an experiment has shown; empty where no run has looked.
     *
     * @param jobs of the project
     */
    Optional<ExperimentFindings> findings(ExperimentSpec job, Collection<JobSpec> jobs) {
        List<Run> runs = RecordedDays.last(FinishedRuns.of(job, ledger).byDate().values());
        ExperimentLooks found = ExperimentLooks.of(job, scoring(job, jobs), lake, ledger);
        List<Look> looks = found.looks().stream().map(this::look).toList();
        List<Day> days = RecordedDays.of(
                lake, runs, looks.stream().flatMap(ExperimentReader::rows), "verdicts", "peeks", "uplift");
        long shown = days.stream()
                .filter(day -> looks.stream().anyMatch(look -> look.run().equals(day.run())))
                .count();
        return days.isEmpty()
                ? Optional.empty()
                : Optional.of(new ExperimentFindings(
                        job.model(),
                        job.name(),
                        job.header().owner(),
                        plan(job, jobs),
                        looks,
                        (int) (days.size() - shown),
                        found.takenBackBy(),
                        found.shares()
                                .map(shares -> new DeclaredShares(
                                        numbers(shares.byArm()), shares.pValue(), shares.outcomesPValue())),
                        days));
    }

    private static Optional<ScoreSpec> scoring(ExperimentSpec job, Collection<JobSpec> jobs) {
        return jobs.stream()
                .filter(ScoreSpec.class::isInstance)
                .map(ScoreSpec.class::cast)
                .filter(score -> score.writes().contains(job.scores()))
                .findFirst();
    }

    private static Map<String, Double> numbers(Map<String, BigDecimal> shares) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        shares.forEach((arm, share) -> numbers.put(arm, share.doubleValue()));
        return numbers;
    }

    private static Plan plan(ExperimentSpec job, Collection<JobSpec> jobs) {
        return new Plan(
                job.control(),
                job.treated(),
                job.start(),
                lastDay(job, jobs),
                job.rules().fewestDays(),
                job.rules().fewestEntities(),
                job.rules().alpha(),
                job.rules().healthLevel(),
                job.assigned().isEmpty() && job.automation().rollsBack(),
                job.assigned().map(drawn -> job.scores().toString()),
                job.measures().stream().map(ExperimentReader::measure).toList());
    }

    private static int lastDay(ExperimentSpec job, Collection<JobSpec> jobs) {
        return job.lastDay(jobs.stream()
                .filter(TrainSpec.class::isInstance)
                .map(TrainSpec.class::cast)
                .filter(training -> training.model().equals(job.model()))
                .findFirst());
    }

    private static ExperimentFindings.Measure measure(Measure measure) {
        MetricPlan plan = measure.plan();
        return new ExperimentFindings.Measure(
                plan.name(),
                plan.role().name().toLowerCase(Locale.ROOT),
                what(measure),
                plan.margin().direction().sign() > 0,
                plan.margin().size(),
                plan.margin().scale() == Margin.Scale.RELATIVE);
    }

    private static String what(Measure measure) {
        Optional<String> error = measure.error()
                .map(found -> found.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " of the same rows");
        Optional<String> value = measure.value().map(job -> "what decision and label are worth by " + job);
        String adjusted = measure.covariate()
                .map(column -> ", less what " + column + " explains")
                .orElse("");
        Optional<String> outcome = measure.outcome()
                .map(found -> found.sql() + " of the row of the draw"
                        + (found.dueDays() == 0 ? "" : ", known after " + found.dueDays() + " days"));
        return error.or(() -> value)
                        .or(() -> outcome)
                        .or(() -> measure.event().map(ExperimentReader::words))
                        .orElse("the label of the model")
                + adjusted;
    }

    private static String words(Event event) {
        String what = event.total()
                .map(total -> total + ", summed over " + event.table())
                .orElse((event.positive() == Event.Positive.EVENT
                                ? "whether there is a row"
                                : "whether there is no row")
                        + " of " + event.table());
        String rows = event.where().equals(ALL_ROWS) ? "" : " where " + event.where();
        return what + rows + ", in " + event.horizonDays() + (event.horizonDays() == 1 ? " day" : " days")
                + " from the as-of on, or the draw";
    }

    private Look look(ExperimentLooks.Look look) {
        Row whole = look.whole();
        Integer takesBack = whole.getAs("takes_back");
        return new Look(
                new Run(look.run(), RunId.parse(look.run()).date()),
                whole.<Integer>getAs("look"),
                whole.getAs("verdict"),
                takesBack == null ? OptionalInt.empty() : OptionalInt.of(takesBack),
                whole.getAs("action"),
                whole.getList(whole.fieldIndex("reasons")),
                look.measures().stream()
                        .filter(row -> row.getAs("p_value") != null)
                        .map(this::evidence)
                        .toList(),
                look.measures().stream()
                        .filter(row -> row.getAs("role").equals("limit"))
                        .map(this::limit)
                        .toList(),
                uplift(look.uplift()),
                look.arms().stream()
                        .filter(row -> row.<String>getAs(MEASURE).isEmpty())
                        .map(row -> arm(row, look.arms()))
                        .toList(),
                DayRows.reference(verdictTable, whole));
    }

    private Evidence evidence(Row row) {
        return new Evidence(
                row.getAs(MEASURE),
                row.<Double>getAs("control"),
                row.<Double>getAs("treated"),
                row.<Double>getAs("difference"),
                row.<Double>getAs("lower"),
                row.<Double>getAs("upper"),
                row.<Double>getAs("lower_once"),
                row.<Double>getAs("upper_once"),
                row.<Double>getAs("p_value"),
                row.<Double>getAs("p_harm"),
                row.<Double>getAs("p_within"),
                row.<Double>getAs("q_value"),
                DayRows.reference(verdictTable, row));
    }

    private Limit limit(Row row) {
        return new Limit(
                row.<String>getAs(MEASURE).replaceFirst("^limit-", ""),
                row.getAs("verdict"),
                String.join("; ", row.<String>getList(row.fieldIndex("reasons"))),
                DayRows.reference(verdictTable, row));
    }

    /** @param rows the whole, whose point is 0, and the others in any order */
    private Optional<Uplift> uplift(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.<Integer>getAs(POINT) == 0)
                .findFirst()
                .map(whole -> new Uplift(
                        whole.<Double>getAs("qini"),
                        whole.<Double>getAs("qini_lower"),
                        whole.<Double>getAs("qini_upper"),
                        rows.stream()
                                .filter(row -> row.<Integer>getAs(POINT) > 0)
                                .sorted(Comparator.comparing(row -> row.<Integer>getAs(POINT)))
                                .map(this::rank)
                                .toList(),
                        DayRows.reference(upliftTable, whole)));
    }

    private Rank rank(Row row) {
        return new Rank(
                row.<Double>getAs("share"),
                orEmpty(row.getAs("score")),
                orEmpty(row.getAs("control")),
                orEmpty(row.getAs("treated")),
                orEmpty(row.getAs("difference")),
                orEmpty(row.getAs("lower")),
                orEmpty(row.getAs("upper")),
                row.<Double>getAs("qini"),
                DayRows.reference(upliftTable, row));
    }

    private static OptionalDouble orEmpty(Double number) {
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    private Arm arm(Row row, List<Row> all) {
        String name = row.getAs("arm");
        return new Arm(
                name,
                row.<Long>getAs("entities"),
                row.<Long>getAs("due"),
                row.<Long>getAs("known"),
                row.<Long>getAs("in_several_arms"),
                all.stream()
                        .filter(other -> other.getAs("arm").equals(name)
                                && !other.<String>getAs(MEASURE).isEmpty())
                        .map(other -> new Measured(
                                other.getAs(MEASURE),
                                other.<Long>getAs("entities"),
                                DayRows.reference(peekTable, other)))
                        .toList(),
                DayRows.reference(peekTable, row));
    }

    private static Stream<RowReference> rows(Look look) {
        return Stream.of(
                        Stream.of(look.row()),
                        look.evidence().stream().map(Evidence::row),
                        look.limits().stream().map(Limit::row),
                        look.uplift().stream()
                                .flatMap(found -> Stream.concat(
                                        Stream.of(found.row()),
                                        found.ranks().stream().map(Rank::row))),
                        look.arms().stream().map(Arm::row),
                        look.arms().stream()
                                .flatMap(arm -> arm.measures().stream())
                                .map(Measured::row))
                .flatMap(rows -> rows);
    }
}
