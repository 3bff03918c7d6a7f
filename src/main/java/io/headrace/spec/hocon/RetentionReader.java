package io.headrace.spec.hocon;

import io.headrace.spec.JobHeader;
import io.headrace.spec.Layer;
import io.headrace.spec.RetentionSpec;
import io.headrace.spec.RetentionSpec.Keep;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.JobReader.Declared;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a retention job. */
public final class RetentionReader {
    private static final Set<Layer> WITH_TIMES = EnumSet.of(
            Layer.BRONZE,
            Layer.SILVER,
            Layer.QUARANTINE,
            Layer.FEATURES,
            Layer.TRAINING,
            Layer.SCORES,
            Layer.SCORE_ERRORS);

    private RetentionReader() {}

    /** Reads the keys of the job. */
    public static Declared read(Section section, JobHeader header, Catalog catalog) {
        Section tables = section.requiredSection("tables", "how long rows of each table are kept in { }");
        SortedMap<TableName, Keep> keeps = new TreeMap<>();
        for (String name : tables.names(ValueType.TEXT)) {
            Section keep = tables.section(name);
            Optional<String> time = keep.find("time", ValueType.TEXT);
            int days = keep.required("keep", ValueType.daysFrom(1));
            table(name)
                    .ifPresentOrElse(
                            table -> {
                                catalog.needsTable(table, tables.place(name));
                                time.ifPresent(column -> catalog.needsColumn(table, column, keep.place("time")));
                                keeps.put(table, new Keep(days, time));
                            },
                            () -> tables.problem(
                                    name,
                                    "expected a table of bronze, silver, quarantine, features, training, scores or score_errors, found \""
                                            + name + "\""));
        }
        tables.requireSome(
                keeps.keySet(),
                "a table and how long its rows are kept, such as \"silver.customers\" { keep = 730 days }");
        return new Declared(new RetentionSpec(header, keeps), section.place("tables"));
    }

    private static Optional<TableName> table(String name) {
        try {
            return Optional.of(TableName.parse(name)).filter(table -> WITH_TIMES.contains(table.kind()));
        } catch (IllegalArgumentException noTable) {
            return Optional.empty();
        }
    }
}
