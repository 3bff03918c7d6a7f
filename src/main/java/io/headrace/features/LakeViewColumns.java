package io.headrace.features;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.KnownBy;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The features of a view, read from the lake.
 *
 * <p>Where rows are known by their commit, each as-of is computed from the versions that were the newest before it: one pass for each
 * version that was the newest before any of the as-ofs.
 */
public final class LakeViewColumns {
    private final Lake lake;
    private final FeatureView view;
    private final ZoneId zone;
    private final Map<String, Long> versions;
    private final Tiles tiles;
    private final Map<TableName, NavigableMap<Instant, Long>> histories = new TreeMap<>();

    /** @param versions of every table that the view reads; later commits are not read */
    public LakeViewColumns(Lake lake, FeatureView view, ZoneId zone, Map<String, Long> versions, Tiles tiles) {
        this.lake = lake;
        this.view = view;
        this.zone = zone;
        this.versions = Map.copyOf(versions);
        this.tiles = tiles;
    }

    /** The versions that a run at an as-of reads: the newest, or with {@code known-by = commit} the newest before the as-of. */
    public static Map<String, Long> versions(FeatureView view, Lake lake, Instant asOf) {
        Map<String, Long> newest = lake.versions(view.tables());
        return view.knownBy() == KnownBy.TIME
                ? newest
                : new LakeViewColumns(lake, view, ZoneId.of("UTC"), newest, new Tiles(0, false)).before(asOf);
    }

    /** At as-ofs of all entities. */
    public Dataset<Row> at(List<Instant> asOfs) {
        if (view.rows().isPresent()) {
            return new ViewColumns(view).allowed(rows().at(asOfs));
        }
        if (view.knownBy() == KnownBy.TIME) {
            return at(asOfs, versions);
        }
        return asOfs.stream().collect(Collectors.groupingBy(this::before)).entrySet().stream()
                .map(group -> at(group.getValue(), group.getKey()))
                .reduce(Dataset::union)
                .orElseThrow();
    }

    private Dataset<Row> at(List<Instant> asOfs, Map<String, Long> then) {
        return new ViewColumns(view).at(lake.spark(), zone, asOfs, inputs(then));
    }

    /** At moments of each entity, as {@link ViewColumns#at(org.apache.spark.sql.SparkSession, ZoneId, Dataset, InputColumns)}. */
    public Dataset<Row> at(Dataset<Row> moments) {
        return view.rows().isPresent() ? new ViewColumns(view).allowed(rows().at(moments)) : at(Moments.of(moments));
    }

    private EventRowColumns rows() {
        TableName table = view.rows().orElseThrow().table();
        return new EventRowColumns(
                view,
                lake.read(table, versions.get(table.toString())),
                zone,
                (other, moments) -> new LakeViewColumns(lake, other, zone, versions, tiles).at(moments));
    }

    private Dataset<Row> at(Moments moments) {
        if (view.knownBy() == KnownBy.TIME) {
            return at(moments, versions);
        }
        Row range = moments.rows().agg(min(AS_OF), max(AS_OF)).first();
        if (range.isNullAt(0)) {
            return at(moments, versions);
        }
        NavigableSet<Instant> commits = commits();
        Instant first = lastBefore(range.getTimestamp(0).toInstant(), commits);
        return commits.subSet(first, true, range.getTimestamp(1).toInstant(), false).stream()
                .map(commit -> at(moments.with(between(moments.rows(), commit, commits.higher(commit))), after(commit)))
                .reduce(Dataset::union)
                .orElseThrow();
    }

    /** Those after a commit, up to the next one. */
    private static Dataset<Row> between(Dataset<Row> moments, Instant commit, Instant next) {
        Dataset<Row> after = moments.where(col(AS_OF).gt(lit(Timestamp.from(commit))));
        return next == null ? after : after.where(col(AS_OF).leq(lit(Timestamp.from(next))));
    }

    /** The versions that were the newest before an as-of. */
    private Map<String, Long> before(Instant asOf) {
        return after(lastBefore(asOf, commits()));
    }

    private Instant lastBefore(Instant asOf, NavigableSet<Instant> commits) {
        Instant last = commits.lower(asOf);
        if (last == null) {
            throw FeatureErrors.notYetCommitted(
                    view.name(), view.tables().first().toString(), asOf);
        }
        return last;
    }

    private NavigableSet<Instant> commits() {
        NavigableSet<Instant> commits = new TreeSet<>();
        view.tables().forEach(table -> commits.addAll(history(table).keySet()));
        return commits;
    }

    private Map<String, Long> after(Instant commit) {
        Map<String, Long> then = new TreeMap<>();
        for (TableName table : view.tables()) {
            Map.Entry<Instant, Long> version = history(table).floorEntry(commit);
            if (version == null) {
                throw FeatureErrors.notYetCommitted(view.name(), table.toString(), commit);
            }
            then.put(table.toString(), version.getValue());
        }
        return then;
    }

    /** Commits of a table up to the version that may be read. */
    private NavigableMap<Instant, Long> history(TableName table) {
        return histories.computeIfAbsent(table, name -> {
            NavigableMap<Instant, Long> commits = new TreeMap<>();
            lake.commits(name)
                    .headMap(versions.get(name.toString()), true)
                    .forEach((version, instant) -> commits.put(instant, version));
            return commits;
        });
    }

    private Dataset<Row> at(Moments moments, Map<String, Long> then) {
        return new ViewColumns(view).at(lake.spark(), zone, moments, inputs(then));
    }

    private InputColumns inputs(Map<String, Long> then) {
        return new PinnedColumns(lake, view, zone, table -> then.get(table.toString()), tiles);
    }
}
