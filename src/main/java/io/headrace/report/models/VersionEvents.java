package io.headrace.report.models;

import io.headrace.registry.ModelEvent;
import io.headrace.registry.NoteField;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The events of one model version, in words. */
record VersionEvents(List<ModelEvent> events) {
    VersionEvents {
        events = List.copyOf(events);
    }

    /** Those of a version among all of the model. */
    static VersionEvents of(List<ModelEvent> all, int version) {
        return new VersionEvents(
                all.stream().filter(event -> event.version() == version).toList());
    }

    /** Events of these types: when, what, by whom and why. */
    List<String> of(ModelEvent.Type... types) {
        Set<ModelEvent.Type> wanted = Set.of(types);
        return events.stream()
                .filter(event -> wanted.contains(event.type()))
                .map(event -> second(event) + " "
                        + event.type().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " by " + event.actor() + ": "
                        + event.reason())
                .toList();
    }

    /** What people said of the version, with who and when; of a field that holds one text the last. */
    List<String> noted(NoteField field) {
        List<String> said = events.stream()
                .filter(event -> event.noted().filter(field::equals).isPresent())
                .map(event -> event.reason() + " (" + event.actor() + ", " + second(event) + ")")
                .toList();
        return field.isList() || said.isEmpty() ? said : said.subList(said.size() - 1, said.size());
    }

    private static Instant second(ModelEvent event) {
        return Instant.EPOCH.plus(event.atMicros(), ChronoUnit.MICROS).truncatedTo(ChronoUnit.SECONDS);
    }
}
