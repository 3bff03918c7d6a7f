package io.headrace.ingest;

import io.headrace.ingest.ColumnChange.Kind;
import io.headrace.run.Intent;
import io.headrace.run.Intent.RawFile;
import io.headrace.run.Json;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RawFiles.ChangedFile;
import io.headrace.spec.SchemaPolicy;
import io.headrace.spec.SchemaPolicy.AddedColumn;
import io.headrace.spec.SchemaPolicy.Change;
import io.headrace.spec.SchemaPolicy.MissingColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a run found new in the landing folder, and what it made of it before reading it in full.
 *
 * @param files those to be taken in
 * @param changing paths of those that changed while they were looked at; left to a later run
 * @param quarantined those that cannot be taken in
 * @param refusals why the run may not publish
 * @param changes path to the differences of the file's columns; only of files that have some
 */
record NewFiles(
        List<RawFile> files,
        List<String> changing,
        List<Quarantined> quarantined,
        List<String> refusals,
        Map<String, List<ColumnChange>> changes) {
    private static final String FACT = "files";

    NewFiles {
        files = List.copyOf(files);
        changing = List.copyOf(changing);
        quarantined = List.copyOf(quarantined);
        refusals = List.copyOf(refusals);
        changes = java.util.Collections.unmodifiableMap(new TreeMap<>(changes));
    }

    /**
     * A file that cannot be taken in.
     *
     * @param file as found; its digest is empty where it could not even be opened
     * @param problem why, beginning with a verb
     */
    record Quarantined(RawFile file, String problem) {
        @Override
        public String toString() {
            return file.path() + " " + problem;
        }
    }

    /** What an intent keeps besides the files themselves. */
    private record Notes(
            List<String> changing,
            List<Quarantined> quarantined,
            List<String> refusals,
            Map<String, List<ColumnChange>> changes) {}

    /** As facts of an intent; none where there is nothing to tell. */
    Map<String, String> facts() {
        boolean nothing = changing.isEmpty() && quarantined.isEmpty() && refusals.isEmpty() && changes.isEmpty();
        return nothing ? Map.of() : Map.of(FACT, Json.write(new Notes(changing, quarantined, refusals, changes)));
    }

    /** As an intent keeps them. */
    static NewFiles of(Intent intent) {
        List<RawFile> files = intent.files();
        return Optional.ofNullable(intent.facts().get(FACT))
                .map(fact -> Json.read(fact, Notes.class))
                .map(notes ->
                        new NewFiles(files, notes.changing(), notes.quarantined(), notes.refusals(), notes.changes()))
                .orElseGet(() -> new NewFiles(files, List.of(), List.of(), List.of(), Map.of()));
    }

    /** Whether there are files that cannot be taken in, some of them not known before, and no other ones. */
    boolean onlyUnreadable(Collection<Quarantined> known) {
        List<RawFile> before = known.stream().map(Quarantined::file).toList();
        return files.isEmpty()
                && refusals.isEmpty()
                && quarantined.stream().map(Quarantined::file).anyMatch(file -> !before.contains(file));
    }

    /** For the message of a run; empty where there is nothing to tell. */
    String message() {
        StringBuilder text = new StringBuilder();
        if (!quarantined.isEmpty()) {
            text.append("; ")
                    .append(quarantined.size() == 1 ? "1 file" : quarantined.size() + " files")
                    .append(" in quarantine: ")
                    .append(String.join(
                            "; ",
                            quarantined.stream().map(Quarantined::toString).toList()));
        }
        if (!changing.isEmpty()) {
            text.append("; left to a later run, as they are being written: ").append(String.join(", ", changing));
        }
        return text.toString();
    }

    /** Collects the files of a run one by one, as the source's policies want it. */
    static final class Collector {
        private final IngestSpec spec;
        private final List<RawFile> files = new ArrayList<>();
        private final List<String> changing = new ArrayList<>();
        private final List<Quarantined> quarantined = new ArrayList<>();
        private final List<String> refusals = new ArrayList<>();
        private final Map<String, List<ColumnChange>> changes = new TreeMap<>();

        Collector(IngestSpec spec) {
            this.spec = spec;
        }

        void changing(String path) {
            changing.add(path);
        }

        void quarantine(RawFile file, String problem) {
            quarantined.add(new Quarantined(file, problem));
        }

        void lacking(RawFile file, String problem) {
            if (spec.schema().missing() == MissingColumn.REFUSE) {
                refusals.add(file.path() + " " + problem + ", schema.missing = refuse");
            }
            quarantine(file, problem);
        }

        /** A file that can be read, with the differences of its columns. */
        void add(RawFile file, List<ColumnChange> differences) {
            if (!differences.isEmpty()) {
                changes.put(file.path(), differences);
            }
            if (file.replaces() && spec.files().changed() == ChangedFile.REFUSE) {
                refusals.add(file.path() + " has changed since it was taken in, files.changed = refuse");
            }
            Optional<ColumnChange> refused = first(differences, Reaction.REFUSE);
            Optional<ColumnChange> unwanted = first(differences, Reaction.QUARANTINE);
            refused.ifPresent(
                    change -> refusals.add(file.path() + " has a " + change + ", " + key(change) + " = refuse"));
            if (refused.isEmpty() && unwanted.isPresent()) {
                quarantine(file, "has a " + unwanted.get() + ", " + key(unwanted.get()) + " = quarantine");
            } else {
                files.add(file);
            }
        }

        private Optional<ColumnChange> first(List<ColumnChange> differences, Reaction wanted) {
            return differences.stream()
                    .filter(change -> reaction(spec.schema(), change.kind()) == wanted)
                    .findFirst();
        }

        private static String key(ColumnChange change) {
            return "schema." + change.kind().name().toLowerCase(java.util.Locale.ROOT);
        }

        NewFiles collected() {
            return new NewFiles(files, changing, quarantined, refusals, changes);
        }
    }

    private enum Reaction {
        ACCEPT,
        QUARANTINE,
        REFUSE
    }

    /** Columns that every file must have are missed while the file is opened; the others may be missing. */
    private static Reaction reaction(SchemaPolicy policy, Kind kind) {
        return switch (kind) {
            case NEW -> of(policy.added());
            case RENAMED -> of(policy.renamed());
            case REORDERED -> of(policy.reordered());
            case MISSING, RETYPED -> Reaction.ACCEPT;
        };
    }

    private static Reaction of(Change policy) {
        return Reaction.valueOf(policy.name());
    }

    private static Reaction of(AddedColumn policy) {
        return switch (policy) {
            case KEEP, IGNORE -> Reaction.ACCEPT;
            case QUARANTINE -> Reaction.QUARANTINE;
            case REFUSE -> Reaction.REFUSE;
        };
    }
}
