package io.headrace.features;

import io.headrace.features.windows.KeptColumns;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The inputs of a view from the lake, each table at one version, with tiles of large ones. */
public final class PinnedColumns implements InputColumns {
    private final Lake lake;
    private final FeatureView view;
    private final ZoneId zone;
    private final ToLongFunction<TableName> versions;
    private final Tiles tiles;

    /** Tables with so many rows have tiles; what has fewer is read whole. */
    public record Tiles(long fromRows, boolean maintained) {
        /** Uses and maintains them. */
        public static Tiles maintainedFrom(long rows) {
            return new Tiles(rows, true);
        }

        /** Uses what is there, and writes nothing. */
        public Tiles asTheyAre() {
            return new Tiles(fromRows, false);
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
    public Optional<KeptColumns> tiles(Input input) {
        long version = versions.applyAsLong(input.table());
        if (lake.rows(input.table(), version).orElse(Long.MAX_VALUE) < tiles.fromRows()) {
            return Optional.empty();
        }
        return new TileColumns(lake, input, version, view.entity(), zone).kept(tiles.maintained());
    }
}
