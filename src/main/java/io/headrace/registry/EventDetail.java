package io.headrace.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.time.LocalDate;
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
    @JsonSubTypes.Type(value = EventDetail.None.class, name = "none")
})
public sealed interface EventDetail
        permits VersionRecord,
                Judgement,
                EventDetail.Alias,
                EventDetail.Allotment,
                EventDetail.Agreement,
                EventDetail.Note,
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
