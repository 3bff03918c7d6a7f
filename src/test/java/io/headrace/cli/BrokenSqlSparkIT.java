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

    @BeforeAll
    static void shareTheSession() {
        LakeExtension.session();
    }

    @Test
    void eachIsToldWithItsFileAndLine(@TempDir Path project) throws IOException {
        List<String> marked = new ArrayList<>();
        for (Map.Entry<String, String> file : FILES.entrySet()) {
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
        assertThat(problems.get(problems.size() - 1)).isEqualTo(marked.size() + " problems");
        assertThat(problems.subList(0, problems.size() - 1))
                .map(problem -> problem.replaceFirst("^([^:]+:\\d+): .*", "$1"))
                .as(check.err())
                .containsExactlyInAnyOrderElementsOf(marked);
        assertThat(check.err())
                .contains(
                        "jobs/ingest-sales.conf:18: columns.sent.clean.clip: [DATATYPE_MISMATCH.",
                        "jobs/ingest-sales.conf:34: checks.number: expected a condition, found price\n",
                        "jobs/export-lapse.conf:7: columns: there is no column \"broken_column\"\n");
    }
}
