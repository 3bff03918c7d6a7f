package io.headrace.engine;

import static org.apache.spark.sql.functions.expr;

import io.headrace.features.ViewColumns;
import io.headrace.ingest.OutcomeColumns;
import io.headrace.ingest.SourceTables;
import io.headrace.quality.DataCheckMeasures;
import io.headrace.run.HeadraceException;
import io.headrace.score.ScoreColumns;
import io.headrace.spec.DataCheck;
import io.headrace.spec.ExportSpec;
import io.headrace.spec.FeatureView;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.JobSpec;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.NearestName;
import io.headrace.spec.Project;
import io.headrace.spec.RowCheck;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.SourceColumn;
import io.headrace.spec.Target;
import io.headrace.spec.TrainSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Resolves every SQL text of a project against the schemas that its jobs write, on empty tables. */
public final class SqlCheck {
    private final Project project;
    private final SparkSession spark;
    private final Map<String, StructType> schemas = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    /** A check of the project in the session, which it needs for parsing and resolving only. */
    public SqlCheck(Project project, SparkSession spark) {
        this.project = project;
        this.spark = spark;
    }

    /** What is wrong, one line each, sorted; nothing when all fits. */
    public List<String> problems() {
        project.jobs().values().forEach(job -> {
            if (job instanceof IngestSpec ingest) {
                source(ingest);
            }
        });
        project.jobs().values().forEach(job -> {
            if (job instanceof IngestSpec ingest) {
                mappings(ingest);
            }
        });
        project.views().values().forEach(this::view);
        project.jobs().values().forEach(job -> {
            if (job instanceof ScoreSpec score) {
                published(score);
            }
        });
        project.jobs().values().forEach(this::conditions);
        return problems.stream().sorted().distinct().toList();
    }

    private void source(IngestSpec ingest) {
        attempt(file(ingest) + "derived", () -> {
            StructType schema = new SourceTables(ingest).silverSchema(spark);
            schemas.put(ingest.silver().toString(), schema);
            ingest.checks().forEach(check -> {
                if (check instanceof RowCheck row) {
                    condition(file(ingest) + "checks." + check.name(), schema, row.rule());
                }
                if (check instanceof DataCheck data) {
                    measure(file(ingest) + "checks." + check.name(), schema, data);
                }
                condition(file(ingest) + "checks." + check.name() + ".where", schema, check.where());
            });
            ingest.keepOne().ifPresent(one -> {
                attempt(file(ingest) + "keep-one.order", () -> OutcomeColumns.resolved(schema, spark, one));
            });
            ingest.totals().forEach((name, sql) -> number(file(ingest) + "totals." + name, schema, sql));
        });
    }

    private void mappings(IngestSpec ingest) {
        for (SourceColumn column : ingest.columns()) {
            String where = file(ingest) + "columns." + column.name() + ".clean";
            column.cleaning()
                    .mapping()
                    .ifPresent(mapping -> columns(
                            where + ".mapping",
                            schemas.get(mapping.table().toString()),
                            List.of(mapping.from(), mapping.to())));
            column.cleaning()
                    .clip()
                    .ifPresent(clip -> attempt(where + ".clip", () -> {
                        String type = column.type().sql();
                        spark.range(0)
                                .selectExpr(
                                        "cast(" + clip.least() + " as " + type + ")",
                                        "cast(" + clip.greatest() + " as " + type + ")");
                    }));
        }
    }

    private void view(FeatureView view) {
        boolean known = view.inputs().values().stream()
                .allMatch(input -> schemas.containsKey(input.table().toString()));
        if (known) {
            attempt("", () -> schemas.put(view.table().toString(), new ViewColumns(view).resolve(spark, schemas)));
        }
    }

    private void published(ScoreSpec score) {
        StructType features = schemas.get(score.view().table().toString());
        if (features != null) {
            StructField entity = features.apply(score.view().entity());
            schemas.put(
                    score.table().toString(),
                    new ScoreColumns(score)
                            .scores(entity.dataType(), hasClasses(score.model()))
                            .schema());
        }
    }

    private boolean hasClasses(String model) {
        return project.jobs().values().stream()
                .anyMatch(job -> job instanceof TrainSpec train
                        && train.model().equals(model)
                        && train.target() == Target.MULTICLASS);
    }

    private void conditions(JobSpec job) {
        if (job instanceof TrainSpec train) {
            StructType features = schemas.get(train.view().table().toString());
            condition(file(job) + "population.where", features, train.population());
            train.assessment().baseline().ifPresent(sql -> baseline(train, features, sql));
            if (train.asOfs() instanceof TrainSpec.AsOfRows rows) {
                condition(
                        file(job) + "as-ofs.at.where", schemas.get(rows.table().toString()), rows.where());
            }
            train.recipe().weights().of().ifPresent(sql -> number(file(job) + "weights.of", features, sql));
            train.assessment().value().ifPresent(value -> {
                number(file(job) + "value.hit", features, value.hit());
                number(file(job) + "value.false-alarm", features, value.falseAlarm());
                number(file(job) + "value.miss", features, value.miss());
                number(file(job) + "value.rest", features, value.rest());
            });
            if (train.label() instanceof LabelSpec.Event event) {
                event.total()
                        .ifPresent(sql -> number(
                                file(job) + "label.event.total",
                                schemas.get(event.table().toString()),
                                sql));
                condition(
                        file(job) + "label.event.where",
                        schemas.get(event.table().toString()),
                        event.where());
            }
        }
        if (job instanceof ScoreSpec score) {
            condition(
                    file(job) + "population.where",
                    schemas.get(score.view().table().toString()),
                    score.where());
        }
        if (job instanceof ExportSpec export) {
            StructType published = schemas.get(export.table().toString());
            condition(file(job) + "where", published, export.where());
            columns(file(job) + "columns", published, export.columns());
            columns(file(job) + "key", published, export.key());
        }
    }

    private void baseline(TrainSpec train, StructType features, String sql) {
        if (train.target() == Target.MULTICLASS) {
            attempt(file(train) + "baseline", () -> {
                if (features != null && !resolved(features, sql).equals(DataTypes.StringType)) {
                    throw EngineErrors.badSql(file(train) + "baseline", "expected the name of a class, found " + sql);
                }
            });
        } else {
            number(file(train) + "baseline", features, sql);
        }
    }

    private void columns(String where, StructType schema, List<String> names) {
        if (schema != null) {
            List<String> there = List.of(schema.fieldNames());
            names.stream()
                    .filter(name -> !there.contains(name))
                    .forEach(name -> problems.add(
                            where + ": there is no column \"" + name + "\"" + NearestName.hint(name, there)));
        }
    }

    private static String file(JobSpec job) {
        return "jobs/" + job.name() + ".conf: ";
    }

    private void condition(String where, StructType schema, String sql) {
        attempt(where, () -> {
            if (schema != null && !resolved(schema, sql).equals(DataTypes.BooleanType)) {
                throw EngineErrors.badSql(where, "expected a condition, found " + sql);
            }
        });
    }

    private void measure(String where, StructType schema, DataCheck check) {
        attempt(where, () -> {
            if (!DataCheckMeasures.isNumber(spark.createDataFrame(List.<Row>of(), schema), check)) {
                throw EngineErrors.badSql(
                        where, "expected a number, found " + check.measure().sql());
            }
        });
    }

    private void number(String where, StructType schema, String sql) {
        attempt(where, () -> {
            if (schema != null && !(resolved(schema, sql) instanceof org.apache.spark.sql.types.NumericType)) {
                throw EngineErrors.badSql(where, "expected a number, found " + sql);
            }
        });
    }

    private org.apache.spark.sql.types.DataType resolved(StructType schema, String sql) {
        Dataset<Row> empty = spark.createDataFrame(List.<Row>of(), schema);
        return empty.select(expr(sql).as("value")).schema().apply("value").dataType();
    }

    private void attempt(String where, Runnable work) {
        try {
            work.run();
        } catch (HeadraceException known) {
            problems.add(known.getMessage());
        } catch (Exception e) {
            // Spark throws its checked AnalysisException from methods that declare none.
            problems.add(where + ": " + firstSentence(e));
        }
    }

    private static String firstSentence(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceAll(" SQLSTATE: .*", "");
    }
}
