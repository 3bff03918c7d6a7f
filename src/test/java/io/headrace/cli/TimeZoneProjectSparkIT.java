package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Projects of other zones, from files to features. */
@ExtendWith(LakeExtension.class)
class TimeZoneProjectSparkIT {
    @TempDir
    private Path folder;

    /** B1: the events of the day after are not seen, by the moment nor by the date; SQL reads times by the clock of New York. */
    @Test
    void theFutureStaysOutOfFeaturesInNewYork() throws IOException {
        project("America/New_York", "2026-01-11 03:00:00", Map.of("2026-01-10.csv", """
                id,day,at
                1,2026-01-10,2026-01-10 22:30:00
                1,2026-01-11,2026-01-11 03:00:00
                1,2026-01-10,2026-01-11T04:30:00Z
                """));
        run("America/New_York", "2026-01-10");
        assertThat(silver("America/New_York"))
                .containsExactly("2026-01-11 03:30:00 22", "2026-01-11 08:00:00 3", "2026-01-11 04:30:00 23");
        assertThat(features("America/New_York")).containsExactly("[1,2,2,2,23,2026-01-11]");
    }

    /** B2: an event shortly before midnight belongs to the day that ends. */
    @Test
    void theEveningBelongsToItsDayInBerlin() throws IOException {
        project("Europe/Berlin", "2026-11-28 23:30:00", Map.of("2026-11-28.csv", """
                id,day,at
                1,2026-11-28,2026-11-28 23:30:00
                1,2026-11-28,2026-03-29 02:30:00
                1,2026-11-28,2026-10-25 02:30:00
                """));
        run("Europe/Berlin", "2026-11-28");
        assertThat(silver("Europe/Berlin")).containsExactly("2026-11-28 22:30:00 23");
        assertThat(lake("Europe/Berlin")
                        .read(TableName.parse("quarantine.t"))
                        .orderBy("_row")
                        .collectAsList())
                .extracting(row -> row.getList(row.fieldIndex("reasons")).get(0).toString())
                .satisfiesExactly(
                        skipped -> assertThat(skipped).contains("passes over"),
                        repeated -> assertThat(repeated).contains("twice"));
        assertThat(features("Europe/Berlin")).containsExactly("[1,1,1,1,23,2026-11-29]");
        CommandRun other = CommandRun.of(words("UTC", "2026-11-28"));
        assertThat(other.exit()).isEqualTo(2);
        assertThat(other.err()).contains("HEAD-LAKE-015", "Europe/Berlin");
    }

    /** Samoa went from the 29th to the 31st. */
    @Test
    void aDayThatTheCalendarLeavesOutIsNoLogicalDate() throws IOException {
        String file = "id,day,at\n1,2011-12-29,2011-12-29 01:00:00\n";
        project(
                "Pacific/Apia",
                "2011-12-31 10:00:00",
                Map.of("2011-12-29.csv", file, "2011-12-31.csv", file.replace("-29", "-31")));
        CommandRun run = CommandRun.of(words("Pacific/Apia", "2011-12-30"));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("HEAD-ENGINE-003", "Pacific/Apia leaves out 2011-12-30");
        CommandRun backfill =
                CommandRun.of("backfill", "--from", "2011-12-29", "--to", "2011-12-31", "--project", folder.toString());
        assertThat(backfill.exit()).as(backfill.out() + backfill.err()).isZero();
        assertThat(backfill.out()).contains("2011-12-29:", "2011-12-31:").doesNotContain("2011-12-30:");
    }

    private void project(String zone, String latest, Map<String, String> files) throws IOException {
        write(
                "conf/local.conf",
                "lake = lake, landing = landing, time-zone = \"" + zone + "\", master = \"local[2]\"\n");
        write("jobs/ingest-t.conf", """
                kind = ingest
                owner = me
                files { paths = ["{date}.csv"] }
                columns { id = long, day = date, at { type = timestamp, clean { clip = ["2000-01-01 00:00:00", "%s"] } } }
                derived { hour = "hour(at)" }
                """.formatted(latest));
        write("features/v.conf", """
                entity = id
                inputs {
                  moments { table = silver.t, time = at, aggregates { n { count = "*", windows = [1 day] } } }
                  days { table = silver.t, time = day, aggregates { d { count = "*", windows = [1 day] } } }
                  raw { table = silver.t, time = day, lookback = 1 days }
                }
                columns { moments = long, days = long, seen = long, latest = integer, today = date }
                """);
        write("features/v.sql", """
                select m.id, m.as_of, m.n_1d as moments, d.d_1d as days, r.seen, r.latest, to_date(m.as_of) as today
                from moments m
                join days d on d.id = m.id and d.as_of = m.as_of
                join (select id, as_of, count(*) as seen, max(hour(at)) as latest from raw where day < as_of group by id, as_of) r
                  on r.id = m.id and r.as_of = m.as_of
                """);
        write("jobs/features-v.conf", "kind = features, owner = me, view = v\n");
        for (Map.Entry<String, String> file : files.entrySet()) {
            write("landing/" + file.getKey(), file.getValue());
        }
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String[] words(String zone, String date) {
        return new String[] {"run", "--date", date, "--project", folder.toString(), "--set", "time-zone=" + zone};
    }

    private void run(String zone, String date) {
        CommandRun run = CommandRun.of(words(zone, date));
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
    }

    private Lake lake(String zone) {
        return Lake.open(LakeExtension.session(), folder.resolve("lake").toString(), java.time.ZoneId.of(zone));
    }

    private List<String> silver(String zone) {
        return texts(lake(zone)
                .read(TableName.parse("silver.t"))
                .orderBy("_row")
                .selectExpr("concat(at, ' ', hour)")
                .collectAsList());
    }

    private List<String> features(String zone) {
        return lake(zone)
                .read(TableName.parse("features.v"))
                .select("id", "moments", "days", "seen", "latest", "today")
                .collectAsList()
                .stream()
                .map(Row::toString)
                .toList();
    }

    private static List<String> texts(List<Row> rows) {
        return rows.stream().map(row -> row.getString(0)).toList();
    }
}
