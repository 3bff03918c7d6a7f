package io.headrace.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;

/**
 * The graph of a project's jobs and views, for schedulers and for the eye.
 *
 * <p>A function of the spec files alone: no clock, no absolute path, no environment. Equal specs give equal bytes.
 *
 * @param format version of this layout; keys may be added without a new one
 * @param jobs by name
 * @param views by name
 */
public record Manifest(int format, List<Job> jobs, List<View> views) {
    private static final int FORMAT = 1;

    public Manifest {
        jobs = List.copyOf(jobs);
        views = List.copyOf(views);
    }

    /** One job; {@code upstream} names the jobs that write a table it reads. */
    public record Job(
            String name,
            String kind,
            String owner,
            String schedule,
            List<String> reads,
            List<String> writes,
            List<String> upstream,
            String digest) {
        public Job {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(owner, "owner");
            Objects.requireNonNull(schedule, "schedule");
            reads = List.copyOf(reads);
            writes = List.copyOf(writes);
            upstream = List.copyOf(upstream);
            Objects.requireNonNull(digest, "digest");
        }

        private static Job of(JobSpec job, NavigableSet<String> upstream) {
            return new Job(
                    job.name(),
                    job.kind(),
                    job.header().owner(),
                    job.header().schedule().word(),
                    job.reads().stream().map(TableName::toString).toList(),
                    job.writes().stream().map(TableName::toString).toList(),
                    List.copyOf(upstream),
                    job.header().digest());
        }
    }

    /** One feature view; {@code columns} in the order of the table. */
    public record View(String name, String table, String entity, List<Column> columns, String digest) {
        public View {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(entity, "entity");
            columns = List.copyOf(columns);
            Objects.requireNonNull(digest, "digest");
        }

        private static View of(FeatureView view) {
            List<Column> columns = view.columns().stream()
                    .map(column -> new Column(column.name(), column.type().sql()))
                    .toList();
            return new View(view.name(), view.table().toString(), view.entity(), columns, view.digest());
        }
    }

    /** A feature and its type in Spark SQL. */
    public record Column(String name, String type) {
        public Column {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
        }
    }

    /** The manifest of a project. */
    public static Manifest of(Project project) {
        NavigableMap<String, NavigableSet<String>> upstream = project.upstream();
        List<Job> jobs = project.jobs().values().stream()
                .map(job -> Job.of(job, upstream.get(job.name())))
                .toList();
        List<View> views = project.views().values().stream().map(View::of).toList();
        return new Manifest(FORMAT, jobs, views);
    }

    /** JSON with sorted keys, two blanks of indentation, line feeds and a line feed at the end. */
    public String toJson() {
        try {
            return writer().writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest holds nothing but texts and lists", e);
        }
    }

    private static ObjectWriter writer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        Separators separators =
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        return JsonMapper.builder()
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build()
                .writer(printer);
    }
}
