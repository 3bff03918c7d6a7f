package io.headrace.privacy;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.headrace.privacy.search.Needle;
import io.headrace.privacy.search.Needles;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.Project;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.PersonalLineage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/**
 * What is looked for when persons are erased: their keys, and the texts of their personal columns in bronze and silver that nobody else has, as these
 * are the persons' wherever they stand. Columns that rest encrypted are decrypted for it: what stands of them in clear elsewhere is to be found.
 */
final class PersonNeedles {
    /** A shorter text is many persons'. */
    private static final int TELLING_TEXT = 6;

    private static final Set<String> OF_WHOLE_ROWS = Set.of("_extra", "_unreadable");

    private PersonNeedles() {}

    /** The tables whose rows tell what else is the persons', with their newest versions. */
    static Map<String, Long> sources(Project project, Lake lake, String subject) {
        Map<String, Long> versions = new TreeMap<>();
        project.jobs().values().stream()
                .filter(IngestSpec.class::isInstance)
                .map(IngestSpec.class::cast)
                .filter(job -> job.columns().stream()
                        .anyMatch(column -> column.subject().equals(Optional.of(subject))))
                .flatMap(job -> Stream.of(job.bronze(), job.silver()))
                .filter(lake::has)
                .forEach(table -> versions.put(table.toString(), lake.version(table)));
        return versions;
    }

    /**
     * @param lake that decrypts
     * @param versions of the sources, from before anything was removed
     */
    static Needles of(Lake lake, SubjectColumns columns, ErasureRequest request, Map<String, Long> versions) {
        List<Needle> needles = new ArrayList<>();
        request.keys().forEach(key -> needles.add(Needle.key("key", columns.everywhere(request.subject()), key)));
        PersonRows persons = new PersonRows(columns, request.subject(), request.keys(), Needles.of(List.of()));
        LakeFolder folder = new LakeFolder(lake);
        versions.entrySet().stream()
                .flatMap(source ->
                        texts(lake, folder, persons, columns, TableName.parse(source.getKey()), source.getValue())
                                .stream())
                .reduce(Dataset::union)
                .ifPresent(all -> all.groupBy("text")
                        .agg(min("mine").as("alone"), max("mine").as("any"))
                        .where(col("alone").and(col("any")))
                        .select("text")
                        .collectAsList()
                        .forEach(row -> needles.add(Needle.value("text", row.getString(0)))));
        return Needles.of(needles);
    }

    /** The texts of a table with whether they are of one of the persons; nothing where its old files are swept already. */
    private static Optional<Dataset<Row>> texts(
            Lake lake, LakeFolder folder, PersonRows persons, SubjectColumns columns, TableName table, long version) {
        Dataset<Row> rows = lake.read(table, version);
        List<StructField> keys = columns.in(rows.schema());
        Column[] texts = Stream.of(rows.schema().fields())
                .filter(field -> PersonalLineage.isMarked(field) && !keys.contains(field))
                .filter(field -> field.dataType() instanceof StringType && !OF_WHOLE_ROWS.contains(field.name()))
                .map(StructField::name)
                .map(name -> col("`" + name + "`"))
                .toArray(Column[]::new);
        boolean isThere = lake.files(table, version, Map.of()).stream().allMatch(file -> folder.exists(file.path()));
        return texts.length == 0 || !isThere
                ? Optional.empty()
                : Optional.of(rows.select(
                                persons.isOf(rows.schema()).as("mine"),
                                explode(array(texts)).as("text"))
                        .where(length(col("text")).geq(TELLING_TEXT)));
    }
}
