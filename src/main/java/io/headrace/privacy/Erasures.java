package io.headrace.privacy;

import io.headrace.engine.Engine;
import io.headrace.engine.ProjectSchemas;
import io.headrace.job.JobRunner;
import io.headrace.notice.SecretText;
import io.headrace.privacy.search.Needle;
import io.headrace.privacy.search.Needles;
import io.headrace.run.Outcome;
import io.headrace.run.RunContext;
import io.headrace.spec.Places;
import io.headrace.spec.Project;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.SubjectHash;
import io.headrace.table.SubjectKeys;
import io.headrace.trust.KeyRing;
import io.headrace.trust.SigningKey;
import io.headrace.trust.approval.Action;
import io.headrace.trust.approval.Approval;
import io.headrace.trust.approval.ApprovalVerdict;
import io.headrace.trust.approval.ErasureCertificate;
import io.headrace.trust.approval.Proposal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Erasures of persons from a project: what one would do, doing it, and looking again. */
public final class Erasures {
    private final Project project;
    private final Engine engine;
    private final Lake lake;
    private final SubjectColumns columns;
    private final ErasureApprovals approvals;

    public Erasures(Project project, Engine engine) {
        this.project = Objects.requireNonNull(project, "project");
        this.engine = engine;
        this.lake = engine.lake();
        this.columns = SubjectColumns.of(project, new ProjectSchemas(project, lake.spark()));
        this.approvals = new ErasureApprovals(lake, project.places().trust());
    }

    private void requireKnown(String subject) {
        if (!columns.subjects().contains(subject)) {
            throw PrivacyErrors.noSubject(subject, columns.subjects());
        }
    }

    /** What an erasure would find; nothing is changed. */
    public ErasurePlan plan(ErasureRequest request) {
        requireKnown(request.subject());
        Needles needles = PersonNeedles.of(
                lake.decrypting(engine.cipher()),
                columns,
                request,
                PersonNeedles.sources(project, lake, request.subject()));
        EraseStage stage =
                new EraseStage(project, lake, engine.copies(), columns, request, null, null, engine.cipher());
        return ErasurePlan.of(new PlaceSearch(lake, project.places(), engine.copies()).of(needles), stage.learnt());
    }

    /**
     * Erases the persons, if those have approved who must; goes on where an earlier call for them was interrupted.
     *
     * @param signing signs the certificate
     * @param salt 32 or more hexadecimal digits, drawn for the certificate
     * @param again whether to do it anew where it was done before
     */
    public Outcome erase(
            ErasureRequest request, SigningKey signing, String salt, LocalDate date, JobRunner.Again again) {
        requireKnown(request.subject());
        SubjectHash hash = hash();
        EraseSpec spec = EraseSpec.of(request.digest(hash));
        List<String> agreed = isDone(spec, date, again)
                ? List.of()
                : approvals.required(proposal(request, hash), spec.name(), Engine.actor(), now());
        return new JobRunner(lake, engine.ledger())
                .run(
                        spec,
                        new EraseStage(
                                project,
                                lake,
                                engine.copies(),
                                columns,
                                request,
                                hash,
                                new CertificateSigning(signing, salt, agreed),
                                engine.cipher()),
                        engine.context(date),
                        again);
    }

    /** Whether a call does nothing, as all was done on that date. */
    private boolean isDone(EraseSpec spec, LocalDate date, JobRunner.Again again) {
        return again == JobRunner.Again.SKIP
                && claims(spec).anyMatch(claim -> claim.isDone() && claim.date().equals(date));
    }

    private Stream<Ledger.Claim> claims(EraseSpec spec) {
        return engine.ledger().claims(spec.name()).stream();
    }

    /**
     * Adds an approval of the erasure, signed by the key; a user error where nobody has to approve, or this one would not count.
     *
     * @param approver whose key it is
     * @return whether there are enough now
     */
    public ApprovalVerdict approve(ErasureRequest request, String approver, SigningKey key) {
        requireKnown(request.subject());
        SubjectHash hash = hash();
        Proposal proposal = proposal(request, hash);
        Approval approval = Approval.of(proposal, approver, request.reason(), now(), key);
        return approvals.add(proposal, EraseSpec.of(request.digest(hash)).name(), approval.signed(key), now());
    }

    /**
     * What is to be approved: whom to erase, by keyed hashes alone, why, and what becomes of models. The last erasure of the same persons that was finished is part of
     * it, so that an approval counts once.
     */
    private Proposal proposal(ErasureRequest request, SubjectHash hash) {
        String persons = request.digest(hash);
        EraseSpec spec = EraseSpec.of(persons);
        SortedMap<String, String> digests = new TreeMap<>();
        digests.put("persons", persons);
        digests.put("reason", hash.of("reason", request.reason()));
        digests.put("models", request.models().name());
        digests.put(
                "erasure",
                claims(spec)
                        .filter(Ledger.Claim::isDone)
                        .reduce((first, last) -> last)
                        .map(claim -> claim.run().toString())
                        .orElse("none"));
        return new Proposal(Action.ERASE, "the persons of " + spec.name(), digests);
    }

    private long now() {
        return RunContext.micros(engine.clock().instant());
    }

    private SubjectHash hash() {
        Places places = project.places();
        SecretText secrets = new SecretText(places.project(), System.getenv());
        return new SubjectHash(secrets.of(places.privacy().tombstoneKey())
                .orElseThrow(() ->
                        PrivacyErrors.noKey(secrets.missing(places.privacy().tombstoneKey(), "key"))));
    }

    /** The certificate of a run, by its path below the lake's root. */
    public static String certificateOf(Outcome outcome) {
        return EraseStage.certificate(io.headrace.run.RunId.parse(outcome.runId()));
    }

    /**
     * Verifies a certificate's signature and searches again.
     *
     * @param keys the persons whom it is about
     * @param texts what else of theirs is to be looked for, such as their addresses: it is in no record any more
     * @return the certificate
     * @throws io.headrace.run.HeadraceException if more is found than was left
     */
    public ErasureCertificate verify(Path file, KeyRing trusted, Collection<String> keys, Collection<String> texts) {
        ErasureCertificate certificate = ErasureCertificate.open(text(file), trusted, file.toString());
        if (keys.isEmpty() || !keys.stream().allMatch(certificate::isAbout)) {
            throw PrivacyErrors.notAbout(file.toString());
        }
        requireKnown(certificate.column());
        List<Needle> needles = new ArrayList<>();
        keys.forEach(key -> needles.add(Needle.key("key", columns.everywhere(certificate.column()), key)));
        texts.forEach(text -> needles.add(Needle.value("text", text)));
        SortedMap<String, Found> now = new PlaceSearch(lake, project.places(), engine.copies()).of(Needles.of(needles));
        List<String> contradictions = certificate.contradictions(Certificates.again(
                now, lake.has(SubjectKeys.TABLE) ? engine.cipher().keys(certificate.column(), keys) : 0, certificate));
        if (!contradictions.isEmpty()) {
            throw PrivacyErrors.contradicted(file.toString(), contradictions);
        }
        return certificate;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw PrivacyErrors.unreadable(file.toString(), e);
        }
    }
}
