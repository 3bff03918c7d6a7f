package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cases E2 and E3 through the command line: which days are named, of views and of a view on a view. */
class StalePlanSparkIT {
    private static final Map<String, String> FILES = Map.of(
            "conf/local.conf", "",
            "jobs/ingest-sales.conf", """
                    kind = ingest, owner = shop, files.paths = ["sales/{date}.csv"]
                    columns { customer_id = long, sold_at = timestamp, price = long }
                    """,
            "features/short.conf", view("sales", "silver.sales", "sold_at", "price", 2),
            "features/week.conf", view("sales", "silver.sales", "sold_at", "price", 7),
            "features/over.conf", view("short", "features.short", "as_of", "price_2d", 3),
            "jobs/features-short.conf", "kind = features, owner = shop, view = short\n",
            "jobs/features-week.conf", "kind = features, owner = shop, view = week\n",
            "jobs/features-over.conf", "kind = features, owner = shop, view = over\n");

    private static String view(String alias, String table, String time, String of, int days) {
        String name = alias.equals("sales") ? "price" : "most";
        return """
                entity = customer_id
                inputs { %s { table = %s, time = %s, aggregates { %s { sum = %s, windows = [%d days] } } } }
                columns { %s_%dd = long }
                """.formatted(alias, table, time, name, of, days, name, days);
    }

    @TempDir
    private Path project;

    @BeforeAll
    static void shareTheSession() {
        LakeExtension.session();
    }

    @Test
    @Tag("full")
    void theWindowsThatSeeWhatCameAreNamedAndNoOtherDay() throws IOException {
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            write(file.getKey(), file.getValue());
        }
        for (int day = 1; day <= 9; day++) {
            land("2026-01-0" + day, row(1, "2026-01-0" + day, day), row(2, "2026-01-0" + day, 10 * day));
        }
        ok("backfill", "--from", "2026-01-01", "--to", "2026-01-09");
        assertThat(stale()).isEmpty();

        // The file of the 10th brings an event of the 3rd.
        land("2026-01-10", row(1, "2026-01-10", 10), row(1, "2026-01-03", 500));
        ok("run", "ingest-sales", "--date", "2026-01-10");
        assertThat(stale())
                .containsExactlyInAnyOrder(
                        // The 3rd and 4th see it; the 9th is the last of 7 days.
                        "features-short 2026-01-03 2026-01-04",
                        "features-week 2026-01-03 2026-01-09",
                        // Its input of the 3rd is known from the 4th on, for 3 days, that of the 4th a day longer.
                        "features-over 2026-01-04 2026-01-06",
                        "features-over 2026-01-07 2026-01-07");
    }

    private static String row(int customer, String day, int price) {
        return customer + "," + day + " 12:00:00," + price;
    }

    private void land(String day, String... rows) throws IOException {
        write("landing/sales/" + day + ".csv", "customer_id,sold_at,price\n" + String.join("\n", rows) + "\n");
    }

    private void write(String path, String text) throws IOException {
        Path file = project.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private CommandRun ok(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--project", project.toString()));
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        return run;
    }

    private List<String> stale() {
        return ok("plan", "--stale")
                .out()
                .lines()
                .filter(line -> line.startsWith("features-"))
                .map(line -> line.replaceAll("^(\\S+)\\s+(\\S+)\\s+(\\S+).*", "$1 $2 $3"))
                .toList();
    }
}
