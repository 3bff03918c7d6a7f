package io.headrace.features;

import io.headrace.features.windows.KeptColumns;
import io.headrace.features.windows.WindowColumns;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.Places;
import io.headrace.spec.TableName;
import io.headrace.table.EncryptedColumns;
import io.headrace.table.Lake;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The inputs of a view from the lake, each table at one version, with tiles of what is large. */
public final class PinnedColumns implements InputColumns {
    private static final long BYTES_OF_MEGABYTE = 1_000_000;

    private final Lake lake;
    private final FeatureView view;
    private final ZoneId zone;
    private final ToLongFunction<TableName> versions;
    private final Tiles tiles;

    /**
     * When tiles are used.
     *
     * @param fromMegabytes where the files that hold the windows' rows are smaller, these are read
     * @param maintained whether tiles are made and brought to the table's version; else what is there is used
     */
    public record Tiles(long fromMegabytes, boolean maintained) {
        /** Tiles as a run uses them: made where the project's places want them. */
        public static Tiles of(Places places) {
            return new Tiles(places.tilesFromMegabytes(), true);
        }
    }

    /** @param versions of every table that the view reads */
    public PinnedColumns(Lake lake, FeatureView view, ZoneId zone, ToLongFunction<TableName> versions, Tiles tiles) {
        this.lake = lake;
        this.view = view;
        this.zone = zone;
        this.versions = versions;
        this.tiles = tiles;
    }

    @Override
    public Dataset<Row> rows(Input input) {
        return lake.read(input.table(), versions.applyAsLong(input.table()));
    }

    @Override
    public Optional<KeptColumns> tiles(Input input, List<Instant> asOfs) {
        if (EncryptedColumns.isAnyDecrypted(rows(input).schema())) {
            // Tiles rest in clear.
            return Optional.empty();
        }
        long bytes = new WindowColumns(
                        input.windows().orElseThrow(),
                        view.entity(),
                        input.time().orElseThrow(),
                        zone)
                .bytes(rows(input), asOfs);
        return bytes < tiles.fromMegabytes() * BYTES_OF_MEGABYTE
                ? Optional.empty()
                : new TileTables(lake, input, versions.applyAsLong(input.table()), view.entity(), zone)
                        .kept(tiles.maintained());
    }
}
