package io.headrace.tally;

import io.headrace.job.JobKind;
import io.headrace.job.JobStage;
import io.headrace.job.TableSchemas;
import io.headrace.job.Workplace;
import io.headrace.spec.JobHeader;
import io.headrace.spec.SqlText.Rows;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.Catalog;
import io.headrace.spec.hocon.Section;
import io.headrace.spec.hocon.ValueType;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** A kind of job that only these tests know. */
public final class TallyKind implements JobKind<TallySpec> {
    @Override
    public String word() {
        return "tally";
    }

    @Override
    public Declared read(Section section, JobHeader header, Catalog catalog) {
        TableName table = section.required("table", ValueType.TABLE);
        catalog.needsTable(table, section.place("table"));
        TallySpec job = new TallySpec(header, table, catalog.condition(section, "where", Rows.of(table)));
        return new Declared(job, section.place("table"));
    }

    @Override
    public JobStage stage(TallySpec job, Workplace place) {
        return new TallyStage(job, place.lake());
    }

    @Override
    public Optional<StructType> schema(TallySpec job, TableName table, TableSchemas schemas) {
        return Optional.of(TallyStage.SCHEMA);
    }
}
