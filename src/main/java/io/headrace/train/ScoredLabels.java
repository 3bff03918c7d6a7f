package io.headrace.train;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.train.TrainingNames.LABEL;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import io.headrace.quality.ScoredRows;
import io.headrace.quality.SlicedRows;
import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.spec.CalendarDays;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.estimate.PredictionBins;
import io.headrace.table.InstantColumns;
import io.headrace.table.Lake;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What became of those who were scored, by the label that the model learns. */
public final class ScoredLabels {
    private static final List<Integer> AFTER_EVENTS = List.of(0, 7, 28);
    private static final List<Integer> AFTER_ANSWERS = List.of(1, 7, 28, 91);
    private static final String ANSWERED = "_answered";

    private final TrainSpec spec;
    private final Lake lake;
    private final ZoneId zone;

    public ScoredLabels(TrainSpec spec, Lake lake, ZoneId zone) {
        this.spec = spec;
        this.lake = lake;
        this.zone = zone;
    }

    /** The table that labels come from. */
    public TableName table() {
        return spec.label().table();
    }

    /** The column of labels in {@link #of}. */
    public static String column() {
        return LABEL;
    }

    /**
     * The logical dates on which it pays to look at the labels of an as-of: events when they are complete, and twice later, as some come late;
     * labels that a column holds from the day after on, ever less often.
     *
     * @param asOf begin of a day
     */
    public List<LocalDate> steps(Instant asOf) {
        LocalDate mature =
                LocalDate.ofInstant(asOf, zone).plusDays(spec.daysToKnow()).minusDays(1);
        List<Integer> after = spec.label() instanceof LabelSpec.Event ? AFTER_EVENTS : AFTER_ANSWERS;
        return after.stream().map(mature::plusDays).toList();
    }

    /**
     * Rows of an as-of with their labels; of labels that a column holds, those that are known on the date: the first answer at or after the
     * as-of where answers have a time.
     *
     * @param scores with entity and as-of
     * @param version of {@link #table}
     */
    public Dataset<Row> of(Dataset<Row> scores, Instant asOf, LocalDate date, long version) {
        Dataset<Row> answers = lake.read(table(), version);
        if (spec.label() instanceof LabelSpec.Event event) {
            return events(event, scores, List.of(asOf), answers);
        }
        return scores.join(
                known((LabelSpec.Known) spec.label(), answers, asOf, date),
                spec.view().entity());
    }

    /** Looks for the events of all as-ofs in one pass. */
    private Dataset<Row> events(
            LabelSpec.Event event, Dataset<Row> scores, Collection<Instant> asOfs, Dataset<Row> answers) {
        List<AsOfs.Moment> moments = asOfs.stream()
                .map(asOf -> new AsOfs.Moment(
                        asOf,
                        CalendarDays.begin(LocalDate.ofInstant(asOf, zone).plusDays(event.horizonDays()), zone),
                        true))
                .toList();
        return new LabelColumns(spec, new AsOfs(moments), zone).withEvents(scores, answers, event);
    }

    /** The first logical date on which the answers of an as-of are complete. */
    public LocalDate mature(Instant asOf) {
        return steps(asOf).get(0);
    }

    /**
     * Rows of several as-ofs, each entity once, with labels as {@link #of} gives them; null where none is known.
     *
     * @param asOfs those of the rows
     */
    public Dataset<Row> beside(Dataset<Row> scores, Collection<Instant> asOfs, LocalDate date, long version) {
        Dataset<Row> answers = lake.read(table(), version);
        if (spec.label() instanceof LabelSpec.Event event) {
            return events(event, scores, asOfs, answers);
        }
        String entity = spec.view().entity();
        return scores.join(
                first((LabelSpec.Known) spec.label(), answers, scores, date), LabelColumns.toSeq(entity), "left");
    }

    /** One answer for each entity: the first at or after its as-of, where answers have a time. */
    private Dataset<Row> first(LabelSpec.Known label, Dataset<Row> answers, Dataset<Row> scores, LocalDate date) {
        String entity = spec.view().entity();
        Dataset<Row> given = given(label, answers);
        if (label.time().isEmpty()) {
            return given.groupBy(col("`" + entity + "`")).agg(max(col(LABEL)).as(LABEL));
        }
        Column latest = lit(Timestamp.from(CalendarDays.begin(date.plusDays(1).minusDays(label.delayDays()), zone)));
        return given.select(
                        col("`" + entity + "`"),
                        InstantColumns.of(given, label.time().get(), zone).as(ANSWERED),
                        col(LABEL))
                .join(scores.select("`" + entity + "`", AS_OF), entity)
                .where(col(ANSWERED).geq(col(AS_OF)).and(col(ANSWERED).leq(latest)))
                .groupBy(col("`" + entity + "`"))
                .agg(min(struct(col(ANSWERED), col(LABEL))).getField(LABEL).as(LABEL));
    }

    /**
     * Predictions of an as-of beside their labels, counted by what is predicted: probabilities and decisions, the class predicted, or numbers.
     *
     * @param labelled rows of {@link #of}
     */
    public StoredCounts counts(Dataset<Row> labelled) {
        return switch (spec.target()) {
            case BINARY ->
                StoredCounts.of(
                        Of.OUTCOMES,
                        StoredCounts.SCORE,
                        ScoredRows.labelled(labelled, col("probability"), col("decision"), col(LABEL)));
            case REGRESSION ->
                StoredCounts.of(
                        Of.ERRORS,
                        ScoredRows.errors(labelled, col(StoredCounts.SCORE), col(LABEL), PredictionBins.ONE));
            case MULTICLASS ->
                StoredCounts.of(
                        Of.OUTCOMES,
                        StoredCounts.CLASS,
                        ScoredRows.labelled(labelled, col(StoredCounts.SCORE), lit(true), isRight()));
        };
    }

    /**
     * The same of slices.
     *
     * @param population the features of those who were scored
     */
    public List<StoredCounts> counts(Dataset<Row> labelled, SlicedRows slices, Dataset<Row> population) {
        Dataset<Row> rows = slices.beside(labelled, population, spec.view().entity());
        return switch (spec.target()) {
            case BINARY ->
                slices.labelled(Of.OUTCOMES, rows, StoredCounts.SCORE, col("probability"), col("decision"), col(LABEL));
            case REGRESSION -> slices.errors(Of.ERRORS, rows, col(StoredCounts.SCORE), col(LABEL), PredictionBins.ONE);
            case MULTICLASS ->
                slices.labelled(Of.OUTCOMES, rows, StoredCounts.CLASS, col(StoredCounts.SCORE), lit(true), isRight());
        };
    }

    private static Column isRight() {
        return col(StoredCounts.CLASS).equalTo(col(LABEL));
    }

    private Dataset<Row> known(LabelSpec.Known label, Dataset<Row> answers, Instant asOf, LocalDate date) {
        String entity = "`" + spec.view().entity() + "`";
        Dataset<Row> given = given(label, answers);
        if (label.time().isEmpty()) {
            return given.select(col(entity), col(LABEL));
        }
        Instant latest = CalendarDays.begin(date.plusDays(1).minusDays(label.delayDays()), zone);
        return given.withColumn(AS_OF, InstantColumns.of(given, label.time().get(), zone))
                .where(col(AS_OF).geq(lit(Timestamp.from(asOf))).and(col(AS_OF).leq(lit(Timestamp.from(latest)))))
                .groupBy(col(entity))
                .agg(min(struct(col(AS_OF), col(LABEL))).getField(LABEL).as(LABEL));
    }

    private Dataset<Row> given(LabelSpec.Known label, Dataset<Row> answers) {
        return answers.where(col("`" + label.column() + "`").isNotNull())
                .withColumn(LABEL, LabelColumns.answer(spec, label, answers.schema()))
                .where(col(LABEL).isNotNull());
    }
}
