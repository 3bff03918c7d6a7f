package io.headrace.maintain;

import io.headrace.registry.ModelVersion;
import io.headrace.registry.Registry;
import io.headrace.run.Intent;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Ledger.Done;
import io.headrace.table.Publications;
import io.headrace.table.Publications.Publication;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All that needs earlier versions of tables. Reads in this process, without a session.
 *
 * <ul>
 *   <li>Versions of models that are not retired: what their training read.
 *   <li>Publications within the time that their table is kept, and those that were visible within it: the rows, to show or to go back to, and
 *       what their runs read.
 *   <li>Runs that have not ended: their next attempt reads what the first one chose.
 *   <li>The last run of each job: the next one compares with what that read and wrote.
 * </ul>
 */
public final class Pins {
    private final Lake lake;
    private final Registry registry;
    private final Publications publications;
    private final Ledger ledger;
    private final Instant now;

    public Pins(Lake lake, Registry registry, Publications publications, Ledger ledger, Instant now) {
        this.lake = lake;
        this.registry = registry;
        this.publications = publications;
        this.ledger = ledger;
        this.now = now;
    }

    /**
     * All pins on tables that there are, by holder.
     *
     * @param keep how long publications of a table can be gone back to
     */
    public List<Pin> all(Function<TableName, Duration> keep) {
        List<Done> done = ledger.done();
        Map<String, Intent> intents = new HashMap<>();
        done.forEach(run -> intents.put(run.run().toString(), run.intent()));
        List<Pin> pins = new ArrayList<>();
        for (String model : registry.models()) {
            registry.state(model).versions().stream()
                    .filter(version -> !version.isRetired())
                    .forEach(version -> pins.addAll(learnt(model, version, intents)));
        }
        publications.tables().stream()
                .filter(lake::has)
                .forEach(table -> pins.addAll(published(table, keep.apply(table), intents)));
        ledger.unfinished()
                .forEach(claim ->
                        pins.addAll(pins(claim.intent().inputs(), claim.run().toString(), "it has not ended")));
        Map<String, Done> last = new LinkedHashMap<>();
        done.forEach(run -> last.put(run.run().job(), run));
        last.values().forEach(run -> {
            String holder = "job " + run.run().job();
            pins.addAll(pins(run.intent().inputs(), holder, "its last run read it"));
            pins.addAll(pins(run.outputs(), holder, "its last run wrote it"));
        });
        return pins;
    }

    private List<Pin> learnt(String model, ModelVersion version, Map<String, Intent> intents) {
        return Optional.ofNullable(intents.get(version.runId()))
                .map(intent ->
                        pins(intent.inputs(), "version " + version.number() + " of " + model, "it was trained on it"))
                .orElse(List.of());
    }

    private List<Pin> published(TableName table, Duration keep, Map<String, Intent> intents) {
        Instant since = now.minus(keep);
        Map<String, List<Publication>> byAsOf =
                publications.history(table).stream().collect(Collectors.groupingBy(Publication::asOf));
        List<Pin> pins = new ArrayList<>();
        byAsOf.forEach((asOf, history) -> {
            for (int i = 0; i < history.size(); i++) {
                Publication publication = history.get(i);
                boolean isVisible = i == history.size() - 1;
                Instant until = isVisible ? Instant.MAX : history.get(i + 1).at();
                if (publication.sourceVersion() >= 0 && !until.isBefore(since)) {
                    String holder = table + " as of " + asOf;
                    pins.add(new Pin(
                            table,
                            publication.sourceVersion(),
                            Optional.of(asOf),
                            holder,
                            isVisible ? "readers see it" : "it can be gone back to"));
                    pins.addAll(read(publication, holder, since, intents));
                }
            }
        });
        return pins;
    }

    /** What the run of a publication read, as long as that is kept itself. */
    private List<Pin> read(Publication publication, String holder, Instant since, Map<String, Intent> intents) {
        return Optional.ofNullable(intents.get(publication.runId()))
                .filter(intent -> !publication.at().isBefore(since))
                .map(intent -> pins(intent.inputs(), holder, "its run read it"))
                .orElse(List.of());
    }

    private List<Pin> pins(Map<String, Long> versions, String holder, String why) {
        List<Pin> pins = new ArrayList<>();
        versions.forEach((name, version) -> table(name)
                .filter(lake::has)
                .ifPresent(table -> pins.add(new Pin(table, version, Optional.empty(), holder, why))));
        return pins;
    }

    /** Outputs of runs are not only tables. */
    private static Optional<TableName> table(String name) {
        try {
            return Optional.of(TableName.parse(name));
        } catch (IllegalArgumentException noTable) {
            return Optional.empty();
        }
    }
}
