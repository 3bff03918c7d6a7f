package io.headrace.train;

import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.job.JobKind;
import io.headrace.job.JobStage;
import io.headrace.job.TableSchemas;
import io.headrace.job.Workplace;
import io.headrace.registry.Registry;
import io.headrace.spec.JobHeader;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.hocon.Catalog;
import io.headrace.spec.hocon.Section;
import io.headrace.spec.hocon.TrainReader;
import io.headrace.table.TableDescription;
import java.time.LocalDate;
import java.util.List;

/** A version of a model. */
public final class TrainKind implements JobKind<TrainSpec> {
    @Override
    public String word() {
        return TrainSpec.KIND;
    }

    @Override
    public Declared read(Section section, JobHeader header, Catalog catalog) {
        return TrainReader.read(section, header, catalog);
    }

    @Override
    public JobStage stage(TrainSpec job, Workplace place) {
        return new TrainStage(job, place.lake(), registry(place), Tiles.of(place.places()));
    }

    /** A model without champion is trained whatever its schedule says: nothing could be scored otherwise. */
    @Override
    public boolean isDue(TrainSpec job, LocalDate date, Workplace place) {
        return JobKind.super.isDue(job, date, place)
                || registry(place).state(job.model()).champion().isEmpty();
    }

    /** A model of an earlier day, trained again, may take the place of a newer one: only who names the job wants that. */
    @Override
    public boolean isBackfilled() {
        return false;
    }

    @Override
    public List<TableDescription> tables(TrainSpec job, TableSchemas schemas) {
        return schemas.of(job.view().table()).map(view -> TrainingTable.described(job, view)).stream()
                .toList();
    }

    private static Registry registry(Workplace place) {
        return new Registry(place.lake(), place.clock());
    }
}
