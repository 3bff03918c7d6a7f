package io.headrace.report.models;

import io.headrace.audit.AuditTrail;
import io.headrace.audit.AuditTrail.Deed;
import io.headrace.metric.Figure;
import io.headrace.metric.GateOutcome;
import io.headrace.registry.ModelEvent;
import io.headrace.registry.ModelState;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.NoteField;
import io.headrace.registry.Registry;
import io.headrace.registry.VersionRecord.Provenance;
import io.headrace.report.DisplayFormat;
import io.headrace.report.Evidence;
import io.headrace.report.Evidence.Section;
import io.headrace.report.Inventory;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.FeatureView;
import io.headrace.spec.JobSpec;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.Project;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Publications;
import io.headrace.train.search.TrialEncoders;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Collects what is on record of a model version: from the registry, the ledger, figures, decisions and the project's specs. */
public final class EvidenceReader {
    private final Project project;
    private final Lake lake;
    private final Registry registry;
    private final CardReader cards;
    private final AuditTrail trail;

    public EvidenceReader(Project project, Lake lake, Ledger ledger, Registry registry, Publications publications) {
        this.project = project;
        this.lake = lake;
        this.registry = registry;
        this.cards = new CardReader(lake, ledger, registry);
        this.trail = new AuditTrail(lake, registry, publications, ledger);
    }

    /**
     * The pages of all versions of all models.
     *
     * @param name the project's
     */
    public Inventory inventory(String name) {
        return new Inventory(
                name,
                registry.models().stream()
                        .flatMap(model -> registry.state(model).versions().stream()
                                .map(version -> new Inventory.Entry(
                                        model,
                                        version.number(),
                                        registry.state(model).aliasesOf(version.number()),
                                        of(model, version))))
                        .toList());
    }

    /** All that is on record of the version. */
    public Evidence of(String model, ModelVersion version) {
        VersionEvents events = VersionEvents.of(registry.events(model), version.number());
        return new Evidence(List.of(
                model(model, version, events),
                use(version, events),
                data(model, version, events),
                method(version, events),
                tests(model, version, events),
                monitoring(model, events),
                approvals(events),
                Section.named("changes").fact("events", events.of(ModelEvent.Type.values())),
                Section.named("review")
                        .words("next review date", events.noted(NoteField.NEXT_REVIEW))
                        .words("retention of these records", events.noted(NoteField.RETENTION))));
    }

    private Section model(String model, ModelVersion version, VersionEvents events) {
        ModelState state = registry.state(model);
        Provenance from = version.record().provenance();
        return Section.named("model")
                .fact("name", model)
                .fact("version", Integer.toString(version.number()))
                .fact("digest", version.digest())
                .fact("aliases", state.aliasesOf(version.number()))
                .fact("verdict of the gates", version.verdictWord())
                .fact("retired", version.isRetired() ? "yes" : "no")
                .fact("trained by", version.imported().isEmpty() ? version.runId() : "")
                .fact(
                        "imported from",
                        version.imported()
                                .map(imported -> imported.source().words() + ", bundle " + imported.bundle())
                                .orElse(""))
                .word("owner", from.owner())
                .words("tier", events.noted(NoteField.TIER))
                .words("developer", events.noted(NoteField.DEVELOPER))
                .words("independent validator", events.noted(NoteField.INDEPENDENT_VALIDATOR));
    }

    private static Section use(ModelVersion version, VersionEvents events) {
        return Section.named("use")
                .word("intended use", version.record().purpose().intendedUse())
                .word(
                        "limits, and what it must not be used for",
                        version.record().purpose().limits())
                .words("users", events.noted(NoteField.USERS))
                .words("human oversight", events.noted(NoteField.HUMAN_OVERSIGHT));
    }

    private Section data(String model, ModelVersion version, VersionEvents events) {
        Provenance from = version.record().provenance();
        Optional<FeatureView> view = Optional.ofNullable(project.views().get(from.view()));
        return Section.named("data")
                .fact(
                        "tables",
                        cards.inputs(version).entrySet().stream()
                                .map(table -> table.getKey() + " version " + table.getValue())
                                .toList())
                .fact("as of", from.date())
                .fact("population", from.population())
                .fact("label", from.label())
                .fact("rows to learn from", DisplayFormat.count(from.trainRows()))
                .fact("rows to test on", DisplayFormat.count(from.testRows()))
                .fact("view", from.view() + ", definition " + from.featureVersion())
                .fact(
                        "features",
                        from.features().stream()
                                .map(feature -> feature + meaning(view, feature))
                                .toList())
                .fact("features without information", from.idleFeatures())
                .fact(
                        "personal features",
                        from.features().stream()
                                .filter(feature -> view.flatMap(known -> known.column(feature))
                                        .filter(FeatureView.FeatureColumn::personal)
                                        .isPresent())
                                .toList())
                .fact("jobs that compare groups of people", jobs(FairnessSpec.class, model, FairnessSpec::model))
                .words("representativeness", events.noted(NoteField.REPRESENTATIVENESS))
                .words("how the data were collected", events.noted(NoteField.DATA_COLLECTION));
    }

    private static String meaning(Optional<FeatureView> view, String feature) {
        return view.flatMap(known -> known.column(feature))
                .map(FeatureView.FeatureColumn::comment)
                .filter(comment -> !comment.isEmpty())
                .map(comment -> ": " + comment)
                .orElse("");
    }

    /** Names of the project's jobs of a kind that are about the model. */
    private <T extends JobSpec> List<String> jobs(Class<T> kind, String name, Function<T, String> model) {
        return project.jobs().values().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(job -> model.apply(job).equals(name))
                .map(JobSpec::name)
                .sorted()
                .toList();
    }

    private Section method(ModelVersion version, VersionEvents events) {
        Provenance from = version.record().provenance();
        return Section.named("method")
                .fact("learner", from.learner())
                .fact(
                        "settings",
                        version.record().settings().entrySet().stream()
                                .map(setting -> setting.getKey() + " = " + setting.getValue())
                                .toList())
                .fact("calibrator", from.calibration().isEmpty() ? from.calibrator() : from.calibration())
                .fact("prediction interval", from.interval())
                .fact("weights of rows", from.weights())
                .fact("seed", Long.toString(from.seed()))
                .fact("decided positive", version.record().terms().decision())
                .fact("value of a decision", version.record().terms().valueInWords())
                .fact(
                        "plain rule that it is compared with",
                        version.record().terms().baseline())
                .fact(
                        "alternatives tried",
                        TrialEncoders.of(lake, version.runId()).stream()
                                .map(EvidenceReader::trial)
                                .toList())
                .words("assumptions", events.noted(NoteField.ASSUMPTIONS));
    }

    private static String trial(TrialEncoders.Line trial) {
        return trial.settings() + ": " + trial.metric().title() + " " + DisplayFormat.significant(trial.value())
                + (trial.isChosen() ? ", chosen" : "");
    }

    private Section tests(String model, ModelVersion version, VersionEvents events) {
        return Section.named("tests")
                .fact("date", version.record().provenance().date())
                .fact(
                        "figures",
                        version.record().figures().stream()
                                .map(EvidenceReader::figure)
                                .toList())
                .fact(
                        "gates",
                        cards.outcomes(model, version).stream()
                                .map(EvidenceReader::gate)
                                .toList())
                .words("report of the independent validation", events.noted(NoteField.VALIDATION_REPORT));
    }

    private static String figure(Figure figure) {
        return figure.id().words() + " " + DisplayFormat.significant(figure.value())
                + (figure.hasInterval()
                        ? " (" + DisplayFormat.significant(figure.lower()) + " to "
                                + DisplayFormat.significant(figure.upper()) + ")"
                        : "");
    }

    private static String gate(GateOutcome gate) {
        return gate.gate() + ": " + gate.found() + (gate.passed() ? ", passed" : ", failed");
    }

    private Section monitoring(String model, VersionEvents events) {
        return Section.named("monitoring")
                .fact("jobs", jobs(MonitorSpec.class, model, MonitorSpec::model))
                .fact(
                        "alerts and decisions",
                        trail.of(new AuditTrail.Filter(Optional.of(model), Optional.empty(), Optional.empty())).stream()
                                .filter(deed -> deed.kind() == Deed.Kind.DECISION)
                                .filter(deed -> !deed.what().startsWith("decision hold "))
                                .map(deed -> deed.at().truncatedTo(ChronoUnit.SECONDS) + " " + deed.what() + ": "
                                        + deed.why() + " (" + deed.run() + ")")
                                .toList())
                .words("incidents", events.noted(NoteField.INCIDENT))
                .words("decisions that people overruled", events.noted(NoteField.OVERRULED_DECISION));
    }

    private static Section approvals(VersionEvents events) {
        return Section.named("approvals")
                .fact("became champion", events.of(ModelEvent.Type.PROMOTED, ModelEvent.Type.ROLLED_BACK))
                // A person's signature under an approval is a sign-off; the word of a gate is none.
                .word("sign-off", String.join("; ", events.of(ModelEvent.Type.APPROVED)));
    }
}
