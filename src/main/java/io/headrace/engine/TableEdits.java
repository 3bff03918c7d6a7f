package io.headrace.engine;

import io.headrace.spec.JobSpec;
import io.headrace.spec.Layer;
import io.headrace.spec.Project;
import io.headrace.table.Lake;
import io.headrace.table.TableDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** How the silver and features tables that are there differ from what the specs now say, column by column, in words. */
public final class TableEdits {
    private static final Set<Layer> LAYERS = Set.of(Layer.SILVER, Layer.FEATURES);

    private final Lake lake;
    private final Project project;

    /** The edits of the project against the lake. */
    public TableEdits(Project project, Lake lake) {
        this.lake = lake;
        this.project = project;
    }

    /** Those of the tables that the job writes; nothing where a spec cannot be resolved, which check tells. */
    public List<String> of(JobSpec job) {
        return job.writes().stream().noneMatch(table -> LAYERS.contains(table.kind()) && lake.has(table))
                ? List.of()
                : new ProjectSchemas(project, lake.spark())
                        .tables(job).stream()
                                .filter(table -> LAYERS.contains(table.layer()) && lake.has(table.table()))
                                .flatMap(table -> edits(table).stream())
                                .toList();
    }

    private List<String> edits(TableDescription wanted) {
        StructType there = lake.read(wanted.table()).schema();
        List<String> edits = new ArrayList<>();
        for (StructField field : wanted.schema().fields()) {
            Stream.of(there.fields())
                    .filter(same -> same.name().equalsIgnoreCase(field.name()))
                    .findFirst()
                    .ifPresentOrElse(same -> retyped(same, field, edits), () -> edits.add(isNew(wanted, field)));
        }
        Stream.of(there.fieldNames())
                .filter(name -> Stream.of(wanted.schema().fieldNames()).noneMatch(name::equalsIgnoreCase))
                .forEach(name -> edits.add(name + " is taken out: it stays, null from now on"));
        return edits;
    }

    private static void retyped(StructField there, StructField wanted, List<String> edits) {
        boolean isResolved = !wanted.dataType().equals(DataTypes.NullType);
        if (isResolved && !there.dataType().sameType(wanted.dataType())) {
            edits.add(wanted.name() + " is " + there.dataType().sql() + " and cannot become "
                    + wanted.dataType().sql() + ": the run will be refused, give the column a new name");
        }
    }

    private static String isNew(TableDescription table, StructField field) {
        return table.layer() == Layer.FEATURES && table.key().contains(field.name())
                ? "the entity cannot become " + field.name() + ": the run will be refused, give the view a new name"
                : field.name() + " is new: null in what is there, headrace backfill --stale fills it";
    }
}
