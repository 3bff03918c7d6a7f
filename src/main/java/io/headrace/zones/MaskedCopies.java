package io.headrace.zones;

import io.headrace.notice.SecretText;
import io.headrace.spec.JobSpec;
import io.headrace.spec.MaskedView;
import io.headrace.spec.Places;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.types.StructType;

/**
 * The masked copies of a project's tables. A copy is divided as its table is, by as-of or not at all, and each part is made of all rows that readers
 * of the table see of it.
 */
public final class MaskedCopies {
    /** How long files stay that a copy does not show any more. */
    public static final String KEPT_IN_WORDS = "for an hour, until the next run that copies";

    private final Places places;
    private final Lake lake;
    private final Clock clock;
    private final Map<TableName, List<MaskedView>> views = new TreeMap<>();

    public MaskedCopies(Places places, Lake lake, Clock clock, Collection<JobSpec> jobs) {
        this.clock = clock;
        this.places = places;
        this.lake = lake;
        jobs.stream()
                .filter(job -> !job.header().views().isEmpty())
                .forEach(job ->
                        views.put(job.copied().orElseThrow(), job.header().views()));
    }

    /** The tables that have copies. */
    public Set<TableName> tables() {
        return new TreeSet<>(views.keySet());
    }

    /** The copies of a table. */
    public List<MaskedView> of(TableName table) {
        return views.getOrDefault(table, List.of());
    }

    /** What is wrong with a view of a table, in words; nothing where it can be made. */
    public static List<String> problems(MaskedView view, StructType table) {
        return MaskedColumns.problems(view, table);
    }

    /** What runs call the copy, such as {@code zones/analyst/scores.lapse}. */
    public static String name(MaskedView view, TableName table) {
        return "zones/" + view.zone() + "/" + table;
    }

    /** Refuses copies that cannot be made of their tables as they are. */
    public void require() {
        tables().stream().filter(lake::has).forEach(this::require);
    }

    /** Refuses copies of the table that cannot be made of it as it is, before anything is published. */
    void require(TableName table) {
        of(table).forEach(view -> columns(view, table));
    }

    private MaskedColumns columns(MaskedView view, TableName table) {
        StructType schema = lake.read(table).schema();
        List<String> problems = problems(view, schema);
        if (!problems.isEmpty()) {
            throw ZoneErrors.misfits(view, table.toString(), problems);
        }
        return new MaskedColumns(view, schema, hash(view), places.zone());
    }

    private Optional<TokenHash> hash(MaskedView view) {
        if (!view.hashes()) {
            return Optional.empty();
        }
        SecretText secrets = new SecretText(places.project(), System.getenv());
        String secret = secrets.of(places.zones().key())
                .orElseThrow(() -> ZoneErrors.noKey(
                        view.zone(), secrets.missing(places.zones().key(), "key")));
        if (secret.length() < TokenHash.SHORTEST) {
            throw ZoneErrors.shortKey(secret.length());
        }
        return Optional.of(new TokenHash(secret, view.zone()));
    }

    /**
     * Makes every copy of the table what it is to be; parts that are so already are left alone.
     *
     * @throws io.headrace.run.HeadraceException if a copy cannot be made of the table
     */
    public void follow(TableName table) {
        if (lake.has(table)) {
            of(table).forEach(view -> copy(view, table).follow());
        }
    }

    /** A copy of a table as it is now. */
    MaskedCopy copy(MaskedView view, TableName table) {
        ZoneFolder folder = opened(view);
        return new MaskedCopy(view, table, lake, lake.beside(folder.root()), folder, columns(view, table), clock);
    }

    /**
     * Shows nothing of an as-of in any copy of the table, until the copies follow it again.
     *
     * @param asOf as the partition spells it
     */
    public void hide(TableName table, String asOf) {
        of(table).forEach(view -> {
            ZoneFolder folder = opened(view);
            Lake zone = lake.beside(folder.root());
            if (zone.has(table)) {
                MaskedCopy.hide(zone, table, asOf);
                folder.settle(lake.hadoop());
            }
        });
    }

    /** Makes every copy what it is to be, and removes at once all that copies do not show any more, and those that no job declares any more. */
    public void forget() {
        tables().forEach(this::follow);
        folders().values().stream().filter(ZoneFolder::isThere).forEach(folder -> {
            Lake zone = lake.beside(folder.root());
            tables(zone).forEach(table -> {
                if (isStray(folder, table)) {
                    MaskedCopy.clear(zone, table);
                }
                zone.forget(table);
            });
            folder.settle(lake.hadoop());
        });
    }

    private static List<TableName> tables(Lake zone) {
        return zone.layers().stream()
                .flatMap(layer -> zone.tables(layer).stream())
                .toList();
    }

    private boolean isStray(ZoneFolder folder, TableName table) {
        return of(table).stream().noneMatch(view -> folder(view).root().equals(folder.root()));
    }

    /** The folder of each zone that has copies or is named in {@code conf/}, by name. */
    public SortedMap<String, ZoneFolder> folders() {
        SortedMap<String, ZoneFolder> folders = new TreeMap<>();
        places.zones().zones().forEach((name, zone) -> folders.put(name, new ZoneFolder(zone)));
        views.values().stream().flatMap(List::stream).forEach(view -> folders.put(view.zone(), folder(view)));
        return folders;
    }

    private ZoneFolder folder(MaskedView view) {
        return new ZoneFolder(places.zones().zone(view.zone()));
    }

    private ZoneFolder opened(MaskedView view) {
        ZoneFolder folder = folder(view);
        folder.open(lake.hadoop());
        return folder;
    }
}
