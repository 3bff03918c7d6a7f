package io.headrace.privacy;

import io.headrace.engine.ProjectSchemas;
import io.headrace.spec.FeatureView;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.Project;
import io.headrace.spec.SourceColumn;
import io.headrace.table.SubjectMark;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Under which names columns hold the keys of persons: those that sources declare, and entities of views that pass such a column along, as
 * Spark's resolved plans show.
 *
 * @param names kind of subject, such as {@code customer_id}, to the names of columns in the lake
 * @param raw the same for the fields of raw files
 */
public record SubjectColumns(SortedMap<String, SortedSet<String>> names, SortedMap<String, SortedSet<String>> raw) {
    public SubjectColumns {
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
        raw = Collections.unmodifiableSortedMap(new TreeMap<>(raw));
    }

    /** Those of a project. */
    public static SubjectColumns of(Project project, ProjectSchemas schemas) {
        SortedMap<String, SortedSet<String>> names = new TreeMap<>();
        SortedMap<String, SortedSet<String>> raw = new TreeMap<>();
        declared(project).forEach(column -> {
            String subject = column.subject().orElseThrow();
            of(names, subject).add(column.name());
            of(raw, subject).addAll(column.names());
        });
        for (FeatureView view : project.views().values()) {
            schemas.of(view.table())
                    .flatMap(schema -> entity(view, schema))
                    .ifPresent(subject -> of(names, subject).add(view.entity()));
        }
        return new SubjectColumns(names, raw);
    }

    private static SortedSet<String> of(Map<String, SortedSet<String>> names, String subject) {
        return names.computeIfAbsent(subject, first -> new TreeSet<>());
    }

    private static List<SourceColumn> declared(Project project) {
        return project.jobs().values().stream()
                .filter(IngestSpec.class::isInstance)
                .flatMap(job -> ((IngestSpec) job).columns().stream())
                .filter(column -> column.subject().isPresent())
                .toList();
    }

    private static Optional<String> entity(FeatureView view, StructType schema) {
        return Stream.of(schema.fields())
                .filter(field -> field.name().equalsIgnoreCase(view.entity()))
                .findFirst()
                .flatMap(SubjectMark::of);
    }

    /** The kinds of subjects that are declared. */
    public Set<String> subjects() {
        return names.keySet();
    }

    /** Names of columns and raw fields that hold keys of such subjects. */
    public SortedSet<String> everywhere(String subject) {
        SortedSet<String> all = new TreeSet<>(names.getOrDefault(subject, new TreeSet<>()));
        all.addAll(raw.getOrDefault(subject, new TreeSet<>()));
        return all;
    }

    /** The columns of a table that hold keys of such subjects. */
    public List<StructField> in(StructType schema, String subject) {
        Set<String> wanted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        wanted.addAll(names.getOrDefault(subject, new TreeSet<>()));
        return Stream.of(schema.fields())
                .filter(field -> wanted.contains(field.name().toLowerCase(Locale.ROOT)) && mayBeKey(field))
                .toList();
    }

    private static boolean mayBeKey(StructField field) {
        return field.dataType() instanceof StringType
                || field.dataType() instanceof IntegerType
                || field.dataType() instanceof LongType;
    }

    /** The columns of a table that hold keys of any subjects. */
    public List<StructField> in(StructType schema) {
        return subjects().stream()
                .flatMap(subject -> in(schema, subject).stream())
                .distinct()
                .toList();
    }
}
