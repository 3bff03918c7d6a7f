package io.headrace.ingest;

import io.headrace.job.JobKind;
import io.headrace.job.JobStage;
import io.headrace.job.KeyServices;
import io.headrace.job.TableSchemas;
import io.headrace.job.Workplace;
import io.headrace.notice.SecretText;
import io.headrace.run.ColumnDefinitions;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.JobHeader;
import io.headrace.spec.Places;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.Catalog;
import io.headrace.spec.hocon.IngestReader;
import io.headrace.spec.hocon.Section;
import io.headrace.table.TableDescription;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** Raw files into bronze, silver and quarantine. */
public final class IngestKind implements JobKind<IngestSpec> {
    @Override
    public String word() {
        return IngestSpec.KIND;
    }

    @Override
    public Turn turn() {
        return Turn.SOURCES;
    }

    @Override
    public Declared read(Section section, JobHeader header, Catalog catalog) {
        return IngestReader.read(section, header, catalog);
    }

    @Override
    public JobStage stage(IngestSpec job, Workplace place) {
        return new IngestStage(
                job,
                place.lake(),
                place.ledger(),
                () -> tombstoneKey(job, place.places()),
                KeyServices.cipher(place.lake(), place.places()));
    }

    private static String tombstoneKey(IngestSpec job, Places places) {
        SecretText secrets = new SecretText(places.project(), System.getenv());
        return secrets.of(places.privacy().tombstoneKey())
                .orElseThrow(() -> ErasedColumns.noKey(
                        job.name(), secrets.missing(places.privacy().tombstoneKey(), "key")));
    }

    @Override
    public Optional<ColumnDefinitions> columns(IngestSpec job) {
        return Optional.of(new SourceTables(job).definitions());
    }

    @Override
    public Optional<StructType> schema(IngestSpec job, TableName table, TableSchemas schemas) {
        return table.equals(job.silver())
                ? Optional.of(new SourceTables(job).knownSchema(schemas.spark()))
                : Optional.empty();
    }

    @Override
    public List<TableDescription> tables(IngestSpec job, TableSchemas schemas) {
        return new SourceTables(job).described(schemas.spark());
    }
}
