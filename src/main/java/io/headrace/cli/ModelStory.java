package io.headrace.cli;

import io.headrace.metric.Figure;
import io.headrace.metric.GateOutcome;
import io.headrace.registry.EventDetail;
import io.headrace.registry.Judgement;
import io.headrace.registry.ModelEvent;
import io.headrace.registry.VersionRecord;
import io.headrace.registry.VersionRecord.Provenance;
import io.headrace.report.DisplayFormat;
import io.headrace.run.Printable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The events of a model for people: one table of what happened, then what is known of each version. */
final class ModelStory {
    private static final int WIDTH = 100;
    private static final double MOST_WHOLE = 1e9;

    private final Screen screen;

    ModelStory(Screen screen) {
        this.screen = screen;
    }

    /** Shows events, oldest first. */
    void show(List<ModelEvent> events) {
        screen.table(
                List.of("seq", "at", "event", "version", "actor", "reason"),
                events.stream().map(ModelStory::cells).toList());
        events.forEach(event -> {
            event.trained().ifPresent(record -> version(event.version(), record));
            event.imported().ifPresent(this::origins);
            event.judgement().ifPresent(judgement -> gates(event, judgement));
        });
    }

    private static List<Object> cells(ModelEvent event) {
        return List.of(
                event.seq(),
                Instant.EPOCH.plus(event.atMicros(), ChronoUnit.MICROS).truncatedTo(ChronoUnit.SECONDS),
                event.type().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                event.version(),
                event.actor(),
                event.reason());
    }

    private void version(int number, VersionRecord record) {
        Provenance from = record.provenance();
        screen.line("");
        screen.line("version " + number + ": " + from.learner() + " of " + from.date() + ", by " + from.owner());
        line("label", from.label());
        line("population", from.population().equals("true") ? "all" : from.population());
        line(
                "rows",
                DisplayFormat.count(from.trainRows()) + " to learn from, " + DisplayFormat.count(from.testRows())
                        + " to test on");
        line("features", String.join(", ", from.features()));
        line("no information", String.join(", ", from.idleFeatures()));
        line("settings", settings(record.settings()));
        line("calibrator", from.calibrator());
        line("calibration", from.calibration());
        line("interval", from.interval());
        line("weights", from.weights());
        line("decision", record.terms().decision());
        line("value", record.terms().valueInWords());
        line("baseline", record.terms().baseline());
        line("seed", Long.toString(from.seed()));
        line("digest", record.digest());
        screen.line("");
        screen.table(
                List.of("  metric", "value", "95 % interval"),
                record.figures().stream().map(ModelStory::cells).toList());
    }

    private void origins(EventDetail.Imported imported) {
        screen.line("");
        line("imported from", imported.source().words());
        line(
                "trained as",
                imported.trained().words() + ", run " + imported.trained().run());
        line("bundle", imported.bundle());
        line("made by", "Headrace " + imported.build());
        line("personal", String.join(", ", imported.personal()));
        line("purpose", imported.purpose());
    }

    /** A line for each so many letters; nothing where there is no text. */
    private void line(String what, String text) {
        StringBuilder line = new StringBuilder();
        String before = what;
        for (String word : Printable.of(text).split(" ", -1)) {
            if (!line.isEmpty() && line.length() + word.length() > WIDTH) {
                screen.line(String.format(Locale.ROOT, "  %-15s %s", before, line));
                before = "";
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        if (!line.isEmpty()) {
            screen.line(String.format(Locale.ROOT, "  %-15s %s", before, line));
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < MOST_WHOLE
                ? Long.toString((long) value)
                : DisplayFormat.significant(value);
    }

    private static String settings(Map<String, Double> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + " = " + number(setting.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static List<Object> cells(Figure figure) {
        return List.of(
                "  " + figure.id().name(),
                number(figure.value()),
                figure.hasInterval()
                        ? DisplayFormat.significant(figure.lower()) + " to " + DisplayFormat.significant(figure.upper())
                        : "");
    }

    private void gates(ModelEvent event, Judgement judgement) {
        screen.line("");
        screen.line("version " + event.version() + " was " + judgement.verdict().word()
                + (event.imported().isPresent() ? " by the gates of its own lake:" : " by its gates:"));
        screen.table(
                List.of("  gate", "outcome", "found"),
                judgement.gates().stream().map(ModelStory::cells).toList());
    }

    private static List<Object> cells(GateOutcome gate) {
        return List.of("  " + gate.gate(), gate.passed() ? "passed" : "failed", gate.found());
    }
}
