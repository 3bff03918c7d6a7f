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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project in which every SQL text of every kind is wrong: each line with one says so. */
class BrokenSqlSparkIT {
    private static final String MARK = "broken";

    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("conf/local.conf", ""),
            Map.entry("jobs/ingest-words.conf", """
                    kind = ingest, owner = shop, files.paths = ["words/{date}.csv"]
                    columns { word = string, price = string }
                    """),
            Map.entry("jobs/ingest-sales.conf", """
                    kind = ingest
                    owner = shop
                    files.paths = ["{date}.csv"]
                    columns {
                      customer_id = long
                      sold_at = timestamp
                      zone = string
                      price {
                        type = "decimal(10,2)"
                        clean.mapping {
                          table = silver.words
                          from = broken_from
                          to = broken_to
                        }
                      }
                      sent {
                        type = date
                        clean.clip = [true, false] # broken: a truth value is no date
                      }
                    }
                    derived {
                      year = "year(sold_at)"
                      twice = "2 * broken_derived"
                    }
                    keep-one {
                      key = [customer_id]
                      order = [
                        "sold_at desc"
                        "broken_order desc"
                      ]
                    }
                    checks {
                      plain = "broken_plain > 0"
                      number = "price" # broken: no condition
                      written {
                        rule = "broken_rule > 0"
                        where = "broken_where > 0"
                      }
                      long {
                        rule = \"\"\"price > 0
                          and customer_id > 0
                          and broken_below > 0\"\"\"
                      }
                      declared { # broken: a time is no number
                        column = sold_at, at-least = 1
                      }
                      limited {
                        column = price, at-least = 1
                        where = "broken_limited"
                      }
                      once {
                        unique = [customer_id]
                        where = "broken_once"
                      }
                      measured {
                        measure = "sum(broken_measure)"
                        where = "broken_measured"
                        at-least = 1
                      }
                      middle {
                        quantile { column = sold_at, at = 0.5 } # broken: a time has no quantile
                        at-least = 1
                      }
                    }
                    totals {
                      amount = "price * broken_total"
                    }
                    """),
            Map.entry("features/activity.conf", """
                    entity = customer_id
                    inputs { sales { table = silver.sales, time = sold_at } }
                    columns { orders = integer }
                    """),
            Map.entry("features/activity.sql", """
                    select customer_id, as_of,
                      -- how many
                      count(broken_query) as orders
                    from sales
                    group by customer_id, as_of
                    """),
            Map.entry("jobs/features-activity.conf", """
                    kind = features, owner = shop, view = activity
                    """),
            Map.entry("features/syntax.conf", """
                    entity = customer_id
                    inputs { sales { table = silver.sales, time = sold_at } }
                    columns { orders = integer }
                    """),
            Map.entry("features/syntax.sql", """
                    select customer_id, as_of, 1 as orders
                    from sales
                    group broken by customer_id, as_of
                    """),
            Map.entry("features/spent.conf", """
                    entity = customer_id
                    inputs {
                      sales {
                        table = silver.sales, time = sold_at
                        where = "broken_input > 0"
                        aggregates {
                          spent {
                            sum = "price * broken_sum"
                            where = "broken_feature > 0"
                            windows = [30 days]
                          }
                          orders {
                            count = "*", windows = [30 days]
                            by {
                              column = broken_by
                              values = [north]
                            }
                          }
                        }
                      }
                    }
                    columns { spent_30d = double }
                    """),
            Map.entry("features/nested.conf", """
                    entity = customer_id
                    inputs {
                      sales {
                        table = silver.sales, time = sold_at
                        aggregates { # broken: a list cannot be aggregated
                          all { last = "array(price)", windows = [30 days] }
                        }
                      }
                    }
                    columns { all_30d = double }
                    """),
            Map.entry("jobs/train-lapse.conf", """
                    kind = train
                    owner = shop
                    view = activity
                    features = [orders]
                    population {
                      where = "broken_population > 1"
                    }
                    label {
                      event {
                        table = silver.sales, time = sold_at, horizon = 30 days
                        where = "broken_event > 0"
                      }
                    }
                    baseline = "broken_baseline"
                    weights {
                      of = "broken_weight"
                    }
                    value {
                      hit = "broken_hit"
                      false-alarm = "broken_alarm"
                      miss = "broken_miss"
                      rest = "broken_rest"
                    }
                    """),
            Map.entry("jobs/train-spend.conf", """
                    kind = train
                    owner = shop
                    view = activity
                    features = [orders]
                    label {
                      event {
                        table = silver.sales, time = sold_at, horizon = 30 days
                        total = "broken_amount"
                      }
                    }
                    as-ofs {
                      at {
                        table = silver.sales, time = sold_at
                        where = "broken_time > 0"
                      }
                    }
                    """),
            Map.entry("jobs/train-zone.conf", """
                    kind = train
                    owner = shop
                    view = activity
                    features = [orders]
                    label { class { table = silver.sales, column = zone } }
                    baseline = "orders" # broken: no name of a class
                    """),
            Map.entry("jobs/score-lapse.conf", """
                    kind = score
                    owner = shop
                    population {
                      view = activity
                      where = "broken_scored > 0"
                    }
                    reasons {
                      top = 2
                      background {
                        where = "probability < 0.5 and broken_background > 0"
                      }
                    }
                    """),
            Map.entry("jobs/export-lapse.conf", """
                    kind = export
                    owner = shop
                    table = scores.lapse
                    where = "broken_sent"
                    columns = [
                      customer_id
                      broken_column
                    ]
                    key = [broken_column]
                    files {}
                    """));

    /** Right as SQL, but with clock, chance, tables of no input, calls into Java, or as-ofs that are mixed: cases E4, E5, E6 and E8. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("conf/local.conf", ""),
            Map.entry("jobs/ingest-sales.conf", """
                    kind = ingest
                    owner = shop
                    files.paths = ["{date}.csv"]
                    columns { customer_id = long, sold_at = timestamp, price = "decimal(10,2)", zone = string }
                    derived {
                      age = "datediff(current_date, sold_at)" # broken
                      lot = "rand() < 0.5" # broken
                      secret = "reflect('java.lang.Math', 'abs', 1)" # broken
                    }
                    keep-one { key = [customer_id], order = ["rand() desc"] } # broken
                    checks {
                      past = "sold_at < now()" # broken
                      nested = "zone in (select zone from delta.`/nowhere/x`)" # broken
                      fresh { measure = "datediff(as_of, max(sold_at))", at-most = 7 }
                      clocked { measure = "datediff(current_date, max(sold_at))", at-most = 7 } # broken
                    }
                    totals { amount = "price * uniform(1, 2)" } # broken
                    """),
            Map.entry("features/activity.conf", """
                    entity = customer_id
                    inputs {
                      sales { table = silver.sales, time = sold_at }
                      again { table = silver.sales, time = sold_at }
                    }
                    columns { orders = integer, age = integer }
                    """),
            Map.entry("features/activity.sql", """
                    select customer_id, as_of,
                      cast(count(*) as int) as orders,
                      max(datediff(as_of, now())) as age -- broken
                    from sales
                    group by customer_id, as_of
                    """),
            Map.entry("jobs/features-activity.conf", """
                    kind = features, owner = shop, view = activity
                    """),
            Map.entry("features/joined.conf", """
                    entity = customer_id
                    inputs {
                      sales { table = silver.sales, time = sold_at }
                      again { table = silver.sales, time = sold_at }
                    }
                    columns { orders = long }
                    """),
            Map.entry("features/joined.sql", """
                    with counted as (select customer_id, as_of, count(*) as orders from sales group by customer_id, as_of)
                    select counted.customer_id, counted.as_of, orders
                    from counted
                    left join again on again.customer_id = counted.customer_id -- broken
                    """),
            Map.entry("features/paths.conf", """
                    entity = customer_id
                    inputs { sales { table = silver.sales, time = sold_at } }
                    columns { orders = long }
                    """),
            Map.entry("features/paths.sql", """
                    select customer_id, as_of,
                      (select count(*) from text.`/nowhere/file`) as orders -- broken
                    from sales
                    """),
            Map.entry("features/changing.conf", """
                    entity = customer_id
                    inputs { sales { table = silver.sales, time = sold_at } }
                    columns { orders = long }
                    """),
            Map.entry("features/changing.sql", """
                    create temporary view broken as select 1
                    """),
            Map.entry("features/above.conf", """
                    entity = customer_id
                    inputs {
                      sales { table = silver.sales, time = sold_at }
                      activity { table = features.activity, time = as_of } # broken
                    }
                    columns { orders = integer }
                    """),
            Map.entry("features/above.sql", """
                    select customer_id, as_of, max(orders) as orders from activity group by customer_id, as_of
                    """),
            Map.entry("features/over.conf", """
                    entity = customer_id
                    inputs {
                      activity { table = features.activity, time = as_of, aggregates { most { max = orders, windows = [30 days] } } }
                    }
                    columns { most_30d = integer }
                    """),
            Map.entry("jobs/features-over.conf", """
                    kind = features, owner = shop, view = over
                    """),
            Map.entry("features/clocked.conf", """
                    entity = customer_id
                    inputs {
                      sales {
                        table = silver.sales, time = sold_at
                        where = "sold_at < current_timestamp" # broken
                        aggregates { spent { sum = "price * rand()", windows = [30 days] } } # broken
                      }
                    }
                    columns { spent_30d = double }
                    """),
            Map.entry("jobs/train-lapse.conf", """
                    kind = train
                    owner = shop
                    view = over
                    features = [most_30d]
                    population { where = "most_30d > 0 and as_of < current_date" } # broken
                    label {
                      event {
                        table = silver.sales, time = sold_at, horizon = 30 days
                        where = "price > randn()" # broken
                      }
                    }
                    weights { of = "rand()" } # broken
                    """),
            Map.entry("jobs/score-lapse.conf", """
                    kind = score
                    owner = shop
                    population {
                      view = over
                      where = "most_30d > 0 and current_user() = 'me'" # broken
                    }
                    """));

    @BeforeAll
    static void shareTheSession() {
        LakeExtension.session();
    }

    @Test
    void eachIsToldWithItsFileAndLine(@TempDir Path project) throws IOException {
        CommandRun check = checked(project, FILES);
        assertThat(check.err())
                .contains(
                        "jobs/ingest-sales.conf:18: columns.sent.clean.clip: cannot resolve",
                        "jobs/ingest-sales.conf:36: checks.written.rule: there is no column broken_rule; the nearest are ",
                        "jobs/ingest-sales.conf:34: checks.number: expected a condition, found price\n",
                        "jobs/export-lapse.conf:7: columns: there is no column \"broken_column\"\n");
    }

    /** F13: what is wrong with a key does not hide what is wrong with SQL, of the same file or of others. */
    @Test
    void problemsOfKeysAndOfTextsAreToldTogether(@TempDir Path project) throws IOException {
        CommandRun check = checked(
                project,
                Map.of(
                        "conf/local.conf",
                        "",
                        "jobs/ingest-sales.conf",
                        """
                        kind = ingest
                        owner = shop
                        files.paths = ["{date}.csv"]
                        columns { customer_id = long, sold_at = timestamp, price = "decimal(10,2)" }
                        """,
                        "jobs/ingest-others.conf",
                        """
                        kind = ingest
                        owner = shop
                        files.paths = ["{date}.csv"]
                        columns {
                          id = lnog # broken
                        }
                        derived { twice = "2 * id" }
                        """,
                        "features/activity.conf",
                        """
                        entity = customer_id
                        inputs { sales { table = silver.sales, time = sold_at } }
                        columns { orders = integer }
                        """,
                        "features/activity.sql",
                        """
                        select customer_id, as_of,
                          max(broken_query) as orders
                        from sales group by customer_id, as_of
                        """,
                        "jobs/train-lapse.conf",
                        """
                        kind = train
                        owner = shop
                        view = activity
                        features = [orders]
                        population { where = "broken_population > 1" }
                        label { number { table = silver.sales, column = sold_at } } # broken
                        seed = many # broken
                        """));
        assertThat(check.err())
                .contains(
                        "features/activity.sql:2: there is no column broken_query; the nearest are ",
                        "label.number.column: expected a column of numbers, sold_at of silver.sales is timestamp",
                        "jobs/train-lapse.conf:7: seed: expected ")
                .doesNotContain("SQLSTATE", "Project [");
    }

    @Test
    void whatNoTextMayDoIsToldWithItsFileAndLine(@TempDir Path project) throws IOException {
        CommandRun check = checked(project, REFUSED);
        assertThat(check.err())
                .contains(
                        "jobs/ingest-sales.conf:6: derived.age: current_date asks the clock, so that each run would give another"
                                + " result: compare columns of the row\n",
                        "jobs/ingest-sales.conf:8: derived.secret: reflect() calls into Java: use functions of Spark's SQL\n",
                        "jobs/ingest-sales.conf:15: checks.clocked.measure: current_date asks the clock: use as_of, the moment",
                        "features/activity.sql:3: now() asks the clock: use as_of, the moment before which data may be used\n",
                        "features/joined.sql:4: joins sales and again without equal as_of",
                        "features/paths.sql:2: text./nowhere/file is no input of the view: declare its table in inputs",
                        "features/changing.sql:1: a view is one query",
                        "features/above.conf:4: inputs.activity.table: features.activity has a column as_of of its own");
    }

    /** Each line that is marked has a problem, and no other. */
    private static CommandRun checked(Path project, Map<String, String> files) throws IOException {
        List<String> marked = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = project.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
            List<String> lines = file.getValue().lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains(MARK)) {
                    marked.add(file.getKey() + ":" + (i + 1));
                }
            }
        }
        CommandRun check = CommandRun.of("check", "--project", project.toString());
        assertThat(check.exit()).isEqualTo(2);
        List<String> problems = check.err().lines().toList();
        assertThat(problems.get(problems.size() - 1)).as(check.err()).isEqualTo(marked.size() + " problems");
        assertThat(problems.subList(0, problems.size() - 1))
                .map(problem -> problem.replaceFirst("^([^:]+:\\d+): .*", "$1"))
                .as(check.err())
                .containsExactlyInAnyOrderElementsOf(marked);
        return check;
    }
}
