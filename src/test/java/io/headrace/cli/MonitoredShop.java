package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A project of 400 customers, of whom each visits a shop on a day with a chance of its own and spends some money; a model predicts who visits
 * within two days.
 */
final class MonitoredShop {
    /** The day of the training. */
    static final LocalDate TRAINED = LocalDate.of(2026, 1, 20);

    private static final int CUSTOMERS = 400;
    private static final Map<String, String> FILES = Map.of(
            "jobs/ingest-visits.conf", """
            kind = ingest
            owner = shop
            files.paths = ["{date}.csv"]
            columns { customer_id = long, at = timestamp, amount = double, colour = string }
            """,
            "features/activity.conf", """
            entity = customer_id
            inputs.visits { table = silver.visits, time = at, lookback = 8 days }
            columns { visits = integer, mean_amount = double, colour = string }
            """,
            "features/activity.sql", """
            select customer_id, as_of, cast(count(*) as int) as visits, avg(amount) as mean_amount, max(colour) as colour
            from visits group by customer_id, as_of
            """,
            "jobs/features-activity.conf", "kind = features, owner = shop, view = activity\n",
            "jobs/train-return.conf", """
            kind = train, owner = shop, schedule = "@manual", view = activity, features = [visits, mean_amount, colour]
            label.event { table = silver.visits, time = at, positive = event, horizon = 2 days }
            as-ofs { every = 2 days, at-most = 4 }
            test.latest = 1
            learner.logistic-regression {}
            """,
            "jobs/score-return.conf",
                    "kind = score, owner = shop, population.view = activity, decision.top-share = 0.3\n",
            "jobs/monitor-return.conf", """
            kind = monitor, owner = shop, drift.tolerance = 0.2
            policy.retrain { drifted-importance = 0.3, rest = 0 days }
            notify {
              metrics = metrics/return.prom
              files.log { path = alerts.jsonl }
              webhooks.crm { url-variable = NO_SUCH_VARIABLE }
            }
            """);

    private final Path folder;

    private MonitoredShop(Path folder) {
        this.folder = folder;
    }

    /** The project with its history up to {@link #TRAINED}, a model, and no score yet. */
    static MonitoredShop in(Path folder) throws IOException {
        MonitoredShop shop = new MonitoredShop(folder);
        Files.createDirectories(folder.resolve("conf"));
        shop.write("conf/local.conf", Files.readString(Path.of("conf/ci.conf")) + "\nlineage.file = lineage.jsonl\n");
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            shop.write(file.getKey(), file.getValue());
        }
        for (int day = 1; day <= TRAINED.getDayOfMonth(); day++) {
            shop.deliver(LocalDate.of(2026, 1, day), 1, "");
        }
        shop.run("job", "ingest-visits", "--date", TRAINED.toString());
        shop.run("job", "train-return", "--date", TRAINED.toString());
        return shop;
    }

    /** The visits of a day. */
    void deliver(LocalDate day, double unit, String newColour) throws IOException {
        SplittableRandom dice = new SplittableRandom(day.toEpochDay());
        StringBuilder rows = new StringBuilder("customer_id,at,amount,colour\n");
        for (int customer = 0; customer < CUSTOMERS; customer++) {
            double chance = 0.1 + 0.7 * ((customer * 37) % 100) / 100;
            boolean visits = dice.nextDouble() < chance;
            double amount = 5 + 20 * dice.nextDouble() + customer % 7;
            String colour = List.of("red", "green", "blue").get(customer % 3);
            if (visits) {
                rows.append(String.format(
                        Locale.ROOT,
                        "%d,%s 1%d:00:00,%.2f,%s%n",
                        customer,
                        day,
                        customer % 9,
                        amount * unit,
                        newColour.isEmpty() || customer % 2 == 0 ? colour : newColour));
            }
        }
        write("target/landing/" + day + ".csv", rows.toString());
    }

    /** Runs all jobs of a day. */
    void play(LocalDate day) {
        run("run", "--date", day.toString());
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** A command on the project, which must end well; what it prints. */
    String run(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--project", folder.toString()));
        CommandRun run = CommandRun.of(words.toArray(String[]::new));
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        return run.out();
    }

    /** The file that its alerts are told to. */
    Path alerts() {
        return folder.resolve("target/exports/alerts.jsonl");
    }

    /** The metrics that it leaves for Prometheus. */
    Path metrics() {
        return folder.resolve("target/exports/metrics/return.prom");
    }

    /** The events of its runs. */
    Path lineage() {
        return folder.resolve("target/exports/lineage.jsonl");
    }

    /** The folder of its lake. */
    String lake() {
        return folder.resolve("target/lake").toString();
    }
}
