package io.headrace.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/** What an event of the registry holds beside who, when and why. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = VersionRecord.class, name = "version"),
    @JsonSubTypes.Type(value = Judgement.class, name = "judgement"),
    @JsonSubTypes.Type(value = EventDetail.Alias.class, name = "alias"),
    @JsonSubTypes.Type(value = EventDetail.Allotment.class, name = "allotment"),
    @JsonSubTypes.Type(value = EventDetail.Agreement.class, name = "agreement"),
    @JsonSubTypes.Type(value = EventDetail.Note.class, name = "note"),
    @JsonSubTypes.Type(value = EventDetail.Exported.class, name = "exported"),
    @JsonSubTypes.Type(value = EventDetail.Imported.class, name = "imported"),
    @JsonSubTypes.Type(value = EventDetail.None.class, name = "none")
})
public sealed interface EventDetail
        permits VersionRecord,
                Judgement,
                EventDetail.Alias,
                EventDetail.Allotment,
                EventDetail.Agreement,
                EventDetail.Note,
                EventDetail.Exported,
                EventDetail.Imported,
                EventDetail.None {
    /** Nothing more. */
    EventDetail NONE = new None();

    /** Nothing more. */
    record None() implements EventDetail {}

    /**
     * A name by which score jobs find a version that is not the champion.
     *
     * @param name such as challenger or shadow
     */
    record Alias(String name) implements EventDetail {
        public Alias {
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * A signed approval.
     *
     * @param envelope the approval with its signature, as JSON
     */
    record Agreement(String envelope) implements EventDetail {
        public Agreement {
            Objects.requireNonNull(envelope, "envelope");
        }
    }

    /** What a person said of a version; the reason of the event is the text. */
    record Note(NoteField field) implements EventDetail {
        public Note {
            Objects.requireNonNull(field, "field");
        }
    }

    /**
     * A version that left the lake as a bundle.
     *
     * @param bundle SHA-256 of the file
     */
    record Exported(String bundle) implements EventDetail {
        public Exported {
            Objects.requireNonNull(bundle, "bundle");
        }
    }

    /**
     * A version that was trained in another lake, and came as a bundle.
     *
     * @param record what is known of it
     * @param judgement what the gates there decided; here it decides nothing
     * @param origins the lakes that it has been in: where it was trained first, where the bundle was made last
     * @param personal features that are personal there
     * @param purpose what the bundle was made for, where it has personal features; else empty
     * @param build of Headrace that made the bundle
     * @param bundle SHA-256 of the file
     */
    record Imported(
            VersionRecord record,
            Judgement judgement,
            List<Origin> origins,
            List<String> personal,
            String purpose,
            String build,
            String bundle)
            implements EventDetail {
        public Imported {
            Objects.requireNonNull(record, "record");
            Objects.requireNonNull(judgement, "judgement");
            origins = List.copyOf(origins);
            if (origins.isEmpty()) {
                throw new IllegalArgumentException("a version that was imported comes from somewhere");
            }
            personal = List.copyOf(personal);
            Objects.requireNonNull(purpose, "purpose");
            Objects.requireNonNull(build, "build");
            Objects.requireNonNull(bundle, "bundle");
        }

        /** Where it was trained. */
        public Origin trained() {
            return origins.get(0);
        }

        /** Where the bundle was made. */
        public Origin source() {
            return origins.get(origins.size() - 1);
        }
    }

    /**
     * How much the version of an alias decides.
     *
     * @param alias such as challenger
     * @param share of the entities, 0 to 1, as a plain decimal number
     * @param from first logical date for which it holds, as yyyy-MM-dd
     */
    record Allotment(String alias, String share, String from) implements EventDetail {
        public Allotment {
            Objects.requireNonNull(alias, "alias");
            new BigDecimal(share);
            LocalDate.parse(from);
        }

        /** A stage of these values. */
        public static Allotment of(String alias, BigDecimal share, LocalDate from) {
            return new Allotment(alias, share.toPlainString(), from.toString());
        }

        /** The share as a number. */
        public BigDecimal decided() {
            return new BigDecimal(share);
        }

        /** The first logical date. */
        public LocalDate begin() {
            return LocalDate.parse(from);
        }
    }
}
