package io.headrace.train;

import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.job.JobKind;
import io.headrace.job.JobStage;
import io.headrace.job.TableSchemas;
import io.headrace.job.Workplace;
import io.headrace.registry.DecisionTable;
import io.headrace.registry.ModelTrust;
import io.headrace.registry.Registry;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.JobHeader;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.hocon.Catalog;
import io.headrace.spec.hocon.Section;
import io.headrace.spec.hocon.TrainReader;
import io.headrace.table.Ledger.Claim;
import io.headrace.table.TableDescription;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** A model without champion is trained whatever its schedule says: nothing could be scored otherwise. So is one that a policy asks for. */
    @Override
    public boolean isDue(TrainSpec job, LocalDate date, Workplace place) {
        return JobKind.super.isDue(job, date, place)
                || registry(place).state(job.model()).champion().isEmpty()
                || whyDue(job, date, place).isPresent();
    }

    /** The reasons of a decision to train that no training has followed yet. */
    @Override
    public Optional<String> whyDue(TrainSpec job, LocalDate date, Workplace place) {
        Optional<LocalDate> trained = place.ledger().claims(job.name()).stream()
                .filter(claim -> claim.isDone() && claim.date().isBefore(date))
                .map(Claim::date)
                .max(Comparator.naturalOrder());
        return DecisionTable.toTrain(place.lake(), job.model(), trained, date);
    }

    /** A model of an earlier day, trained again, may take the place of a newer one: only who names the job wants that. */
    @Override
    public boolean isBackfilled() {
        return false;
    }

    /** Whatever is before the run's own as-of may be in its training set; a label without time cannot be placed. */
    @Override
    public Optional<FeatureView> sees(TrainSpec job) {
        Optional<String> labelled = job.label() instanceof LabelSpec.Event event
                ? Optional.of(event.time())
                : job.label() instanceof LabelSpec.Known known ? known.time() : Optional.empty();
        return labelled.map(time -> {
            FeatureView view = job.view();
            Map<String, Input> inputs = new LinkedHashMap<>();
            view.allInputs()
                    .forEach((alias, input) ->
                            inputs.put(alias, new Input(input.table(), input.time(), Optional.empty())));
            inputs.put("_label", new Input(job.label().table(), labelled, Optional.empty()));
            return new FeatureView(
                    view.name(),
                    view.entity(),
                    view.knownBy(),
                    inputs,
                    "select *",
                    view.columns(),
                    Optional.empty(),
                    "");
        });
    }

    @Override
    public List<TableDescription> tables(TrainSpec job, TableSchemas schemas) {
        return schemas.of(job.view().table()).map(view -> TrainingTable.described(job, view)).stream()
                .toList();
    }

    private static Registry registry(Workplace place) {
        return new Registry(
                place.lake(),
                place.clock(),
                ModelTrust.ofApprovals(place.places().trust()));
    }
}
