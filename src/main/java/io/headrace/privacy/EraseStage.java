package io.headrace.privacy;

import static org.apache.spark.sql.functions.col;

import io.headrace.job.JobStage;
import io.headrace.job.TableOutput;
import io.headrace.privacy.search.Hit;
import io.headrace.privacy.search.Needles;
import io.headrace.run.Faults;
import io.headrace.run.Intent;
import io.headrace.run.Json;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.Layer;
import io.headrace.spec.Project;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.LakeCipher;
import io.headrace.table.StagedTable;
import io.headrace.table.SubjectHash;
import io.headrace.table.SubjectKeys;
import io.headrace.table.Tombstones;
import io.headrace.trust.approval.ErasureCertificate;
import io.headrace.zones.MaskedCopies;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;

/**
 * Erases persons: a tombstone first, so that no file brings them back; then each table without them by one commit, so that readers see all others
 * throughout; then the masked copies; then the storage; then a certificate of what a last search finds.
 *
 * <p>What the tables lost is in no record; a run that is resumed is given the persons again.
 */
final class EraseStage implements JobStage {
    private static final String SALT = "salt";

    private final Project project;
    private final Lake lake;
    private final MaskedCopies copies;
    private final SubjectColumns columns;
    private final ErasureRequest request;
    private final SubjectHash hash;
    private final CertificateSigning signing;
    private final PlaceSearch search;
    private final LakeCipher cipher;

    EraseStage(
            Project project,
            Lake lake,
            MaskedCopies copies,
            SubjectColumns columns,
            ErasureRequest request,
            SubjectHash hash,
            CertificateSigning signing,
            LakeCipher cipher) {
        this.cipher = cipher;
        this.project = project;
        this.lake = lake;
        this.copies = copies;
        this.columns = columns;
        this.request = request;
        this.hash = hash;
        this.signing = signing;
        this.search = new PlaceSearch(lake, project.places(), copies);
    }

    /** The certificate of a run, below the lake's root. */
    static String certificate(RunId run) {
        return "headrace/erasures/" + run.toString().replace('/', '_') + ".certificate.json";
    }

    private static String drafted(RunId run) {
        return "headrace/erasures/" + run.toString().replace('/', '_') + ".draft.json";
    }

    private static String plan(RunId run) {
        return "headrace/erasures/" + run.toString().replace('/', '_') + ".plan.json";
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        requireCipher();
        Map<String, String> facts = Map.of(
                SALT,
                signing.salt(),
                "subject",
                request.subject(),
                "persons",
                Integer.toString(request.keys().size()),
                "reason",
                request.reason(),
                "models",
                request.models().name(),
                "reach",
                request.reach().name());
        return new Resolved(PersonNeedles.sources(project, lake, request.subject()), List.of(), facts);
    }

    private void requireCipher() {
        if (hasKeys()) {
            cipher.require();
        } else if (request.reach() == ErasureRequest.Reach.KEYS) {
            throw PrivacyErrors.nothingEncrypted(request.subject());
        }
    }

    /** Whether persons may have keys: a source encrypts by them, or did so. */
    private boolean hasKeys() {
        return lake.has(SubjectKeys.TABLE)
                || project.jobs().values().stream()
                        .anyMatch(job -> job instanceof IngestSpec ingest
                                && ingest.isEncrypted()
                                && ingest.person().subject().equals(Optional.of(request.subject())));
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        Needles needles = PersonNeedles.of(lake.decrypting(cipher), columns, request, intent.inputs());
        SortedMap<String, Found> found = search.of(needles);
        if (lake.readText(plan(run)).isEmpty()) {
            lake.writeOnce(
                    plan(run), Json.write(ErasurePlan.of(found, learnt())).getBytes(StandardCharsets.UTF_8));
        }
        Faults.reach("erasure planned");
        ErasurePlan plan = Json.read(lake.readText(plan(run)).orElseThrow(), ErasurePlan.class);
        List<Output> outputs = new ArrayList<>();
        outputs.add(new TombstoneOutput(intent));
        if (request.reach() == ErasureRequest.Reach.ALL) {
            outputs.addAll(rewritten(found, needles));
        }
        CertificateOutput certificate = new CertificateOutput(context, intent, plan, needles);
        if (hasKeys()) {
            outputs.add(new KeysOutput(certificate));
        }
        outputs.add(certificate);
        Map<String, String> counts =
                Map.of("persons", Integer.toString(request.keys().size()), "values", Long.toString(plan.found()));
        return new Prepared(
                outputs,
                List.of(),
                Verdict.PUBLISHED,
                counts,
                request.keys().size() + (request.keys().size() == 1 ? " person" : " persons") + " erased; certificate: "
                        + certificate(run));
    }

    /** The tables without the persons, then their storage. */
    private List<Output> rewritten(SortedMap<String, Found> found, Needles needles) {
        Set<TableName> tables = new TreeSet<>();
        List<Output> outputs = new ArrayList<>();
        found.values()
                .forEach(place -> PlaceSearch.table(lake, place.place()).ifPresent(table -> {
                    if (!place.hits().isEmpty()) {
                        tables.add(table);
                        rewritten(table, place, needles).ifPresent(staged -> outputs.add(new TableOutput(staged)));
                    }
                }));
        copies.require();
        outputs.add(new CopiesOutput());
        outputs.add(new SweepOutput(tables, needles));
        return outputs;
    }

    /** The table without the persons; empty where no file that it shows holds any of them, or its rows may not change. */
    private Optional<StagedTable> rewritten(TableName table, Found place, Needles needles) {
        StructType schema = lake.read(table).schema();
        if (PersonRows.isChain(table, schema) || table.equals(Tombstones.TABLE) || table.equals(SubjectKeys.TABLE)) {
            return Optional.empty();
        }
        PersonRows persons = new PersonRows(columns, request.subject(), request.keys(), needles);
        LakeFolder folder = new LakeFolder(lake);
        Set<String> files = place.hits().stream()
                .map(Hit::file)
                .map(file -> folder.absolute(table.layer() + "/" + table.name() + "/" + file))
                .collect(Collectors.toSet());
        StagedTable staged = lake.stage(table).rewrite(files, rows -> persons.staying(table, rows));
        return Optional.of(staged).filter(StagedTable::replacesFiles);
    }

    /** Model to the versions whose training sets hold one of the persons. */
    SortedMap<String, List<String>> learnt() {
        SortedMap<String, List<String>> learnt = new TreeMap<>();
        for (TableName table : lake.tables(Layer.TRAINING)) {
            PersonRows persons = new PersonRows(columns, request.subject(), request.keys(), Needles.of(List.of()));
            List<String> versions = lake
                    .read(table)
                    .where(persons.isOf(lake.read(table).schema()))
                    .select(col("model_version").cast("string"))
                    .distinct()
                    .collectAsList()
                    .stream()
                    .map(row -> row.getString(0))
                    .sorted()
                    .toList();
            if (!versions.isEmpty()) {
                learnt.put(table.name(), versions);
            }
        }
        return learnt;
    }

    private static Instant began(Intent intent) {
        return Instant.EPOCH.plus(intent.createdMicros(), ChronoUnit.MICROS);
    }

    /** Who must not come back. */
    private final class TombstoneOutput implements Output {
        private final Intent intent;

        TombstoneOutput(Intent intent) {
            this.intent = intent;
        }

        @Override
        public String name() {
            return Tombstones.TABLE.toString();
        }

        @Override
        public long publish(RunId run) {
            new Tombstones(lake).add(run, request.subject(), request.hashes(hash), began(intent));
            return lake.version(Tombstones.TABLE);
        }
    }

    /** The masked copies, made of the tables without the persons. */
    private final class CopiesOutput implements Output {
        @Override
        public String name() {
            return "copies";
        }

        @Override
        public long publish(RunId run) {
            copies.forget();
            return 0;
        }
    }

    /** The keys of their encrypted values: after the tables, as what they decrypt tells what else to look for. */
    private final class KeysOutput implements Output {
        private final CertificateOutput certificate;

        KeysOutput(CertificateOutput certificate) {
            this.certificate = certificate;
        }

        @Override
        public String name() {
            return SubjectKeys.TABLE.toString();
        }

        @Override
        public long publish(RunId run) {
            // What they decrypt is looked for: afterwards nobody knows it any more.
            certificate.draft(run);
            Faults.reach("certificate drafted");
            cipher.destroy(run, request.subject(), request.keys());
            return lake.version(SubjectKeys.TABLE);
        }
    }

    /** The storage. */
    private final class SweepOutput implements Output {
        private final Set<TableName> tables;
        private final Needles needles;

        SweepOutput(Set<TableName> tables, Needles needles) {
            this.tables = tables;
            this.needles = needles;
        }

        @Override
        public String name() {
            return "storage";
        }

        @Override
        public long publish(RunId run) {
            new LakeSweep(lake, search, needles).sweep(tables);
            return 0;
        }
    }

    /** What a last search finds, signed. */
    private final class CertificateOutput implements Output {
        private final RunContext context;
        private final Intent intent;
        private final ErasurePlan plan;
        private final Needles needles;

        CertificateOutput(RunContext context, Intent intent, ErasurePlan plan, Needles needles) {
            this.context = context;
            this.intent = intent;
            this.plan = plan;
            this.needles = needles;
        }

        @Override
        public String name() {
            return "certificate";
        }

        @Override
        public long publish(RunId run) {
            if (lake.readText(certificate(run)).isEmpty()) {
                ErasureCertificate found = lake.readText(drafted(run))
                        .map(text ->
                                Json.read(text, ErasureCertificate.class).endedAt(RunContext.micros(context.now())))
                        .orElseGet(this::searched);
                lake.writeOnce(
                        certificate(run), found.signed(signing.key()).json().getBytes(StandardCharsets.UTF_8));
            }
            return 0;
        }

        /** Keeps what is found now, to be signed when the keys are destroyed; a draft that is there stays. */
        void draft(RunId run) {
            if (lake.readText(drafted(run)).isEmpty()) {
                lake.writeOnce(drafted(run), Json.write(searched()).getBytes(StandardCharsets.UTF_8));
            }
        }

        private ErasureCertificate searched() {
            return new Certificates(project, request, hasKeys(), signing.approvals())
                    .of(
                            plan,
                            search.of(needles),
                            intent.fact(SALT),
                            context.actor(),
                            intent.createdMicros(),
                            RunContext.micros(context.now()));
        }
    }
}
