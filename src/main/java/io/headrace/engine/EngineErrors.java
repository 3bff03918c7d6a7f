package io.headrace.engine;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.time.LocalDate;
import java.time.ZoneId;

/** The failures of the engine, worded in one place. */
final class EngineErrors {
    private EngineErrors() {}

    static HeadraceException neverIngested(String job) {
        return user("HEAD-ENGINE-001", "the job " + job + " has not taken anything in yet", "Run it first.");
    }

    static HeadraceException insideDriver(String key, String place, String environment) {
        return user(
                "HEAD-ENGINE-002",
                key + " = " + place + " would be lost with the driver that a cluster runs in a folder of its own",
                "Give conf/" + environment + ".conf a place that all machines share, or --set " + key + "=hdfs://...");
    }

    static HeadraceException noSuchDay(LocalDate date, ZoneId zone) {
        return user(
                "HEAD-ENGINE-003",
                "the calendar of " + zone.getId() + " leaves out " + date,
                "Give the day before or after; a backfill passes over such a day.");
    }

    private static HeadraceException user(String code, String what, String next) {
        return HeadraceException.of(code, FailureKind.USER, what, next);
    }
}
