package io.headrace.registry;

import io.headrace.run.Digest;
import io.headrace.run.Json;
import java.util.Objects;
import java.util.Optional;

/**
 * One event in the life of a model.
 *
 * @param model the model's name
 * @param seq 1, 2, ... without gaps
 * @param type what happened
 * @param version the model version concerned, 1 or more
 * @param actor who did it, as claimed
 * @param reason why
 * @param detail what was registered or decided
 * @param runId the run that did it, empty when a person did
 * @param atMicros when, microseconds since 1970
 * @param previous digest of the event before, empty for the first
 */
public record ModelEvent(
        String model,
        long seq,
        Type type,
        int version,
        String actor,
        String reason,
        EventDetail detail,
        String runId,
        long atMicros,
        String previous) {
    /** What may happen to a model. */
    public enum Type {
        /** A version was trained and its artifact stored. */
        REGISTERED,
        /** The gates judged a version. */
        JUDGED,
        /** A version became champion. */
        PROMOTED,
        /** An earlier champion became champion again. */
        ROLLED_BACK,
        /** An alias came to name a version; it leaves the one that it named before. */
        ALIASED,
        /** An alias names nothing any more. */
        UNALIASED,
        /** The version of an alias came to decide about another share of the entities. */
        STAGED,
        /** A person agreed that a version becomes champion. */
        APPROVED,
        /** A person said what only a person can say of a version. */
        NOTED,
        /** A person wrote a version to a bundle, for another lake. */
        EXPORTED,
        /** A version that was trained in another lake came as a bundle. */
        IMPORTED,
        /** A version may not be used any more. */
        RETIRED
    }

    public ModelEvent {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(previous, "previous");
    }

    /** What is known of the version, where the event registers one, trained here or elsewhere. */
    public Optional<VersionRecord> trained() {
        return detail instanceof VersionRecord record
                ? Optional.of(record)
                : imported().map(EventDetail.Imported::record);
    }

    /** What the gates decided, where the event is their judgement, or brings that of another lake. */
    public Optional<Judgement> judgement() {
        return detail instanceof Judgement judgement
                ? Optional.of(judgement)
                : imported().map(EventDetail.Imported::judgement);
    }

    /** What came with the version, where the event brings one from another lake. */
    public Optional<EventDetail.Imported> imported() {
        return detail instanceof EventDetail.Imported imported ? Optional.of(imported) : Optional.empty();
    }

    /** The alias that came or went, where the event is about one. */
    public Optional<String> alias() {
        return detail instanceof EventDetail.Alias alias ? Optional.of(alias.name()) : Optional.empty();
    }

    /** The share that the version of an alias decides about, where the event gives it one. */
    public Optional<EventDetail.Allotment> stage() {
        return detail instanceof EventDetail.Allotment stage ? Optional.of(stage) : Optional.empty();
    }

    /** The signed approval, where the event is one. */
    public Optional<EventDetail.Agreement> agreement() {
        return detail instanceof EventDetail.Agreement agreement ? Optional.of(agreement) : Optional.empty();
    }

    /** What a person spoke about, where the event is a note; the reason is what was said. */
    public Optional<NoteField> noted() {
        return detail instanceof EventDetail.Note note ? Optional.of(note.field()) : Optional.empty();
    }

    /** Digest of the event with all its parts; the next event names it, so that none can be changed unseen. */
    public String digest() {
        return Digest.of(Json.write(this));
    }
}
