package io.headrace.registry;

import io.headrace.model.ModelFile;
import io.headrace.model.StoredSample;
import io.headrace.run.Digest;
import io.headrace.run.Faults;
import io.headrace.run.Json;
import io.headrace.run.RunContext;
import io.headrace.run.Verdict;
import io.headrace.spec.JobHeader;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.table.EventTable;
import io.headrace.table.Lake;
import io.headrace.table.TableDescription;
import io.headrace.trust.Envelope;
import io.headrace.trust.approval.Action;
import io.headrace.trust.approval.ApprovalRule;
import io.headrace.trust.approval.ApprovalVerdict;
import io.headrace.trust.approval.Proposal;
import io.headrace.trust.chain.Anchor;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/**
 * The model registry: append-only events in {@code headrace.models}, artifacts by content digest beside it.
 *
 * <p>Events of one model are serial: of two writers that saw the same last event one wins, the other fails.
 */
public final class Registry {
    /** The table of events. */
    public static final TableName TABLE = Layer.SYSTEM.table("models");

    /** What is known of the table. */
    static final TableDescription DESCRIPTION = EventTable.described(
            TABLE, "one event in the life of a model; each names the digest of the one before", "model");

    private static final String PASSED = "passed all gates";
    private static final String NONE = "none";

    private final Lake lake;
    private final EventTable events;
    private final Clock clock;
    private final ModelTrust trust;

    /** The registry of a lake of which nothing is asked. */
    public Registry(Lake lake, Clock clock) {
        this(lake, clock, ModelTrust.NONE);
    }

    /**
     * The registry of a lake.
     *
     * @param trust what is asked of models before they are loaded or become champion
     */
    public Registry(Lake lake, Clock clock, ModelTrust trust) {
        this.trust = trust;
        this.lake = lake;
        this.events = new EventTable(lake, DESCRIPTION);
        this.clock = clock;
    }

    /** Names of all models. */
    public List<String> models() {
        return events.subjects();
    }

    /** All events of a model, oldest first; refuses an event that was changed by hand, and events that are gone. */
    public List<ModelEvent> events(String model) {
        return chain(model).stream().map(EventTable.Entry::record).toList();
    }

    /**
     * The events, each of which must be as it was written and name the digest of the one before; the last that is known outside the table
     * must be among them.
     */
    private List<EventTable.Entry<ModelEvent>> chain(String model) {
        Optional<Anchor.Mark> head = events.head(model);
        List<EventTable.Entry<ModelEvent>> entries = events.of(model, ModelEvent.class);
        String previous = "";
        for (EventTable.Entry<ModelEvent> entry : entries) {
            ModelEvent event = entry.record();
            if (!entry.isIntact()
                    || event.seq() != entry.seq()
                    || !event.previous().equals(previous)) {
                throw RegistryErrors.brokenChain(model, entry.seq());
            }
            previous = entry.digest();
        }
        head.ifPresent(known -> requireHead(model, entries, known));
        return entries;
    }

    private static void requireHead(String model, List<EventTable.Entry<ModelEvent>> entries, Anchor.Mark head) {
        if (head.size() > entries.size()) {
            throw RegistryErrors.cutTail(model, entries.size(), head);
        }
        if (head.size() > 0 && !entries.get((int) head.size() - 1).digest().equals(head.last())) {
            throw RegistryErrors.brokenChain(model, head.size());
        }
    }

    /** Holds all events of a model against what is known of them elsewhere, and says what is not as it was. */
    public RegistryAudit.Result audit(String model, List<? extends Anchor> anchors) {
        List<Anchor> all = new ArrayList<>(anchors);
        events.head(model).ifPresent(all::add);
        long counted = events.counted(model);
        return new RegistryAudit(TABLE + "/" + model).of(events.of(model, ModelEvent.class), counted, all);
    }

    /** What is true of the model now. */
    public ModelState state(String model) {
        List<EventTable.Entry<ModelEvent>> chain = chain(model);
        return ModelState.of(
                model,
                chain.stream().map(EventTable.Entry::record).toList(),
                chain.isEmpty() ? "" : chain.get(chain.size() - 1).digest());
    }

    /** The champion; a user error when there is none. */
    public ModelVersion champion(String model) {
        ModelState state = state(model);
        return state.champion().orElseThrow(() -> RegistryErrors.noChampion(model, state.versions()));
    }

    /** Stores an artifact under its digest; the same content is stored once. */
    public String store(String model, ModelFile file) {
        byte[] bytes = file.bytes();
        String digest = Digest.of(bytes);
        lake.writeOnce(artifactPath(model, digest), bytes);
        return digest;
    }

    /** Stores rows with their scores beside the artifact. */
    public void store(String model, String digest, StoredSample sample) {
        lake.writeOnce(samplePath(model, digest), sample.bytes());
    }

    /** The bytes of an artifact, and of its sample, as they are stored; empty where they are missing. */
    public Optional<Stored> stored(String model, String digest) {
        return lake.readBytes(artifactPath(model, digest))
                .flatMap(bytes -> lake.readBytes(samplePath(model, digest)).map(sample -> new Stored(bytes, sample)));
    }

    /** Bytes as they lie in the lake. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Stored(byte[] artifact, byte[] sample) {}

    private static String samplePath(String model, String digest) {
        return "models/" + model + "/" + digest + ".sample.json";
    }

    /** Keeps the definition of a job that trains the model, under its digest. */
    public void keepJob(String model, JobHeader job) {
        if (!job.definition().isEmpty()) {
            lake.writeOnce(jobPath(model, job.digest()), job.definition().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Stores an artifact and its sample as they are, unless they are there. */
    public void store(String model, String digest, Stored stored) {
        lake.writeOnce(artifactPath(model, digest), stored.artifact());
        lake.writeOnce(samplePath(model, digest), stored.sample());
    }

    /** The definition of a digest; empty where no version was trained by it since definitions are kept. */
    public Optional<String> keptJob(String model, String digest) {
        return lake.readText(jobPath(model, digest));
    }

    private static String jobPath(String model, String digest) {
        return "models/" + model + "/" + digest + ".job.json";
    }

    /** Loads an artifact; refuses one whose bytes have changed, and one that is not signed where that is asked for. */
    public ModelFile load(String model, String digest) {
        byte[] bytes = lake.readBytes(artifactPath(model, digest))
                .orElseThrow(() -> RegistryErrors.noArtifact(model, artifact(model, digest)));
        ModelFile file = ModelFile.read(bytes, digest);
        trust.signers().ifPresent(signers -> new ModelSignatures(lake, this).require(model, digest, signers));
        return file;
    }

    /** Where an artifact lies; its file is named after its digest. */
    public String artifact(String model, String digest) {
        return lake.root() + "/" + artifactPath(model, digest);
    }

    /** The files of a version below the lake's root: the artifact, and the rows with their scores. */
    public List<String> files(String model, String digest) {
        return List.of(artifactPath(model, digest), samplePath(model, digest));
    }

    private static String artifactPath(String model, String digest) {
        return "models/" + model + "/" + digest + ".json";
    }

    /**
     * Records a trained version, the verdict on it and, where the gates let it, its promotion, or that it is {@link ModelState#CHALLENGER}
     * from now on, unless another version is; where people must approve, it waits for them as challenger. Does what an interrupted attempt of the same run left undone.
     *
     * @param record what is known of the version
     * @param judgement what the gates decided
     */
    public void register(
            String model, int version, String runId, String actor, VersionRecord record, Judgement judgement) {
        requireFree(model, version, runId);
        once(model, ModelEvent.Type.REGISTERED, version, runId, actor, "trained", record);
        Faults.reach("registered");
        once(model, ModelEvent.Type.JUDGED, version, runId, actor, "gates", judgement);
        Faults.reach("judged");
        boolean passed = judgement.verdict() == Verdict.PROMOTED;
        if (passed && trust.rule().isEmpty()) {
            once(model, ModelEvent.Type.PROMOTED, version, runId, actor, PASSED, EventDetail.NONE);
        } else if ((passed || judgement.verdict() == Verdict.PASSED)
                && state(model).named(ModelState.CHALLENGER).isEmpty()) {
            once(model, ModelEvent.Type.ALIASED, version, runId, actor, PASSED, named(ModelState.CHALLENGER));
        }
    }

    /** A run that trains has chosen its number long before it registers. */
    private void requireFree(String model, int version, String runId) {
        state(model).versions().stream()
                .filter(known -> known.number() == version && !known.runId().equals(runId))
                .findFirst()
                .ifPresent(known -> {
                    throw RegistryErrors.numberTaken(model, known, runId);
                });
    }

    /**
     * Registers a version that was trained in another lake, once: whoever imports it again, or at the same time, gets the version that is there.
     * It has no alias.
     *
     * @param runId names the import: the same name for the same version of the same lake
     * @param least the lowest number that is not promised to a run that trains
     */
    public ModelVersion add(String model, EventDetail.Imported version, String runId, String actor, IntSupplier least) {
        while (true) {
            ModelState state = state(model);
            Optional<ModelVersion> known = state.of(runId);
            if (known.isPresent()) {
                return known.get();
            }
            int number = Math.max(state.nextVersion(), least.getAsInt());
            // Where somebody else appended meanwhile, it is looked at once more what there is.
            appended(
                    state,
                    ModelEvent.Type.IMPORTED,
                    number,
                    runId,
                    actor,
                    version.source().words(),
                    version);
        }
    }

    /**
     * Records that a version leaves the lake as a bundle.
     *
     * @param bundle SHA-256 of the file
     */
    public ModelEvent exported(String model, int version, String bundle, String actor, String reason) {
        return append(model, ModelEvent.Type.EXPORTED, version, "", actor, reason, new EventDetail.Exported(bundle));
    }

    private void once(
            String model,
            ModelEvent.Type type,
            int version,
            String runId,
            String actor,
            String reason,
            EventDetail detail) {
        boolean known = events(model).stream()
                .anyMatch(event -> event.type() == type
                        && event.version() == version
                        && event.runId().equals(runId));
        if (!known) {
            append(model, type, version, runId, actor, reason, detail);
        }
    }

    /** Makes a version champion by a person's decision. */
    public ModelEvent promote(String model, int version, String actor, String reason) {
        ModelVersion wanted = state(model).version(version);
        if (wanted.isRetired()) {
            throw RegistryErrors.retired(model, version);
        }
        requireApproved(Action.PROMOTE, model, version, actor);
        return append(model, ModelEvent.Type.PROMOTED, version, "", actor, reason, EventDetail.NONE);
    }

    private void requireApproved(Action action, String model, int version, String actor) {
        trust.rule().ifPresent(rule -> {
            ApprovalVerdict verdict = judged(rule, action, model, version, Set.of(actor), agreements(model));
            if (!verdict.granted()) {
                throw RegistryErrors.notApproved(
                        verdict, action == Action.PROMOTE ? "promote " + model + " " + version : "rollback " + model);
            }
        });
    }

    private ApprovalVerdict judged(
            ApprovalRule rule,
            Action action,
            String model,
            int version,
            Set<String> proposers,
            List<Envelope> documents) {
        return rule.judge(proposal(action, model, version), proposers, documents, micros());
    }

    private List<Envelope> agreements(String model) {
        return events(model).stream()
                .flatMap(event -> event.agreement().stream()
                        .map(agreement ->
                                Envelope.parse(agreement.envelope(), TABLE + "/" + model + " " + event.seq())))
                .toList();
    }

    /**
     * What is to be approved before the version becomes champion: artifact, figures and gates. The event that made the present champion is part of it,
     * so that an approval counts once.
     */
    public Proposal proposal(Action action, String model, int version) {
        VersionRecord record = state(model).version(version).record();
        SortedMap<String, String> digests = new TreeMap<>();
        digests.put("model", record.digest());
        digests.put("figures", Digest.of(Json.write(record.figures())));
        digests.put("gates", NONE);
        digests.put("champion", NONE);
        for (EventTable.Entry<ModelEvent> entry : chain(model)) {
            ModelEvent event = entry.record();
            if (event.type() == ModelEvent.Type.JUDGED && event.version() == version) {
                digests.put("gates", Digest.of(Json.write(event.judgement().orElseThrow())));
            } else if (event.type() == ModelEvent.Type.PROMOTED || event.type() == ModelEvent.Type.ROLLED_BACK) {
                digests.put("champion", entry.digest());
            }
        }
        return new Proposal(action, model + "/" + version, digests);
    }

    /**
     * Adds a signed approval of the version; refuses one that would not count.
     *
     * @return whether there are enough now
     */
    public ApprovalVerdict approve(
            Action action, String model, int version, Envelope approval, String actor, String reason) {
        ApprovalRule rule = trust.rule().orElseThrow(() -> RegistryErrors.nothingToApprove(model));
        ApprovalVerdict alone = judged(rule, action, model, version, Set.of(), List.of(approval));
        if (alone.approvers().isEmpty()) {
            throw RegistryErrors.worthNothing(alone);
        }
        EventDetail agreement = new EventDetail.Agreement(approval.json());
        append(model, ModelEvent.Type.APPROVED, version, "", actor, reason, agreement);
        return judged(rule, action, model, version, Set.of(), agreements(model));
    }

    /**
     * Keeps what a person says of a version.
     *
     * @param text as it is shown
     */
    public ModelEvent note(String model, int version, NoteField field, String actor, String text) {
        state(model).version(version);
        return append(
                model, ModelEvent.Type.NOTED, version, "", actor, field.checked(text), new EventDetail.Note(field));
    }

    private long micros() {
        return RunContext.micros(clock.instant());
    }

    /**
     * Lets an alias name a version by a person's decision; it leaves the one that it named before.
     *
     * @param alias not {@value ModelState#CHAMPION}: a version becomes champion by promotion
     */
    public ModelEvent alias(String model, String alias, int version, String actor, String reason) {
        ModelState state = state(model);
        ModelVersion wanted = state.version(version);
        if (wanted.isRetired()) {
            throw RegistryErrors.retired(model, version);
        }
        if (state.champion().filter(wanted::equals).isPresent()) {
            throw RegistryErrors.rivalOfItself(model, alias, version);
        }
        return append(model, ModelEvent.Type.ALIASED, version, "", actor, reason, named(alias));
    }

    /** Takes an alias from the version that it names. */
    public ModelEvent dropAlias(String model, String alias, String actor, String reason) {
        ModelState state = state(model);
        ModelVersion former = state.named(alias)
                .orElseThrow(() ->
                        RegistryErrors.noAlias(model, alias, state.aliases().keySet()));
        return append(model, ModelEvent.Type.UNALIASED, former.number(), "", actor, reason, named(alias));
    }

    /**
     * Takes an alias from a version by the decision of a run, once; does nothing where the alias names another version by now.
     *
     * @return how many events the model has
     */
    public long dropAlias(String model, String alias, int version, String runId, String reason) {
        if (names(model, alias, version)) {
            once(model, ModelEvent.Type.UNALIASED, version, runId, "policy", reason, named(alias));
        }
        return state(model).lastSeq();
    }

    /**
     * Lets the version of an alias decide about another share of the entities, by a person's decision.
     *
     * @param share 0 to 1
     * @param from first logical date for which it holds
     */
    public ModelEvent stage(String model, String alias, BigDecimal share, LocalDate from, String actor, String reason) {
        ModelState state = state(model);
        ModelVersion version = state.named(alias)
                .orElseThrow(() ->
                        RegistryErrors.noAlias(model, alias, state.aliases().keySet()));
        named(alias);
        return append(
                model,
                ModelEvent.Type.STAGED,
                version.number(),
                "",
                actor,
                reason,
                EventDetail.Allotment.of(alias, share, from));
    }

    /**
     * The same by the decision of a run, once; does nothing where the alias names another version by now.
     *
     * @return how many events the model has
     */
    public long stage(String model, EventDetail.Allotment stage, int version, String runId, String reason) {
        if (names(model, stage.alias(), version)) {
            once(model, ModelEvent.Type.STAGED, version, runId, "policy", reason, stage);
        }
        return state(model).lastSeq();
    }

    /**
     * Makes the version of an alias champion by the decision of a run, once; does nothing where the alias names another version by now, the
     * version is retired, or people must approve.
     *
     * @return how many events the model has
     */
    public long promote(String model, String alias, int version, String runId, String reason) {
        if (names(model, alias, version) && trust.rule().isEmpty()) {
            once(model, ModelEvent.Type.PROMOTED, version, runId, "policy", reason, EventDetail.NONE);
        }
        return state(model).lastSeq();
    }

    private boolean names(String model, String alias, int version) {
        return state(model)
                .named(alias)
                .filter(named -> named.number() == version)
                .isPresent();
    }

    private static EventDetail named(String alias) {
        if (alias.equals(ModelState.CHAMPION)) {
            throw RegistryErrors.championByAlias();
        }
        return new EventDetail.Alias(alias);
    }

    /** The version that a rollback makes champion again; a user error when there is none. */
    public ModelVersion formerChampion(String model) {
        return state(model).formerChampion().orElseThrow(() -> RegistryErrors.noFormerChampion(model));
    }

    /** Makes the champion before the present one champion again. */
    public ModelEvent rollBack(String model, String actor, String reason) {
        ModelVersion former = formerChampion(model);
        requireApproved(Action.ROLL_BACK, model, former.number(), actor);
        return append(model, ModelEvent.Type.ROLLED_BACK, former.number(), "", actor, reason, EventDetail.NONE);
    }

    /**
     * Makes an earlier champion champion again by the decision of a run, once; does nothing where another version is champion by now, or people
     * must approve.
     *
     * @param from the champion that the run found
     * @param to the version that takes its place
     * @return how many events the model has
     */
    public long rollBack(String model, int from, int to, String runId, String reason) {
        ModelState state = state(model);
        boolean isPresent =
                state.champion().filter(version -> version.number() == from).isPresent();
        if (isPresent && !state.version(to).isRetired() && trust.rule().isEmpty()) {
            once(model, ModelEvent.Type.ROLLED_BACK, to, runId, "policy", reason, EventDetail.NONE);
        }
        return state(model).lastSeq();
    }

    private ModelEvent append(
            String model,
            ModelEvent.Type type,
            int version,
            String runId,
            String actor,
            String reason,
            EventDetail detail) {
        return appended(state(model), type, version, runId, actor, reason, detail)
                .orElseThrow(() -> RegistryErrors.somebodyElse(model));
    }

    /** The event, if it is the next one after those of the state. */
    private Optional<ModelEvent> appended(
            ModelState state,
            ModelEvent.Type type,
            int version,
            String runId,
            String actor,
            String reason,
            EventDetail detail) {
        String model = state.model();
        ModelEvent event = new ModelEvent(
                model, state.lastSeq() + 1, type, version, actor, reason, detail, runId, micros(), state.lastDigest());
        Faults.reach("appending");
        boolean first = events.append(
                model, event.seq(), type.name().toLowerCase(java.util.Locale.ROOT), event, event.digest());
        if (!first && state(model).lastSeq() < event.seq()) {
            throw RegistryErrors.brokenChain(model, event.seq());
        }
        return first ? Optional.of(event) : Optional.empty();
    }
}
