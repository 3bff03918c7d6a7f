package io.headrace.lineage;

import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.JobHeader;
import io.headrace.spec.JobSpec;
import io.headrace.spec.LineagePlaces;
import io.headrace.spec.Places;
import io.headrace.spec.Schedule;
import io.headrace.spec.TableName;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/** Runs that tests tell of. */
final class Runs {
    static final TableName SCORES = TableName.parse("scores.lapse");
    static final LocalDate DAY = LocalDate.of(2026, 1, 20);
    static final RunContext CONTEXT = context(Instant.parse("2026-01-21T06:00:10Z"));

    /** Reads scores and a model, and writes a table. */
    static final JobSpec JOB = new JobSpec() {
        @Override
        public JobHeader header() {
            return new JobHeader("monitor-lapse", "crm", Schedule.DAILY, "digest");
        }

        @Override
        public String kind() {
            return "monitor";
        }

        @Override
        public NavigableSet<TableName> reads() {
            return new TreeSet<>(List.of(SCORES, TableName.parse("models.lapse")));
        }

        @Override
        public NavigableSet<TableName> writes() {
            return new TreeSet<>(List.of(TableName.parse("silver.found")));
        }
    };

    private Runs() {}

    /** The job's run of a generation, at a time of the first January mornings. */
    static RunContext context(Instant now) {
        return new RunContext(DAY, ZoneId.of("Europe/Paris"), Clock.fixed(now, ZoneOffset.UTC), "", "", "local");
    }

    static Intent intent(int generation) {
        return new Intent(
                new RunId(JOB.name(), DAY, generation).toString(),
                "digest",
                Map.of("silver.labels", 7L),
                List.of(),
                Map.of(),
                RunContext.micros(Instant.parse("2026-01-21T06:00:00Z")));
    }

    /** One of each: what holds, what does not, what nothing can be said of. */
    static Quality quality() {
        return new Quality(
                OptionalLong.of(100),
                new TreeMap<>(Map.of("income", new Quality.Counted(90, 10))),
                List.of(
                        assertion("drift", "income", Quality.Result.PASS),
                        assertion("performance", "", Quality.Result.FAIL),
                        assertion("drift", "colour", Quality.Result.SKIP)));
    }

    private static Quality.Assertion assertion(String kind, String column, Quality.Result result) {
        return new Quality.Assertion(
                kind,
                column,
                kind + " of " + column,
                result,
                "an effect of at most 0.1",
                result == Quality.Result.SKIP ? "" : "0.05",
                new TreeMap<>(Map.of("statistic", "ks")));
    }

    static Places places(Path exports, LineagePlaces lineage) {
        return new Places(
                "local",
                exports,
                "/data/lake",
                "landing",
                exports.toString(),
                Map.of(),
                "",
                ZoneOffset.UTC,
                0,
                Map.of(),
                lineage);
    }
}
