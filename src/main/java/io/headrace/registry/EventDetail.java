package io.headrace.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/** What an event of the registry holds beside who, when and why. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = VersionRecord.class, name = "version"),
    @JsonSubTypes.Type(value = Judgement.class, name = "judgement"),
    @JsonSubTypes.Type(value = EventDetail.Alias.class, name = "alias"),
    @JsonSubTypes.Type(value = EventDetail.None.class, name = "none")
})
public sealed interface EventDetail permits VersionRecord, Judgement, EventDetail.Alias, EventDetail.None {
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
}
