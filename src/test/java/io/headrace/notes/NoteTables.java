package io.headrace.notes;

import io.headrace.spec.EngineColumn;
import io.headrace.spec.Layer;
import io.headrace.table.Lake;
import io.headrace.table.PersonalLineage;
import io.headrace.table.SystemTables;
import io.headrace.table.TableDescription;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A table that is added in one place: this class, and its line under {@code META-INF/services}. */
public final class NoteTables implements SystemTables {
    static final TableDescription NOTES = TableDescription.system(
            Layer.SYSTEM.table("notes"),
            "a note on a run",
            new StructType(new StructField[] {
                Lake.field(EngineColumn.RUN_ID, DataTypes.StringType, "Run"),
                Lake.field("took", DataTypes.DoubleType, "How long the writing took [seconds]"),
                PersonalLineage.marked(Lake.field("note", DataTypes.StringType, "What somebody wrote"))
            }),
            EngineColumn.RUN_ID);

    @Override
    public List<TableDescription> tables() {
        return List.of(NOTES);
    }
}
