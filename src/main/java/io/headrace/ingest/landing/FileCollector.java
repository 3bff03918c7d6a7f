package io.headrace.ingest.landing;

import io.headrace.ingest.landing.SchemaReactions.Reaction;
import io.headrace.ingest.text.ColumnChange;
import io.headrace.run.Intent.RawFile;
import io.headrace.run.Printable;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RawFiles.ChangedFile;
import io.headrace.spec.SchemaPolicy.MissingColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Collects the files that a run finds one by one, as the source's policies want it. */
public final class FileCollector {
    private final IngestSpec spec;
    private final SchemaReactions reactions;
    private final List<RawFile> files = new ArrayList<>();
    private final List<String> changing = new ArrayList<>();
    private final List<NewFiles.Quarantined> quarantined = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final Map<String, List<ColumnChange>> changes = new TreeMap<>();

    public FileCollector(IngestSpec spec) {
        this.spec = spec;
        this.reactions = new SchemaReactions(spec.schema());
    }

    /** A file that is being written. */
    void changing(String path) {
        changing.add(path);
    }

    /** A file that cannot be read. */
    void quarantine(RawFile file, String problem) {
        quarantined.add(new NewFiles.Quarantined(file, problem));
    }

    /** A file that lacks columns. */
    void lacking(RawFile file, String problem) {
        if (spec.schema().missing() == MissingColumn.REFUSE) {
            refusals.add(Printable.of(file.path()) + " " + problem + ", schema.missing = refuse");
        }
        quarantine(file, problem);
    }

    /** A file that can be read, with the differences of its columns. */
    public void add(RawFile file, List<ColumnChange> differences) {
        if (!differences.isEmpty()) {
            changes.put(file.path(), differences);
        }
        if (file.replaces() && spec.files().changed() == ChangedFile.REFUSE) {
            refusals.add(Printable.of(file.path()) + " has changed since it was taken in, files.changed = refuse");
        }
        Optional<ColumnChange> refused = first(differences, Reaction.REFUSE);
        Optional<ColumnChange> unwanted = first(differences, Reaction.QUARANTINE);
        refused.ifPresent(change -> refusals.add(Printable.of(file.path()) + " " + reactions.sentence(change)));
        if (refused.isEmpty() && unwanted.isPresent()) {
            quarantine(file, reactions.sentence(unwanted.get()));
        } else {
            files.add(file);
        }
    }

    private Optional<ColumnChange> first(List<ColumnChange> differences, Reaction wanted) {
        return differences.stream()
                .filter(change -> reactions.to(change) == wanted)
                .findFirst();
    }

    NewFiles collected() {
        return collected(Map.of());
    }

    /**
     * What was collected.
     *
     * @param versions table outside the lake to the version that is read
     */
    public NewFiles collected(Map<String, Long> versions) {
        return new NewFiles(files, changing, quarantined, refusals, changes, versions);
    }
}
