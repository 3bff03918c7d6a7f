package io.headrace.job;

import io.headrace.run.ColumnDefinitions;
import io.headrace.spec.FeatureView;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Places;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.JobReader;
import io.headrace.spec.hocon.JobReaders;
import io.headrace.table.TableDescription;
import io.headrace.table.TableLayout;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * A kind of job: its word, how its file is read, what it does, and when.
 *
 * <p>Kinds are found by {@link java.util.ServiceLoader}: a new kind is one class and its line in
 * {@code META-INF/services/io.headrace.spec.hocon.JobReader}.
 *
 * @param <J> the record that its reader makes of a file
 */
public interface JobKind<J extends JobSpec> extends JobReader {
    /** What a run of the job does. */
    JobStage stage(J job, Workplace place);

    /** Whether the job runs on a date where nobody names it; by default what its schedule says. */
    default boolean isDue(J job, LocalDate date, Workplace place) {
        return job.header().schedule().isDueOn(date);
    }

    /** Why the job runs on a date on which its schedule alone would not have it run; empty where nothing is to be said. */
    default Optional<String> whyDue(J job, LocalDate date, Workplace place) {
        return Optional.empty();
    }

    /** Whether {@code backfill --stale} runs it again where nobody names it. */
    default boolean isBackfilled() {
        return true;
    }

    /** The digest of a definition that its output follows besides its file; a finished run by another is stale. */
    default Optional<String> definition(J job) {
        return Optional.empty();
    }

    /**
     * A view whose inputs are what a run sees of their tables at its own as-of; it tells which runs are stale when rows came later.
     *
     * @return empty where it cannot be told: what came counts by the dates of files then
     */
    default Optional<FeatureView> sees(J job) {
        return Optional.empty();
    }

    /** What each column that it writes is computed by; a finished run that lacks one, or computed it otherwise, is stale. */
    default Optional<ColumnDefinitions> columns(J job) {
        return Optional.empty();
    }

    /** Places outside of the lake that the job writes to: key in {@code conf/} to place. */
    default Map<String, String> outside(J job, Places places) {
        return Map.of();
    }

    /**
     * The columns of a table that the job writes, without any data: what other specs say about the table is checked against them.
     *
     * @param schemas those of other tables
     * @return empty where they cannot be found out; the table's SQL texts are then not checked
     */
    default Optional<StructType> schema(J job, TableName table, TableSchemas schemas) {
        return Optional.empty();
    }

    /**
     * The tables that the job writes, described without any data.
     *
     * @param schemas those of other tables
     */
    default List<TableDescription> tables(J job, TableSchemas schemas) {
        return job.writes().stream()
                .flatMap(table -> schema(job, table, schemas).stream()
                        .map(schema -> TableDescription.of(
                                TableLayout.plain(table, schema),
                                job.header().owner(),
                                table.kind().row())))
                .toList();
    }

    /** The kind of a job. */
    @SuppressWarnings("unchecked")
    static <J extends JobSpec> JobKind<J> of(J job) {
        return (JobKind<J>) JobReaders.byWord().get(job.kind());
    }
}
