package io.headrace.privacy;

import io.headrace.engine.Engine;
import io.headrace.engine.ProjectSchemas;
import io.headrace.job.JobRunner;
import io.headrace.notice.SecretText;
import io.headrace.privacy.search.Needle;
import io.headrace.privacy.search.Needles;
import io.headrace.run.Outcome;
import io.headrace.spec.Places;
import io.headrace.spec.Project;
import io.headrace.table.Lake;
import io.headrace.table.SubjectHash;
import io.headrace.table.SubjectKeys;
import io.headrace.trust.KeyRing;
import io.headrace.trust.SigningKey;
import io.headrace.trust.approval.ErasureCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/** Erasures of persons from a project: what one would do, doing it, and looking again. */
public final class Erasures {
    private final Project project;
    private final Engine engine;
    private final Lake lake;
    private final SubjectColumns columns;

    public Erasures(Project project, Engine engine) {
        this.project = Objects.requireNonNull(project, "project");
        this.engine = engine;
        this.lake = engine.lake();
        this.columns = SubjectColumns.of(project, new ProjectSchemas(project, lake.spark()));
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
                new EraseStage(project, lake, engine.copies(), columns, request, null, null, "", engine.cipher());
        return ErasurePlan.of(new PlaceSearch(lake, project.places(), engine.copies()).of(needles), stage.learnt());
    }

    /**
     * Erases the persons; goes on where an earlier call for them was interrupted.
     *
     * @param signing signs the certificate
     * @param salt 32 or more hexadecimal digits, drawn for the certificate
     * @param again whether to do it anew where it was done before
     */
    public Outcome erase(
            ErasureRequest request, SigningKey signing, String salt, LocalDate date, JobRunner.Again again) {
        requireKnown(request.subject());
        SubjectHash hash = hash();
        return new JobRunner(lake, engine.ledger())
                .run(
                        EraseSpec.of(request.digest(hash)),
                        new EraseStage(
                                project, lake, engine.copies(), columns, request, hash, signing, salt, engine.cipher()),
                        engine.context(date),
                        again);
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
