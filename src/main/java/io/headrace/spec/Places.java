package io.headrace.spec;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;

/**
 * Where things are: what {@code conf/} says.
 *
 * @param environment the overlay's name, for example {@code local}
 * @param project the project folder
 * @param lake root of all tables, a path or URI
 * @param landing root of the raw files, a path or URI
 * @param exports root of the files that export jobs drop, a path or URI
 * @param databases where export jobs write tables, by name
 * @param master Spark master, for example {@code local[*]}; empty where spark-submit decides
 * @param zone the time zone in which a logical date is a day
 * @param tilesFromRows partials of days are kept of tables with so many rows, 0 or more
 * @param spark further Spark properties
 */
public record Places(
        String environment,
        Path project,
        String lake,
        String landing,
        String exports,
        Map<String, Database> databases,
        String master,
        ZoneId zone,
        long tilesFromRows,
        Map<String, String> spark) {
    public Places {
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(project, "project");
        Objects.requireNonNull(lake, "lake");
        Objects.requireNonNull(landing, "landing");
        Objects.requireNonNull(exports, "exports");
        databases = Map.copyOf(databases);
        Objects.requireNonNull(master, "master");
        Objects.requireNonNull(zone, "zone");
        spark = Map.copyOf(spark);
        if (tilesFromRows < 0) {
            throw new IllegalArgumentException("tilesFromRows must be 0 or more, found " + tilesFromRows);
        }
    }

    /** The same places seen by another Spark session. */
    public Places with(String otherMaster, Map<String, String> otherSpark) {
        return new Places(
                environment, project, lake, landing, exports, databases, otherMaster, zone, tilesFromRows, otherSpark);
    }
}
