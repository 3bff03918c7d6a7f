package io.headrace.engine;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.expr;

import io.headrace.features.ViewColumns;
import io.headrace.ingest.OutcomeColumns;
import io.headrace.quality.DataCheckMeasures;
import io.headrace.run.HeadraceException;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeaturesSpec;
import io.headrace.spec.JobSpec;
import io.headrace.spec.KeepOne;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.NearestName;
import io.headrace.spec.Project;
import io.headrace.spec.SqlText;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.hocon.Problem;
import io.headrace.table.EncryptedColumns;
import io.headrace.table.PersonalLineage;
import io.headrace.table.query.QueryRules;
import io.headrace.table.query.SqlFault;
import io.headrace.train.PositiveColumns;
import io.headrace.zones.MaskedCopies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * Resolves every SQL text of a project, and what masked copies take, against the columns that its jobs write, on empty tables.
 *
 * <p>A text over a table of unknown columns is left out. The aggregates of an input are resolved together when each of their texts
 * is right, the query of a view when its aggregates are: one mistake gives one problem.
 */
public final class SqlCheck {
    private final ProjectSchemas schemas;
    private final SparkSession spark;
    private final Set<Problem> problems = new HashSet<>();

    /** A check of the project in the session, which it needs for parsing and resolving only. */
    public SqlCheck(Project project, SparkSession spark) {
        this.schemas = new ProjectSchemas(project, spark);
        this.spark = spark;
    }

    /** What is wrong, in the order of files and lines; nothing when all fits. */
    public List<Problem> problems() {
        List<SqlText> texts = new ArrayList<>(schemas.project().texts());
        texts.sort(Comparator.comparing(SqlText::result));
        texts.forEach(this::check);
        schemas.project().jobs().values().forEach(this::copies);
        return problems.stream().sorted().toList();
    }

    /** Masked copies of a table, where its columns are known. */
    private void copies(JobSpec job) {
        job.copied()
                .filter(table -> !job.header().views().isEmpty())
                .flatMap(schemas::of)
                .ifPresent(schema -> job.header()
                        .views()
                        .forEach(view ->
                                MaskedCopies.problems(view, schema).forEach(problem -> report(view.place(), problem))));
    }

    private void check(SqlText text) {
        switch (text.result()) {
            case AGGREGATES -> view(text).ifPresent(view -> aggregates(view, text));
            case QUERY -> view(text).ifPresent(view -> query(view, text));
            case COLUMN -> rows(text).ifPresent(rows -> column(rows.schema(), text));
            case NUMBERS -> rows(text).ifPresent(rows -> numbers(rows.schema(), text));
            case NOT_PERSONAL -> rows(text).ifPresent(rows -> notPersonal(rows.schema(), text));
            case NO_COLUMN -> rows(text).ifPresent(rows -> noColumn(List.of(rows.columns()), text));
            default ->
                rows(text)
                        .ifPresentOrElse(
                                rows -> attempt(text, () -> judged(rows, text)),
                                () -> isRefused(text, written(text, text.result() == Result.MEASURE)));
        }
    }

    /** The view of a text; empty where one of its other texts has a problem. */
    private Optional<FeatureView> view(SqlText text) {
        return schemas.view(text.over().table().orElseThrow())
                .filter(view -> problems.stream()
                        .noneMatch(problem -> problem.file().equals("features/" + view.name() + ".conf")));
    }

    private void aggregates(FeatureView view, SqlText text) {
        TableName table = view.inputs().get(text.text()).table();
        schemas.of(table)
                .ifPresent(schema -> attempt(text, () -> new ViewColumns(view).resolve(spark, text.text(), schema)));
    }

    private void query(FeatureView view, SqlText text) {
        schemas.inputs(view)
                .filter(inputs -> !hasOwnAsOf(view, inputs))
                .ifPresent(inputs -> attempt(text, () -> {
                    ViewColumns columns = new ViewColumns(view);
                    if (!isRefused(text, columns.faults(spark, inputs))) {
                        columns.resolve(spark, inputs);
                        requirePurpose(view, inputs);
                    }
                }));
    }

    /** Every job that computes a view of encrypted columns says what for. */
    private void requirePurpose(FeatureView view, Map<String, StructType> inputs) {
        boolean isEncrypted = inputs.values().stream().anyMatch(EncryptedColumns::isAnyDecrypted);
        if (!isEncrypted || !new ViewColumns(view).needsDecrypted(spark, inputs)) {
            return;
        }
        schemas.project().jobs().values().stream()
                .filter(job -> job.header().purpose().isEmpty() && computes(job, view))
                .forEach(job -> report(
                        KeyPlace.inFile("jobs/" + job.name() + ".conf"),
                        "features/" + view.name()
                                + " uses columns that rest encrypted: write purpose = \"...\", what the"
                                + " personal data are read for"));
    }

    private static boolean computes(JobSpec job, FeatureView view) {
        return (job instanceof FeaturesSpec features && features.view().equals(view))
                || (job instanceof TrainSpec train && train.view().equals(view));
    }

    /** Then the place is that of the input. */
    private static boolean hasOwnAsOf(FeatureView view, Map<String, StructType> inputs) {
        return view.inputs().values().stream()
                .filter(input -> input.windows().isEmpty())
                .map(input -> inputs.get(input.table().toString()))
                .anyMatch(schema -> Stream.of(schema.fieldNames()).anyMatch(AS_OF::equalsIgnoreCase));
    }

    private boolean isRefused(SqlText text, List<SqlFault> faults) {
        faults.forEach(fault -> report(text.place().linesBelow(fault.line() - 1), fault.message()));
        return !faults.isEmpty();
    }

    /** Refuses what no text may do, then what does not fit this one. */
    private void judged(Dataset<Row> rows, SqlText text) {
        boolean isMeasure = text.result() == Result.MEASURE;
        boolean hasAsOf = isMeasure || List.of(rows.columns()).contains(AS_OF);
        if (isRefused(text, written(text, hasAsOf))) {
            return;
        }
        String sql = text.expression().orElseThrow();
        String known = isMeasure ? sql.replaceAll("\\b" + AS_OF + "\\b", "timestamp_micros(0)") : sql;
        if (!isRefused(text, QueryRules.resolvedExpressions(rows.select(expr(known)), asOf(hasAsOf)))) {
            expression(rows, text);
        }
    }

    private List<SqlFault> written(SqlText text, boolean hasAsOf) {
        return QueryRules.writtenExpression(spark, text.expression().orElseThrow(), asOf(hasAsOf));
    }

    private static Optional<String> asOf(boolean hasAsOf) {
        return hasAsOf ? Optional.of(AS_OF) : Optional.empty();
    }

    /** An empty table of the rows that a text sees; none where their columns are unknown. */
    private Optional<Dataset<Row>> rows(SqlText text) {
        return text.over()
                .table()
                .map(schemas::of)
                .orElse(Optional.of(new StructType()))
                .map(schema -> {
                    StructType all = schema;
                    for (String column : text.over().columns().keySet()) {
                        if (!List.of(schema.fieldNames()).contains(column)) {
                            all = all.add(
                                    column,
                                    DataType.fromDDL(text.over().columns().get(column)));
                        }
                    }
                    return spark.createDataFrame(List.<Row>of(), all);
                });
    }

    private void expression(Dataset<Row> rows, SqlText text) {
        switch (text.result()) {
            case ORDER ->
                OutcomeColumns.resolved(rows.schema(), spark, new KeepOne(List.of("key"), List.of(text.text())));
            case MEASURE -> require(DataCheckMeasures.type(rows, text.text()), text);
            default ->
                require(
                        rows.select(expr(text.text()).as("value"))
                                .schema()
                                .apply(0)
                                .dataType(),
                        text);
        }
    }

    private void column(StructType schema, SqlText text) {
        type(schema, text)
                .flatMap(type -> text.value().flatMap(value -> PositiveColumns.misfit(type, value)))
                .ifPresent(misfit -> report(
                        text.place(),
                        misfit + ": " + text.text() + " of " + table(text) + " is "
                                + schema.apply(text.text()).dataType().typeName()));
    }

    private void numbers(StructType schema, SqlText text) {
        type(schema, text)
                .filter(type -> !(type instanceof NumericType) && !type.equals(DataTypes.NullType))
                .ifPresent(type -> report(
                        text.place(),
                        "expected a column of numbers, " + text.text() + " of " + table(text) + " is "
                                + type.typeName()));
    }

    /** The type of the column that a text names; reports one that is not there. */
    private Optional<DataType> type(StructType schema, SqlText text) {
        List<String> columns = List.of(schema.fieldNames());
        if (!columns.contains(text.text())) {
            report(text.place(), "there is no column \"" + text.text() + "\"" + NearestName.hint(text.text(), columns));
            return Optional.empty();
        }
        return Optional.of(schema.apply(text.text()).dataType());
    }

    private static String table(SqlText text) {
        return text.over().table().map(TableName::toString).orElse("the rows");
    }

    private void notPersonal(StructType schema, SqlText text) {
        if (PersonalLineage.marked(schema).contains(text.text())) {
            report(
                    text.place(),
                    text.text() + " of " + table(text)
                            + " comes from personal data, which all does not take in: list the"
                            + " features that are meant, or leave it out by except");
        }
    }

    private void noColumn(List<String> columns, SqlText text) {
        if (columns.stream().anyMatch(text.text()::equalsIgnoreCase)) {
            report(
                    text.place(),
                    text.over().table().map(TableName::toString).orElse("the table") + " has a column " + text.text()
                            + " of its own, which the " + text.text()
                            + " of an input would hide: declare aggregates with time = "
                            + text.text() + ", or read the tables that it comes from");
        }
    }

    private void require(DataType found, SqlText text) {
        boolean fits = switch (text.result()) {
            case CONDITION -> found.equals(DataTypes.BooleanType);
            case NUMBER, MEASURE -> found instanceof NumericType;
            case TEXT -> found.equals(DataTypes.StringType);
            default -> true;
        };
        // What a wrong derived column leads to has no type; the column itself is the problem.
        if (!fits && !found.equals(DataTypes.NullType)) {
            report(text.place(), "expected " + words(text.result()) + ", found " + text.text());
        }
    }

    private static String words(Result result) {
        return switch (result) {
            case CONDITION -> "a condition";
            case TEXT -> "the name of a class";
            default -> "a number";
        };
    }

    private void attempt(SqlText text, Runnable work) {
        try {
            work.run();
        } catch (Exception e) {
            // Spark throws its checked AnalysisException from methods that declare none.
            Throwable fault = e instanceof HeadraceException && e.getCause() != null ? e.getCause() : e;
            report(text.place().linesBelow(linesBelow(fault)), SqlWords.of(fault));
        }
    }

    private void report(KeyPlace place, String message) {
        problems.add(new Problem(place.file(), place.line(), place.key(), message));
    }

    private static int linesBelow(Throwable fault) {
        return fault instanceof AnalysisException spark && spark.line().isDefined()
                ? Math.max(0, ((Number) spark.line().get()).intValue() - 1)
                : 0;
    }
}
