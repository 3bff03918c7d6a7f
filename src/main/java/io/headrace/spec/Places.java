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
 * @param master Spark master, for example {@code local[*]}; empty where spark-submit decides
 * @param zone the time zone in which a logical date is a day
 * @param spark further Spark properties
 */
public record Places(
        String environment,
        Path project,
        String lake,
        String landing,
        String master,
        ZoneId zone,
        Map<String, String> spark) {
    public Places {
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(project, "project");
        Objects.requireNonNull(lake, "lake");
        Objects.requireNonNull(landing, "landing");
        Objects.requireNonNull(master, "master");
        Objects.requireNonNull(zone, "zone");
        spark = Map.copyOf(spark);
    }
}
