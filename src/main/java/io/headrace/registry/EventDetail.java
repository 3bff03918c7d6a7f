package io.headrace.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What an event of the registry holds beside who, when and why. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = VersionRecord.class, name = "version"),
    @JsonSubTypes.Type(value = Judgement.class, name = "judgement"),
    @JsonSubTypes.Type(value = EventDetail.None.class, name = "none")
})
public sealed interface EventDetail permits VersionRecord, Judgement, EventDetail.None {
    /** Nothing more. */
    EventDetail NONE = new None();

    /** Nothing more. */
    record None() implements EventDetail {}
}
