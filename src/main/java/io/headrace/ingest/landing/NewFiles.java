package io.headrace.ingest.landing;

import io.headrace.ingest.text.ColumnChange;
import io.headrace.run.Intent;
import io.headrace.run.Intent.RawFile;
import io.headrace.run.Json;
import io.headrace.run.Printable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run found new in the landing folder, and what it made of it before reading it in full.
 *
 * @param files those to be taken in
 * @param changing paths of those that changed while they were looked at; left to a later run
 * @param quarantined those that cannot be taken in
 * @param refusals why the run may not publish
 * @param changes path to the differences of the file's columns; only of files that have some
 * @param versions table outside the lake to the version that is read
 */
public record NewFiles(
        List<RawFile> files,
        List<String> changing,
        List<Quarantined> quarantined,
        List<String> refusals,
        Map<String, List<ColumnChange>> changes,
        Map<String, Long> versions) {
    private static final String FACT = "files";
    private static final int SHOWN = 3;

    public NewFiles {
        files = List.copyOf(files);
        changing = List.copyOf(changing);
        quarantined = List.copyOf(quarantined);
        refusals = List.copyOf(refusals);
        changes = java.util.Collections.unmodifiableMap(new TreeMap<>(changes));
        versions = java.util.Collections.unmodifiableMap(new TreeMap<>(versions));
    }

    /**
     * A file that cannot be taken in.
     *
     * @param file as found; its digest is empty where it could not even be opened
     * @param problem why, beginning with a verb
     */
    public record Quarantined(RawFile file, String problem) {
        @Override
        public String toString() {
            return Printable.of(file.path()) + " " + problem;
        }
    }

    /** What an intent keeps besides the files themselves. */
    private record Notes(
            List<String> changing,
            List<Quarantined> quarantined,
            List<String> refusals,
            Map<String, List<ColumnChange>> changes,
            Map<String, Long> versions) {}

    /** As facts of an intent; none where there is nothing to tell. */
    public Map<String, String> facts() {
        boolean nothing = versions.isEmpty()
                && changing.isEmpty()
                && quarantined.isEmpty()
                && refusals.isEmpty()
                && changes.isEmpty();
        return nothing
                ? Map.of()
                : Map.of(FACT, Json.write(new Notes(changing, quarantined, refusals, changes, versions)));
    }

    /** As an intent keeps them. */
    public static NewFiles of(Intent intent) {
        List<RawFile> files = intent.files();
        return Optional.ofNullable(intent.facts().get(FACT))
                .map(fact -> Json.read(fact, Notes.class))
                .map(notes -> new NewFiles(
                        files,
                        notes.changing(),
                        notes.quarantined(),
                        notes.refusals(),
                        notes.changes(),
                        notes.versions()))
                .orElseGet(() -> new NewFiles(files, List.of(), List.of(), List.of(), Map.of(), Map.of()));
    }

    /** Whether there are files that cannot be taken in, some of them not known before, and no other ones. */
    public boolean onlyUnreadable(Collection<Quarantined> known) {
        List<RawFile> before = known.stream().map(Quarantined::file).toList();
        return files.isEmpty()
                && refusals.isEmpty()
                && quarantined.stream().map(Quarantined::file).anyMatch(file -> !before.contains(file));
    }

    /** The first files; where there are more, the rest as a number. */
    private String named() {
        String first =
                quarantined.stream().limit(SHOWN).map(Quarantined::toString).collect(Collectors.joining("; "));
        return quarantined.size() <= SHOWN
                ? first
                : first + "; and " + (quarantined.size() - SHOWN) + " more, see headrace quarantine list";
    }

    /** For the message of a run; empty where there is nothing to tell. */
    public String message() {
        StringBuilder text = new StringBuilder();
        if (!quarantined.isEmpty()) {
            text.append("; ")
                    .append(quarantined.size() == 1 ? "1 file" : quarantined.size() + " files")
                    .append(" in quarantine: ")
                    .append(named());
        }
        if (!changing.isEmpty()) {
            text.append("; left to a later run, as they are being written: ")
                    .append(changing.stream().map(Printable::of).collect(Collectors.joining(", ")));
        }
        return text.toString();
    }
}
