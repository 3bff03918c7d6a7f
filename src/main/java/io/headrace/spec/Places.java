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
 * @param tilesFromMegabytes from how much data on features are computed from partials of days that are kept, 0 or more
 * @param spark further Spark properties
 * @param lineage where events of runs go
 * @param trust whose signatures count
 * @param zones where masked copies lie
 * @param privacy where the secrets stand by which persons are recognised and their values encrypted
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
        long tilesFromMegabytes,
        Map<String, String> spark,
        LineagePlaces lineage,
        TrustPlaces trust,
        ZonePlaces zones,
        PrivacyPlaces privacy) {
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
        Objects.requireNonNull(lineage, "lineage");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(zones, "zones");
        Objects.requireNonNull(privacy, "privacy");
        if (tilesFromMegabytes < 0) {
            throw new IllegalArgumentException("tilesFromMegabytes must be 0 or more, found " + tilesFromMegabytes);
        }
    }

    /** Where no signatures are asked for and nobody is erased. */
    public Places(
            String environment,
            Path project,
            String lake,
            String landing,
            String exports,
            Map<String, Database> databases,
            String master,
            ZoneId zone,
            long tilesFromMegabytes,
            Map<String, String> spark,
            LineagePlaces lineage) {
        this(
                environment,
                project,
                lake,
                landing,
                exports,
                databases,
                master,
                zone,
                tilesFromMegabytes,
                spark,
                lineage,
                TrustPlaces.NONE,
                ZonePlaces.below(project.resolve("zones").toString()),
                PrivacyPlaces.NONE);
    }

    /** The same, and without events of runs. */
    public Places(
            String environment,
            Path project,
            String lake,
            String landing,
            String exports,
            Map<String, Database> databases,
            String master,
            ZoneId zone,
            long tilesFromMegabytes,
            Map<String, String> spark) {
        this(
                environment,
                project,
                lake,
                landing,
                exports,
                databases,
                master,
                zone,
                tilesFromMegabytes,
                spark,
                LineagePlaces.NONE);
    }

    /** The same places seen by another Spark session. */
    public Places with(String otherMaster, Map<String, String> otherSpark) {
        return new Places(
                environment,
                project,
                lake,
                landing,
                exports,
                databases,
                otherMaster,
                zone,
                tilesFromMegabytes,
                otherSpark,
                lineage,
                trust,
                zones,
                privacy);
    }

    /** The same places where other signatures count. */
    public Places with(TrustPlaces other) {
        return new Places(
                environment,
                project,
                lake,
                landing,
                exports,
                databases,
                master,
                zone,
                tilesFromMegabytes,
                spark,
                lineage,
                other,
                zones,
                privacy);
    }

    /** The same places with other zones. */
    public Places with(ZonePlaces other) {
        return new Places(
                environment,
                project,
                lake,
                landing,
                exports,
                databases,
                master,
                zone,
                tilesFromMegabytes,
                spark,
                lineage,
                trust,
                other,
                privacy);
    }
}
