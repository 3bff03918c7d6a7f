package io.headrace.privacy;

import io.headrace.privacy.search.FolderSearch;
import io.headrace.privacy.search.Needles;
import io.headrace.privacy.search.SearchReport;
import io.headrace.spec.Layer;
import io.headrace.spec.Places;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.zones.MaskedCopies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** Searches all places of a project: each table and folder of its lake, the zones of masked copies, the landing folder and that of
 * exports. */
final class PlaceSearch {
    static final String LANDING = "landing folder";
    static final String EXPORTS = "exports folder";

    /** What this erasure itself writes, which grows while it runs. */
    private static final String OWN = "headrace/erasures";

    private final Lake lake;
    private final Places places;
    private final LakeFolder folder;
    private final SortedMap<String, Path> zones = new TreeMap<>();

    /** @param copies in whose zones is looked as well */
    PlaceSearch(Lake lake, Places places, MaskedCopies copies) {
        copies.folders().forEach((name, folder) -> zones.put(name, new Path(folder.root())));
        this.lake = lake;
        this.places = places;
        this.folder = new LakeFolder(lake);
    }

    /** Every place, also where nothing is found, by name. */
    SortedMap<String, Found> of(Needles needles) {
        SortedMap<String, Found> found = new TreeMap<>();
        folder.places().forEach((path, place) -> {
            if (!path.equals(OWN)) {
                found.put(name(path), search(needles, name(path), place));
            }
        });
        zones.forEach((name, place) -> found.put("zone " + name, search(needles, "zone " + name, place)));
        found.put(LANDING, search(needles, LANDING, new Path(places.landing())));
        found.put(EXPORTS, search(needles, EXPORTS, new Path(places.exports())));
        return found;
    }

    /** One table. */
    Found of(Needles needles, TableName table) {
        return search(needles, table.toString(), new Path(lake.path(table)));
    }

    /** The table that a place is, if it is one. */
    static Optional<TableName> table(Lake lake, String place) {
        try {
            return Optional.of(TableName.parse(place)).filter(lake::has);
        } catch (IllegalArgumentException noTable) {
            return Optional.empty();
        }
    }

    private String name(String path) {
        String[] parts = path.split("/", -1);
        boolean mayBeTable =
                parts.length == 2 && !parts[0].equals(Layer.MODELS.folder()) && !parts[0].equals(Layer.VIEWS.folder());
        String dotted = path.replace('/', '.');
        return mayBeTable && table(lake, dotted).isPresent() ? dotted : path;
    }

    private Found search(Needles needles, String name, Path place) {
        try {
            SearchReport report = new FolderSearch(needles, lake.hadoop()).search(place);
            return new Found(
                    name,
                    report.files(),
                    folder.digest(place),
                    report.hits(),
                    report.unread().size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
