package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One change of a valid file, and the one line it must give. */
class ProblemsOfOneFileTest {
    private static final String INGEST = "jobs/ingest-sales.conf";
    private static final String TRAIN = "jobs/train-lapse.conf";
    private static final String SCORE = "jobs/score-lapse.conf";
    private static final String VIEW = "features/activity.conf";
    private static final String EXPORT = "jobs/export-lapse.conf";
    private static final String VALUE = "jobs/value-lapse.conf";
    private static final String MONITOR = "jobs/monitor-lapse.conf";
    private static final String FAIRNESS = "jobs/fairness-lapse.conf";
    private static final String CONF = "conf/local.conf";

    @TempDir
    Path folder;

    static Stream<Arguments> additions() {
        return Stream.of(
                line(
                        SCORE,
                        "reasons.top = three",
                        ":4: reasons.top: expected a whole number of 1 or more, found \"three\""),
                line(
                        SCORE,
                        "reasons.top = \"3\"",
                        ":4: reasons.top: expected a whole number of 1 or more, found \"3\""),
                line(
                        SCORE,
                        "decision.by-value = true",
                        ":4: decision.by-value: needs value in the train job of lapse: what decisions are worth"),
                line(SCORE, "reasons.top = 0", ":4: reasons.top: expected a whole number of 1 or more, found 0"),
                line(SCORE, "reasons.top = 2.5", ":4: reasons.top: expected a whole number of 1 or more, found 2.5"),
                line(SCORE, "reasons.top = null", ":4: reasons.top: expected a whole number of 1 or more, found null"),
                line(SCORE, "reasons = 3", ":4: reasons: expected an object in { }, found 3"),
                line(SCORE, "schedul = \"@daily\"", ":4: schedul: unknown key, did you mean \"schedule\"?"),
                line(
                        SCORE,
                        "reasons.themes.seldom { features = [orderz], text = x }",
                        ":4: reasons.themes.seldom.features: the view has no column \"orderz\", did you mean \"orders\"?"),
                line(
                        SCORE,
                        "reasons.themes { a { features = [orders], text = x }, b { features = [orders], text = y } }",
                        ":4: reasons.themes.b.features: orders is in the theme a as well"),
                line(
                        SCORE,
                        "reasons.themes.seldom { features = [orders], text = \" \" }",
                        ":4: reasons.themes.seldom.text: expected a text, found \" \""),
                line(SCORE, "reasons.topp = 3", ":4: reasons.topp: unknown key, did you mean \"top\"?"),
                line(
                        SCORE,
                        "reasons.background.rows = 1001",
                        ":4: reasons.background.rows: expected a whole number from 1 to 1000, found 1001"),
                line(
                        SCORE,
                        "reasons.background {}, work.incremental-checked = 0.1",
                        ":4: work.incremental-checked: reasons against a background are counted from the rows of each run, so no"
                                + " score can be carried over; leave out one of work.incremental-checked and"
                                + " reasons.background"),
                line(SCORE, "arms.salt = x", ":4: arms: missing, expected holdout or versions"),
                line(
                        SCORE,
                        "arms { salt = x, holdout = 0.6, versions { a { share = 0.1, at-most = 0.5 } } }",
                        ":4: arms: holdout and versions (each with its at-most) add up to 1.1, expected 1 or less in all"),
                line(
                        SCORE,
                        "arms { salt = x, versions { a { share = 0.5, at-most = 0.1 } } }",
                        ":4: arms.versions.a.at-most: expected the share or more, found 0.1"),
                line(
                        SCORE,
                        "arms { salt = x, versions { a { share = 0.1, stages = [0.1, 0.5] } } }",
                        ":4: arms.versions.a.share: stages say what share it has; leave out one of stages and share"),
                line(
                        SCORE,
                        "arms { salt = x, holdout = 0.1, layer { name = a, salt = b, from = 0.5, to = 0.5 } }",
                        ":4: arms.layer.to: expected more than from, found 0.5 to 0.5"),
                line(
                        SCORE,
                        "arms { salt = x, versions { a { stages = [0.5, 0.1] } } }",
                        ":4: arms.versions.a.stages: expected each share to be more than the one before, found 0.1"
                                + " after 0.5"),
                line(
                        SCORE,
                        "arms { salt = x, versions { a { stages = [0.1], version = 3 } } }",
                        ":4: arms.versions.a.version: stages are an alias's, found the version 3"),
                line(
                        SCORE,
                        "arms { salt = x, versions { holdout { share = 0.5 } } }",
                        ":4: arms.versions.holdout: holdout is an arm by itself; give the version another name"),
                line(
                        SCORE,
                        "arms { salt = x, holdout = 0.1 }, work.incremental-checked = 0.1",
                        ":4: work.incremental-checked: scores of several versions cannot be carried over; leave out one of"
                                + " work.incremental-checked and arms"),
                line(
                        SCORE,
                        "arms { salt = x, holdout = 0.1 }, reasons.background {}",
                        ":4: reasons.background: a background belongs to one version; leave out one of reasons.background"
                                + " and arms"),
                line(
                        SCORE,
                        "reasons.colour = 3",
                        ":4: reasons.colour: unknown key; known here: background, themes, top"),
                line(
                        SCORE,
                        "schedule = hourly",
                        ":4: schedule: expected one of @daily, @weekly, @monthly, @manual, found \"hourly\""),
                line(
                        SCORE,
                        "schedule = @daily",
                        ":4: cannot be read as HOCON: Expecting a value but got wrong token: '@' (Reserved character '@' is not allowed outside quotes)"),
                line(
                        SCORE,
                        "reasons {",
                        ":5: cannot be read as HOCON: expecting a close parentheses ')' here, not: end of file"),
                line(
                        SCORE,
                        "reasons = ${other}",
                        ":4: cannot be read as HOCON: Could not resolve substitution to a value: ${other}"),
                line(
                        SCORE,
                        "include \"other\"",
                        ":4: cannot be read as HOCON: include is not allowed, write the keys in this file"),
                line(
                        SCORE,
                        "include file(\"other\")",
                        ":4: cannot be read as HOCON: include is not allowed, write the keys in this file"),
                line(
                        SCORE,
                        "decision.top-share = 0",
                        ":4: decision.top-share: expected a number of more than 0 and at most 1, found 0"),
                line(
                        SCORE,
                        "decision.probability = 1.1",
                        ":4: decision.probability: expected a number from 0 to 1, found 1.1"),
                line(
                        SCORE,
                        "decision { top-share = 0.1, probability = 0.1 }",
                        ":4: decision: expected only one of by-group, by-value, classes, probability, score, top-share"),
                line(
                        SCORE,
                        "publish.keep = 400",
                        ":4: publish.keep: expected whole days, 1 day or more, such as 30 days, found 400"),
                line(
                        SCORE,
                        "publish.keep = 0 days",
                        ":4: publish.keep: expected whole days, 1 day or more, such as 30 days, found \"0 days\""),
                line(
                        SCORE,
                        "publish.table = lapse",
                        ":4: publish.table: expected a table as layer.name such as silver.invoices, found \"lapse\""),
                line(
                        SCORE,
                        "publish.table = silver.lapse",
                        ":4: publish.table: the layer silver is Headrace's own, choose another such as scores"),
                line(
                        SCORE,
                        "audit.unscored-at-most = few",
                        ":4: audit.unscored-at-most: expected a number from 0 to 1, found \"few\""),
                line(
                        SCORE,
                        "audit.rows-at-least-of-previous = -1",
                        ":4: audit.rows-at-least-of-previous: expected a number of 0 or more, found -1"),
                line(
                        SCORE,
                        "model = Lapse",
                        ":4: model: expected a name of lower-case letters, digits and _, found \"Lapse\""),
                line(SCORE, "population.where = \" \"", ":4: population.where: expected a text, found \" \""),
                line(
                        SCORE,
                        "population.where = 1",
                        ":4: population.where: expected a text, found 1; put it in quotes: \"1\""),
                line(
                        TRAIN,
                        "features = []",
                        ":6: features: expected a list of at least one, each a name of lower-case letters, digits and _, found a list"),
                line(TRAIN, "features = orders", ":6: features: expected all, or a list of names, found \"orders\""),
                line(TRAIN, "features = [orders,\n orders]", ":7: features: \"orders\" is listed twice"),
                line(
                        TRAIN,
                        "features = [\n 7\n]",
                        ":7: features: expected a name of lower-case letters, digits and _, found 7"),
                line(
                        TRAIN,
                        "label.event.horizon = 30",
                        ":6: label.event.horizon: expected whole days, 1 day or more, such as 30 days, found 30"),
                line(
                        TRAIN,
                        "label.event.horizon = 2 weeks",
                        ":6: label.event.horizon: expected whole days, 1 day or more, such as 30 days, found \"2 weeks\""),
                line(
                        TRAIN,
                        "label.event.delay = -1 days",
                        ":6: label.event.delay: expected whole days, 0 days or more, such as 30 days, found \"-1 days\""),
                line(
                        TRAIN,
                        "label.event.positive = none",
                        ":6: label.event.positive: expected one of event, no-event, found \"none\""),
                line(
                        TRAIN,
                        "label.known { table = silver.sales, column = price, positive = 1 }",
                        ":5: label: expected only one of class, event, known, number"),
                line(TRAIN, "as-ofs.at-most = 0", ":6: as-ofs.at-most: expected a whole number of 1 or more, found 0"),
                line(
                        TRAIN,
                        "as-ofs.every = 0 days",
                        ":6: as-ofs.every: expected whole days, 1 day or more, such as 30 days, found \"0 days\""),
                line(
                        TRAIN,
                        "test.share = 1",
                        ":6: test.share: expected a number of more than 0 and less than 1, found 1"),
                line(TRAIN, "test.latest = 1", ":6: test.latest: expected fewer than as-ofs.at-most (1), found 1"),
                line(
                        TRAIN,
                        "test { latest = 1, share = 0.1 }\nas-ofs.at-most = 2",
                        ":6: test: expected only one of last, latest, share"),
                line(
                        TRAIN,
                        "test.last = 30 days",
                        ":6: test.last: needs labels with times of their own: label.known.time or as-ofs.at"),
                line(
                        TRAIN,
                        "as-ofs { at-most = 3, at-least = 4 }",
                        ":6: as-ofs.at-least: expected no more than at-most (3), found 4"),
                line(
                        TRAIN,
                        "as-ofs { every = 30 days, at { table = silver.sales, time = sold_at } }",
                        ":6: as-ofs.every: does not go with at: the rows say when"),
                line(
                        TRAIN,
                        "as-ofs.at { table = silver.sales, time = sold_at }\ntest.latest = 1",
                        ":7: test.latest: does not go with as-ofs of each entity: hold out the last days"),
                line(
                        TRAIN,
                        "learner.forest {}",
                        ":6: learner.forest: unknown key; known here: boosted-trees, decision-tree, gamma-regression, huber-regression, linear-regression, logistic-regression, poisson-regression,"
                                + " random-forest, xgboost, xgboost-gamma, xgboost-poisson, xgboost-quantile, xgboost-tweedie"),
                line(
                        TRAIN,
                        "learner.logistic-regression.elastic-net-param = 2",
                        ":6: learner.logistic-regression.elastic-net-param: expected a number from 0 to 1, found 2"),
                line(
                        TRAIN,
                        "learner.logistic-regression.reg-param = -0.1",
                        ":6: learner.logistic-regression.reg-param: expected a number of 0 or more, found -0.1"),
                line(
                        TRAIN,
                        "learner.logistic-regression.max-iter = 0",
                        ":6: learner.logistic-regression.max-iter: expected a whole number of 1 or more, found 0"),
                line(
                        TRAIN,
                        "learner.linear-regression {}",
                        ":6: learner.linear-regression: does not support a binary label"),
                line(TRAIN, "gates.r2-at-least = 0.5", ":6: gates.r2-at-least: is not defined for a binary label"),
                line(
                        TRAIN,
                        "learner.xgboost.num-round = 2.5",
                        ":6: learner.xgboost.num-round: expected a whole number of 1 or more, found 2.5"),
                line(
                        TRAIN,
                        "monotone.orders = rising",
                        ":6: monotone.orders: logistic-regression cannot be held to it"),
                line(
                        TRAIN,
                        "prepare.orders.levels {}",
                        ":6: prepare.orders.levels: does not suit orders, which is int"),
                line(
                        TRAIN,
                        "prepare.order.bins = 3",
                        ":6: prepare.order: is not among the features of the job, did you mean \"orders\"?"),
                line(
                        TRAIN,
                        "search.over.max-depth = [3]",
                        ":6: search.over.max-depth: is no setting of logistic-regression"),
                line(
                        TRAIN,
                        "search.over.max-itr = [3]",
                        ":6: search.over.max-itr: is no setting of logistic-regression, did you mean \"max-iter\"?"),
                line(
                        TRAIN,
                        "search.over.reg-param { from = 0.1, to = 1 }",
                        ":6: search.trials: missing: a range has no end of values, say how many trials are drawn"),
                line(TRAIN, "gates.rmse-at-most = 3", ":6: gates.rmse-at-most: is not defined for a binary label"),
                line(
                        TRAIN,
                        "gates.value-per-1000-at-least = 3",
                        ":6: gates.value-per-1000-at-least: needs value: what decisions are worth"),
                line(
                        TRAIN,
                        "decision.probability = 1.5",
                        ":6: decision.probability: expected a number from 0 to 1, found 1.5"),
                line(
                        TRAIN,
                        "value { hit = 1, false-alarm = -1, miss = 0 }, decision.probability = 0.2",
                        ":6: decision: does not go with value, which says when it pays to act"),
                line(TRAIN, "interval {}", ":6: interval: applies to a numeric label only; this label is binary"),
                line(
                        TRAIN,
                        "gates.interval-width-at-most = 5",
                        ":6: gates.interval-width-at-most: is not defined for a binary label"),
                line(TRAIN, "gates.worst-slice-auc-at-least = 0.5", ":6: gates.worst-slice-auc-at-least: needs slices"),
                line(
                        TRAIN,
                        "gates.auc-at-least = 60",
                        ":6: gates.auc-at-least: expected a number from 0 to 1, found 60"),
                line(
                        TRAIN,
                        "gates.gain-over-baseline-at-least = 0",
                        ":6: gates.gain-over-baseline-at-least: needs a baseline to compare with"),
                line(
                        TRAIN,
                        "gates.test-rows-at-least = many",
                        ":6: gates.test-rows-at-least: expected a whole number of 1 or more, found \"many\""),
                line(TRAIN, "seed = 1.5", ":6: seed: expected a whole number, found 1.5"),
                line(
                        INGEST,
                        "source = sales-data",
                        ":9: source: expected a name of lower-case letters, digits and _, found \"sales-data\""),
                line(
                        INGEST,
                        "files.paths = [\"{date}-{date}.csv\"]",
                        ":9: files.paths: expected {date} at most once in each pattern"),
                line(
                        INGEST,
                        "files.paths = [\"../other/{date}.csv\"]",
                        ":9: files.paths: expected a path that stays below the landing folder, without .., found"
                                + " \"../other/{date}.csv\""),
                line(
                        INGEST,
                        "files.paths = [\"/var/{date}.csv\"]",
                        ":9: files.paths: expected a path below the landing folder, found \"/var/{date}.csv\""),
                line(
                        INGEST,
                        "checks.t { measure = \"count(*)\", control { file = \"file:/x.csv\", column = a } }",
                        ":9: checks.t.control.file: expected a path below the landing folder, found \"file:/x.csv\""),
                line(
                        INGEST,
                        "files.format = xml",
                        ":9: files.format: expected one of csv, json-lines, parquet, delta, found \"xml\""),
                line(
                        INGEST,
                        "files.delimiter = \"||\"",
                        ":9: files.delimiter: expected a text of one character, found \"||\""),
                line(
                        INGEST,
                        "files.quote = \"''\"",
                        ":9: files.quote: expected a text of one character, or of none, found \"''\""),
                line(
                        INGEST,
                        "files.comment = \",\"",
                        ":3: files.delimiter: expected delimiter, quote, escape and comment to differ"),
                line(
                        INGEST,
                        "files.encoding = utf-9",
                        ":9: files.encoding: expected an encoding such as UTF-8, windows-1252 or UTF-16, found \"utf-9\""),
                line(
                        INGEST,
                        "files.preamble-lines = -1",
                        ":9: files.preamble-lines: expected a whole number of 0 or more, found -1"),
                line(
                        INGEST,
                        "files.header-lines = -1",
                        ":9: files.header-lines: expected a whole number of 0 or more, found -1"),
                line(INGEST, "files.optional = yes", ":9: files.optional: expected true or false, found \"yes\""),
                line(
                        INGEST,
                        "columns.price = money",
                        ":9: columns.price: expected one of string, integer, long, double, decimal(p,s), boolean, date, timestamp, found \"money\""),
                line(
                        INGEST,
                        "columns.price = null",
                        ":9: columns.price: expected one of string, integer, long, double, decimal(p,s), boolean, date, timestamp, found null"),
                line(
                        INGEST,
                        "columns.Price = long",
                        ":9: columns.Price: expected a name of lower-case letters, digits and _, found \"Price\""),
                line(
                        INGEST,
                        "columns.day { from = Day }",
                        ":9: columns.day.type: missing, expected one of string, integer, long, double, decimal(p,s), boolean, date, timestamp"),
                line(
                        INGEST,
                        "columns.day { type = date, format = bean }",
                        ":9: columns.day.format: expected a pattern such as yyyy-MM-dd HH:mm:ss, found \"bean\""),
                line(
                        INGEST,
                        "columns.day { type = timestamp, format = \"HH:mm\" }",
                        ":9: columns.day.format: expected year, month and day in the pattern, found \"HH:mm\": nothing is filled in"),
                line(
                        INGEST,
                        "columns.day { type = timestamp, format = \"yyyy-MM-dd HH:mm z\" }",
                        ":9: columns.day.format: several zones share the short names that z and v read (CST, IST), found \"yyyy-MM-dd HH:mm z\": use XXX for offsets, VV for names like Europe/Berlin, or time-zone"),
                line(
                        INGEST,
                        "files.null-tokens = [0.10]",
                        ":9: files.null-tokens: expected a text, found 0.10; put it in quotes: \"0.10\""),
                line(
                        INGEST,
                        "columns.day { type = string, clean { values { 1.0 = one } } }",
                        ":9: columns.day.clean.values.1: put the text in quotes, for it holds a point: \"1.…\""),
                line(
                        INGEST,
                        "columns.day { type = long, format = yyyy }",
                        ":9: columns.day.format: only a date or timestamp has a format, the type is bigint"),
                line(
                        INGEST,
                        "columns.day { type = long, required = true, optional = true }",
                        ":9: columns.day.optional: a required column cannot be optional"),
                line(INGEST, "derived.price = \"1\"", ":9: derived.price: is already a declared column"),
                line(
                        INGEST,
                        "derived.total = 1",
                        ":9: derived.total: expected a text, found 1; put it in quotes: \"1\""),
                line(INGEST, "duplicates = maybe", ":9: duplicates: expected one of keep, drop, found \"maybe\""),
                line(
                        INGEST,
                        "checks.Cheap = \"price < 1\"",
                        ":9: checks.Cheap: expected a name of lower-case words joined by -, found \"Cheap\""),
                line(INGEST, "checks.cheap { severity = warn }", ":9: checks.cheap.rule: missing, expected a text"),
                line(
                        INGEST,
                        "checks.cheap { rule = \"price < 1\", severity = error }",
                        ":9: checks.cheap.severity: expected one of warn, quarantine, refuse, found \"error\""),
                line(
                        INGEST,
                        "checks.cheap { column = pricee, at-least = 1 }",
                        ":9: checks.cheap.column: there is no column \"pricee\", did you mean \"price\"?"),
                line(
                        INGEST,
                        "checks.cheap { in-order = [price, pricee] }",
                        ":9: checks.cheap.in-order: there is no column \"pricee\", did you mean \"price\"?"),
                line(
                        INGEST,
                        "checks.cheap { in-order = [price] }",
                        ":9: checks.cheap.in-order: expected two columns or more"),
                line(
                        INGEST,
                        "checks.cheap { column = price }",
                        ":9: checks.cheap.column: expected one or more of not-null, between, at-least, at-most, in, matches, length or luhn beside it"),
                line(
                        INGEST,
                        "checks.cheap { at-least = 1 }",
                        ":9: checks.cheap.column: missing, expected the column that the check is about"),
                line(
                        INGEST,
                        "checks.cheap { rule = \"price < 1\", column = price, at-least = 1 }",
                        ":9: checks.cheap.rule: expected only one of rule, column, in-order"),
                line(
                        INGEST,
                        "checks.cheap { column = price, between = [1] }",
                        ":9: checks.cheap.between: expected the two ends as [LEAST, MOST], found 1"),
                line(
                        INGEST,
                        "checks.cheap { column = price, matches = \"(\" }",
                        ":9: checks.cheap.matches: expected a regular expression, found \"(\""),
                line(
                        INGEST,
                        "checks.cheap { rule = \"price < 1\", null-policy = no }",
                        ":9: checks.cheap.null-policy: expected one of pass, fail, skip, found \"no\""),
                line(
                        INGEST,
                        "audit.silver-at-least = 50",
                        ":9: audit.silver-at-least: expected a number from 0 to 1, found 50"),
                line(VIEW, "entity = 5", ":4: entity: expected a name of lower-case letters, digits and _, found 5"),
                line(
                        VIEW,
                        "inputs.sales.lookback = a year",
                        ":4: inputs.sales.lookback: expected whole days, 1 day or more, such as 30 days, found \"a year\""),
                line(
                        VIEW,
                        "inputs.people { table = silver.sales, lookback = 3 days }",
                        ":4: inputs.people.lookback: needs a time column to look back by"),
                line(
                        VIEW,
                        "inputs.sales.aggregates {}",
                        ":4: inputs.sales.aggregates: missing, expected at least one aggregate"),
                line(
                        VIEW,
                        "inputs.sales.aggregates.n { count = \"*\", windows = [1 week] }",
                        ":4: inputs.sales.aggregates.n.windows: expected a window such as 24 hours, 30 days, 3 months or all, found \"1 week\""),
                line(
                        VIEW,
                        "inputs.sales.aggregates.n { sum = \"*\", windows = [all] }",
                        ":4: inputs.sales.aggregates.n.sum: expected a column or an expression; only count and since know rows as *"),
                line(
                        VIEW,
                        "inputs.sales.aggregates.n { windows = [all] }",
                        ":4: inputs.sales.aggregates.n: missing, expected one of count, sum, mean, min, max, variance, deviation, first, last, distinct, approx-distinct, quantile, top, since"),
                line(
                        VIEW,
                        "inputs.sales.aggregates { n { max = price, windows = [1 day] }, m { count = price, windows = [all, all] } }",
                        ":4: inputs.sales.aggregates.m: gives the column m_all, which is there already"),
                line(
                        VIEW,
                        "inputs.sales { delay = 1 month, aggregates.n { max = price, windows = [1 day] } }",
                        ":4: inputs.sales.delay: expected a delay such as 6 hours or 2 days, found \"1 month\""),
                line(
                        VIEW,
                        "inputs.people { table = silver.sales, aggregates.n { max = price, windows = [1 day] } }",
                        ":4: inputs.people.time: missing, expected the column by which rows are in a window"),
                line(
                        VIEW,
                        "inputs.people = silver.sales",
                        ":4: inputs.people: expected an object in { }, found \"silver.sales\""),
                line(VIEW, "columns.as_of = date", ":4: columns.as_of: is a key of the view, not a feature"),
                line(
                        VIEW,
                        "columns.customer_id = long",
                        ":4: columns.customer_id: is a key of the view, not a feature"),
                line(
                        VIEW,
                        "columns.spend { type = double, personal = no }",
                        ":4: columns.spend.personal: expected true or false, found \"no\""),
                line(
                        VIEW,
                        "example { as-of = \"2011-02-30\", expected = [] }",
                        ":4: example.as-of: expected a day or time as yyyy-MM-dd or yyyy-MM-dd HH:mm:ss, found \"2011-02-30\""),
                line(
                        VIEW,
                        "example { as-of = \"2011-02-01\" }",
                        ":4: example.expected: missing, expected a list of objects"),
                line(
                        VIEW,
                        "example { as-of = \"2011-02-01\", expected = 1 }",
                        ":4: example.expected: expected a list of objects, found 1"),
                line(
                        VIEW,
                        "example { as-of = \"2011-02-01\", expected = [\n1] }",
                        ":5: example.expected: expected an object in { }, found 1"),
                line(
                        VIEW,
                        "example { as-of = \"2011-02-01\", expected = [\n{ order = 1 }] }",
                        ":5: example.expected.order: is no column of the view, did you mean \"orders\"?"),
                line(
                        VIEW,
                        "example { as-of = \"2011-02-01\", inputs.sale = [], expected = [] }",
                        ":4: example.inputs.sale: is no input of the view, did you mean \"sales\"?"),
                line(
                        VIEW,
                        "example { as-of = \"2011-02-01\", inputs.sales = [{ a = [] }], expected = [] }",
                        ":4: example.inputs.sales.a: expected a text, number, true, false or null, found a list"),
                line(
                        CONF,
                        "time-zone = Moon",
                        ":1: time-zone: expected a time zone such as UTC or Europe/Paris, found \"Moon\""),
                line(CONF, "lake = 5", ":1: lake: expected a text, found 5; put it in quotes: \"5\""),
                line(CONF, "lakee = here", ":1: lakee: unknown key, did you mean \"lake\"?"),
                line(CONF, "spark.a = [1]", ":1: spark.a: expected a text or a number, found a list"),
                line(
                        CONF,
                        "landing = ${NOWHERE}",
                        ":1: cannot be read as HOCON: Could not resolve substitution to a value: ${NOWHERE}"));
    }

    static Stream<Arguments> exports() {
        return Stream.of(
                export("", ":1: missing, expected database or files in { }"),
                export(
                        "files {}, mode = swap",
                        ":4: mode: expected one of replace, replace-as-of, upsert, changes, found \"swap\""),
                export(
                        "files {}, mode = upsert, key = [customer_id]",
                        ":4: mode: expected replace or changes, as each run makes its own files"),
                export(
                        "files {}, mode = changes",
                        ":1: key: missing, expected the columns that name a row, which the mode goes by"),
                export("files {}, key = [a, a]", ":4: key: \"a\" is listed twice"),
                export(
                        "files {}, key = [customer_id], columns = [score]",
                        ":4: columns: lacks \"customer_id\", which key names"),
                export(
                        "files.path = \"../out\"",
                        ":4: files.path: expected a folder such as crm/lapse, below the exports folder, found \"../out\""),
                export("files.format = xml", ":4: files.format: expected one of parquet, csv, found \"xml\""),
                export("files {}, database { name = crm, table = lapse }", ":1: expected only one of database, files"),
                export(
                        "database { name = cmr, table = Lapse }",
                        ":4: database.name: there is no database \"cmr\" in conf/, did you mean \"crm\"?",
                        ":4: database.table: expected a table as name or schema.name of lower-case letters, digits and _, found \"Lapse\""),
                export(
                        "database { name = crm, table = lapse }, mode = replace-as-of, columns = [score]",
                        ":4: columns: lacks \"as_of\", which the mode goes by"),
                export(
                        "files {}, table = silver.sales",
                        ":4: table: expected a table that a score job publishes, silver.sales is written by ingest-sales"),
                export(
                        "files {}, table = scores.laps",
                        ":4: table: no job writes scores.laps, did you mean \"scores.lapse\"?"));
    }

    static Stream<Arguments> databases() {
        return Stream.of(
                line(
                        CONF,
                        "url = \"http://x\"",
                        ":1: databases.crm.url: expected an address such as jdbc:postgresql://host:5432/name"),
                line(
                        CONF,
                        "url = \"jdbc:postgresql:crm?password=x\"",
                        ":1: databases.crm.url: must not hold a password: say where it is by password-variable or password-file"),
                line(
                        CONF,
                        "url = \"jdbc:postgresql://me:x@host/crm\"",
                        ":1: databases.crm.url: must not hold a password: say where it is by password-variable or password-file"),
                line(
                        CONF,
                        "url = \"jdbc:h2:mem:x\", password = x",
                        ":1: databases.crm.password: unknown key, did you mean \"password-file\"?"),
                line(
                        CONF,
                        "url = \"jdbc:h2:mem:x\", password-variable = A, password-file = b",
                        ":1: databases.crm: expected only one of password-file, password-variable"),
                line(
                        CONF,
                        "url = \"jdbc:h2:mem:x\", password-variable = \"my secret!\"",
                        ":1: databases.crm.password-variable: expected the name of a variable of the environment, not the password itself"));
    }

    static Stream<Arguments> replacements() {
        return Stream.of(
                change(
                        SCORE,
                        "kind = score",
                        "kind = scor",
                        ":1: kind: expected one of experiment, export, fairness, features, ingest, maintain, monitor, retention, score, tally, train, value, found \"scor\""),
                change(
                        SCORE,
                        "kind = score",
                        "",
                        ":1: kind: missing, expected one of experiment, export, fairness, features, ingest, maintain, monitor, retention, score, tally, train, value"),
                change(SCORE, "owner = shop", "", ":1: owner: missing, expected a text"),
                change(
                        SCORE,
                        "population { view = activity }",
                        "",
                        ":1: population: missing, expected the view whose rows are scored in { }"),
                change(SCORE, "view = activity", "", ":3: population.view: missing, expected a text"),
                change(
                        SCORE,
                        "view = activity",
                        "view = activty",
                        ":3: population.view: there is no view \"activty\", did you mean \"activity\"?"),
                change(TRAIN, "view = activity", "view = other", ":3: view: there is no view \"other\""),
                change(
                        TRAIN,
                        "[orders]",
                        "[order]",
                        ":4: features: view activity has no feature \"order\", did you mean \"orders\"?"),
                change(
                        TRAIN,
                        "features = [orders]",
                        "",
                        ":1: features: missing, expected a list of at least one, each a name of lower-case letters, digits and _"),
                change(
                        TRAIN,
                        "event {",
                        "evnt {",
                        ":5: label: missing, expected event, known, class or number in { }",
                        ":5: label.evnt: unknown key, did you mean \"event\"?"),
                change(
                        TRAIN,
                        "horizon = 30 days",
                        "",
                        ":5: label.event.horizon: missing, expected whole days, 1 day or more, such as 30 days"),
                change(
                        TRAIN,
                        "silver.sales",
                        "silver.sale",
                        ":5: label.event.table: no job writes silver.sale, did you mean \"silver.sales\"?"),
                change(
                        TRAIN,
                        "silver.sales",
                        "5",
                        ":5: label.event.table: expected a table as layer.name such as silver.invoices, found 5"),
                change(
                        TRAIN,
                        "sold_at",
                        "sold",
                        ":5: label.event.time: silver.sales has no column \"sold\", did you mean \"sold_at\"?"),
                change(
                        TRAIN,
                        "sold_at",
                        "price",
                        ":5: label.event.time: expected a date or timestamp column, price of silver.sales is decimal(10,2)"),
                change(
                        TRAIN,
                        "event { table = silver.sales, time = sold_at, horizon = 30 days }",
                        "known { table = silver.sales, column = prise, positive = 1 }",
                        ":5: label.known.column: silver.sales has no column \"prise\", did you mean \"price\"?"),
                change(
                        INGEST,
                        "files { paths = [\"{date}.csv\"] }",
                        "",
                        ":1: files: missing, expected the raw files in { }"),
                change(
                        INGEST,
                        "paths = [\"{date}.csv\"]",
                        "",
                        ":3: files.paths: missing, expected a list of at least one, each a text"),
                change(
                        VIEW,
                        "entity = customer_id",
                        "",
                        ":1: entity: missing, expected a name of lower-case letters, digits and _"),
                change(
                        VIEW,
                        "sales { table = silver.sales, time = sold_at }",
                        "",
                        ":2: inputs: missing, expected at least one input"),
                change(
                        VIEW,
                        "table = silver.sales",
                        "table = silvr.sales",
                        ":2: inputs.sales.table: no job writes silvr.sales, did you mean \"silver.sales\"?"),
                change(
                        VIEW,
                        "time = sold_at",
                        "time = sold_a",
                        ":2: inputs.sales.time: silver.sales has no column \"sold_a\", did you mean \"sold_at\"?"),
                change(
                        VIEW,
                        "time = sold_at",
                        "time = price",
                        ":2: inputs.sales.time: expected a date or timestamp column, price of silver.sales is decimal(10,2)"));
    }

    @ParameterizedTest(name = "{0} + {1}")
    @MethodSource("additions")
    void anAdditionIsRefusedWithItsLine(String file, String text, String expected) {
        assertThat(new SmallProject(folder).append(file, text + "\n").problems())
                .containsExactly(file + expected);
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource("replacements")
    void aChangeIsRefusedWithItsLine(String file, String old, String text, String... expected) {
        assertThat(new SmallProject(folder).replace(file, old, text).problems())
                .containsExactly(Stream.of(expected).map(line -> file + line).toArray(String[]::new));
    }

    @Test
    void aGateOnIntervalsNeedsThemAndAShareAsCoverage() {
        SmallProject project = new SmallProject(folder)
                .replace(TRAIN, "event {", "number { table = silver.sales, column = price, time = sold_at }\n#")
                .append(TRAIN, "}\ngates.interval-coverage-at-least = 0.8\n");
        assertThat(project.problems())
                .containsExactly(TRAIN
                        + ":8: gates.interval-coverage-at-least: needs interval: bounds on the numbers predicted");
        assertThat(project.append(TRAIN, "interval.coverage = 1\n").problems())
                .containsExactly(
                        TRAIN + ":9: interval.coverage: expected a number of more than 0 and less than 1, found 1");
    }

    @ParameterizedTest
    @MethodSource("exports")
    void anExportIsRefusedWithItsLines(String text, String... expected) {
        SmallProject project = new SmallProject(folder)
                .with(CONF, "databases.crm.url = \"jdbc:postgresql:crm\"")
                .with(EXPORT, "kind = export\nowner = crm\ntable = scores.lapse\n" + text + "\n");
        assertThat(project.problems())
                .containsExactly(Stream.of(expected).map(line -> EXPORT + line).toArray(String[]::new));
    }

    static Stream<Arguments> monitors() {
        return Stream.of(
                export(
                        "model = laps",
                        ":1: scores: no job writes scores.laps, did you mean \"scores.lapse\"?",
                        ":3: model: no train job trains \"laps\", did you mean \"lapse\"?"),
                export(
                        "drift.ignore = [order]",
                        ":3: drift.ignore: the model lapse has no feature \"order\", did you mean \"orders\"?"),
                export(
                        "drift.tolerances { scores = 0.1 }",
                        ":3: drift.tolerances.scores: the model lapse has no feature \"scores\""),
                export(
                        "drift.tolerance = 0",
                        ":3: drift.tolerance: expected a number of more than 0 and at most 1, found 0"),
                export(
                        "calibration { ratio = 0, slope = 2 }",
                        ":3: calibration.ratio: expected a number of more than 0 and at most 1, found 0",
                        ":3: calibration.slope: expected a number of more than 0 and at most 1, found 2"),
                export(
                        "delivery { windows = 3, volume = 1.5, late = -1 }\ndrift { missing = 0, unseen = none }",
                        ":3: delivery.late: expected whole days, 0 days or more, such as 30 days, found -1",
                        ":3: delivery.volume: expected a number of more than 0 and at most 1, found 1.5",
                        ":3: delivery.windows: expected a whole number of 4 or more, found 3",
                        ":4: drift.missing: expected a number of more than 0 and at most 1, found 0",
                        ":4: drift.unseen: expected a number of more than 0 and at most 1, found \"none\""),
                export("window { days = 1, runs = 2 }", ":3: window: expected only one of days, runs"),
                export(
                        "against.training = false",
                        ":3: against: missing, expected training, trailing or season to compare with"),
                export(
                        "policy.drift { windows = 3, of = 2 }",
                        ":3: policy.drift.of: expected 3 or more, the number of windows, found 2"),
                export(
                        "policy.page-on = [realized]",
                        ":3: policy.page-on: expected one of estimated, realised, found \"realized\""),
                export(
                        "notify.webhooks.crm { body = slack }",
                        ":3: notify.webhooks.crm: missing, expected url-variable or url-file, which say where the address stands"),
                export(
                        "notify.webhooks.crm { url-variable = \"https://hooks/s3cr3t\" }",
                        ":3: notify.webhooks.crm.url-variable: expected the name of a variable of the environment, not the address itself"),
                export(
                        "notify.webhooks.crm { url-file = \"https://hooks/s3cr3t\" }",
                        ":3: notify.webhooks.crm.url-file: expected the name of a file, not the address itself"),
                export(
                        "notify.webhooks.crm { url = \"https://hooks/s3cr3t\", url-variable = A }",
                        ":3: notify.webhooks.crm.url: unknown key; known here: body, from, url-file, url-variable"),
                export(
                        "notify.webhooks.crm { url-variable = A, url-file = b }",
                        ":3: notify.webhooks.crm: expected only one of url-file, url-variable"),
                export(
                        "notify.files.log { path = \"../alerts\" }",
                        ":3: notify.files.log.path: expected a file such as alerts/lapse.jsonl, below the exports folder, found \"../alerts\""),
                export(
                        "notify.metrics = metrics/lapse.txt",
                        ":3: notify.metrics: expected a file such as metrics/lapse.prom, below the exports folder, found \"metrics/lapse.txt\""),
                export(
                        "notify.metrics = \"/metrics/lapse.prom\"",
                        ":3: notify.metrics: expected a file such as metrics/lapse.prom, below the exports folder, found \"/metrics/lapse.prom\""),
                export(
                        "notify { webhooks.a.url-variable = A, files.a.path = b }",
                        ":3: notify.files.a: a webhook has this name, too: what was delivered is known by it"),
                export(
                        "notify.files.log { path = a, from = pager }",
                        ":3: notify.files.log.from: expected one of ticket, page, found \"pager\""),
                export(
                        "scores = silver.sales",
                        ":3: scores: expected a table that a score job publishes, silver.sales is written by ingest-sales"));
    }

    @ParameterizedTest
    @MethodSource("monitors")
    void aMonitorIsRefusedWithItsLines(String text, String... expected) {
        SmallProject project = new SmallProject(folder).with(MONITOR, "kind = monitor\nowner = crm\n" + text + "\n");
        assertThat(project.problems())
                .containsExactly(Stream.of(expected).map(line -> MONITOR + line).toArray(String[]::new));
    }

    static Stream<Arguments> values() {
        String amount = "a number, the same for all rows: counts by score bin cannot tell values that differ by row";
        String first = "{ from = 2026-01-01, hit = 5, false-alarm = -1, miss = 0 }";
        return Stream.of(
                export(
                        "model = laps, versions = [" + first + "]",
                        ":1: scores: no job writes scores.laps, did you mean \"scores.lapse\"?",
                        ":3: model: no train job trains \"laps\", did you mean \"lapse\"?"),
                export("", ":1: versions: missing, expected a list of objects"),
                export("versions = []", ":3: versions: expected at least one, found none"),
                export(
                        "versions = [{ from = 1.1.2026, hit = \"price * 2\", capacity = 2 }]",
                        ":3: versions.capacity: expected a number of more than 0 and at most 1, found 2",
                        ":3: versions.false-alarm: missing, expected " + amount,
                        ":3: versions.from: expected a day as yyyy-MM-dd, found \"1.1.2026\"",
                        ":3: versions.hit: expected " + amount + ", found \"price * 2\"",
                        ":3: versions.miss: missing, expected " + amount),
                export(
                        "versions = [\n" + first + "\n" + first + "\n]",
                        ":5: versions.from: expected a day after 2026-01-01, from which the version before it holds, found 2026-01-01"),
                export(
                        "versions = [\n" + until("2026-03-01") + "\n" + from("2026-02-01") + "\n]",
                        ":4: versions.until: expected 2026-02-01, where the next version begins, found 2026-03-01: both would hold between"),
                export(
                        "versions = [\n" + until("2026-02-01") + "\n" + from("2026-03-01") + "\n]",
                        ":4: versions.until: expected 2026-03-01, where the next version begins, found 2026-02-01: none would hold between"),
                export(
                        "versions = [" + until("2026-01-01") + "]",
                        ":3: versions.until: expected a day after from, 2026-01-01, found 2026-01-01"),
                export(
                        "core-hour = 0.05, versions = [" + first + "]",
                        ":3: core-hour: needs cores, how many a run of the score job holds: the ledger knows only how long it took"),
                export(
                        "versions = ["
                                + with("campaign { lifetime-value = 10, incentive = 10, contact = -1, gift = 2 }")
                                + "]",
                        ":3: versions.campaign.contact: expected a number of 0 or more, found -1",
                        ":3: versions.campaign.gift: unknown key; known here: acceptance, contact, incentive, lifetime-value",
                        ":3: versions.campaign.incentive: expected less than lifetime-value, what a customer who is kept is worth, found 10"),
                export(
                        "versions = [" + with("campaign { lifetime-value = much, incentive = 5, acceptance.alpha = 0 }")
                                + "]",
                        ":3: versions.campaign.acceptance.alpha: expected a number of more than 0, found 0",
                        ":3: versions.campaign.contact: missing, expected a number of 0 or more",
                        ":3: versions.campaign.lifetime-value: expected a number of more than 0, found \"much\""),
                export(
                        "cores = 4, versions = [" + first + "]",
                        ":3: cores: needs core-hour, the price of a core for an hour"),
                export(
                        "scores = silver.sales, versions = [" + first + "]",
                        ":3: scores: expected a table that a score job publishes, silver.sales is written by ingest-sales"));
    }

    private static String from(String day) {
        return "{ from = " + day + ", hit = 5, false-alarm = -1, miss = 0 }";
    }

    private static String with(String more) {
        return "{ from = 2026-01-01, hit = 5, false-alarm = -1, miss = 0, " + more + " }";
    }

    private static String until(String day) {
        return "{ from = 2026-01-01, until = " + day + ", hit = 5, false-alarm = -1, miss = 0 }";
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueIsRefusedWithItsLines(String text, String... expected) {
        SmallProject project =
                new SmallProject(folder).with(VALUE, "kind = value, owner = crm\ncurrency = pounds\n" + text + "\n");
        assertThat(project.problems())
                .containsExactly(Stream.of(expected).map(line -> VALUE + line).toArray(String[]::new));
    }

    @Test
    void valuesAreOfABinaryLabel() {
        SmallProject project = new SmallProject(folder)
                .replace(TRAIN, "horizon = 30 days", "horizon = 30 days, total = \"price\"")
                .with(VALUE, "kind = value, owner = crm\ncurrency = pounds\nversions = [" + from("2026-01-01") + "]\n");
        assertThat(project.problems())
                .containsExactly(VALUE + ":1: model: needs a binary label; that of lapse is numeric");
    }

    static Stream<Arguments> fairness() {
        String policy = "basis = law, from = 2026-01-01, ";
        return Stream.of(
                export("", ":1: protected: missing, expected the table and columns that make groups in { }"),
                export(
                        "protected { table = silver.sale }",
                        ":3: protected.columns: missing, expected columns that make groups, such as gender = gender",
                        ":3: protected.table: no job writes silver.sale, did you mean \"silver.sales\"?"),
                export(
                        GROUPS + "\nmodel = laps",
                        ":1: scores: no job writes scores.laps, did you mean \"scores.lapse\"?",
                        ":4: model: no train job trains \"laps\", did you mean \"lapse\"?"),
                export(
                        "protected { table = silver.sales, time = price, columns { Sex = sex } }",
                        ":3: protected.columns.Sex: expected a name of lower-case letters, digits and _, found \"Sex\"",
                        ":3: protected.time: expected a date or timestamp column, price of silver.sales is decimal(10,2)"),
                export(
                        GROUPS + "\nreference { size = 1 }\nrows-at-least = 1",
                        ":4: reference: missing, expected a value of day",
                        ":5: rows-at-least: expected a whole number of 2 or more, found 1"),
                export(
                        GROUPS + "\nreference { size = 1, day = 2, siz = 3 }",
                        ":4: reference.siz: there is no protected column \"siz\", did you mean \"size\"?"),
                export(
                        GROUPS + "\npolicies.one {}",
                        ":4: policies.one: missing, expected ratio-at-least or difference-at-most",
                        ":4: policies.one.basis: missing, expected a text",
                        ":4: policies.one.from: missing, expected a day as yyyy-MM-dd",
                        ":4: policies.one.groups: missing, expected a list of at least one, each a name of lower-case letters, digits"
                                + " and _",
                        ":4: policies.one.metric: missing, expected one of selection-rate, true-positive-rate,"
                                + " false-positive-rate, mean-odds, precision, accuracy, base-rate, mean-score, calibration-gap, auc"),
                export(
                        GROUPS + "\npolicies.one { " + policy
                                + "metric = mean-odds, ratio-at-least = 0.8, groups = [sizes], until = 2026-01-01 }",
                        ":4: policies.one.groups: there is no protected column \"sizes\", did you mean \"size\"?",
                        ":4: policies.one.ratio-at-least: a ratio of this metric means nothing: bound the difference",
                        ":4: policies.one.until: expected a day after 2026-01-01, found 2026-01-01"),
                export(
                        GROUPS + "\ndepth = 1\npolicies.one { " + policy
                                + "metric = auc, difference-at-most = 0.1, groups = [size, day], reference { size = 1 } }",
                        ":5: policies.one.groups: expected 1 at most, the depth, found 2",
                        ":5: policies.one.reference: missing, expected a value of day"));
    }

    private static final String GROUPS =
            "protected { table = silver.sales, columns { size = price, day = \"day(as_of)\" } }";

    @ParameterizedTest
    @MethodSource("fairness")
    void aFairnessJobIsRefusedWithItsLines(String text, String... expected) {
        SmallProject project = new SmallProject(folder).with(FAIRNESS, "kind = fairness\nowner = risk\n" + text + "\n");
        assertThat(project.problems())
                .containsExactly(
                        Stream.of(expected).map(line -> FAIRNESS + line).toArray(String[]::new));
    }

    @Test
    void fairnessIsOfBinaryLabels() {
        SmallProject project = new SmallProject(folder)
                .with(FAIRNESS, "kind = fairness\nowner = risk\n" + GROUPS + "\nmodel = spend\nscores = scores.lapse\n")
                .with("jobs/train-spend.conf", """
                        kind = train
                        owner = shop
                        view = activity
                        features = [orders]
                        label.number { table = silver.sales, column = price, time = sold_at }
                        """);
        assertThat(project.problems())
                .containsExactly(FAIRNESS + ":4: model: needs a binary label; that of spend is numeric");
    }

    /** The protected table has the key of those who are scored. */
    @Test
    void fairnessNeedsTheEntityInTheProtectedTable() {
        SmallProject project = new SmallProject(folder)
                .with("jobs/ingest-people.conf", """
                        kind = ingest
                        owner = shop
                        files { paths = ["people.csv"] }
                        columns { person = long, sex = string }
                        """)
                .with(
                        FAIRNESS,
                        "kind = fairness, owner = risk, protected { table = silver.people, columns.sex = sex }");
        assertThat(project.problems())
                .containsExactly(FAIRNESS + ":1: protected.table: silver.people has no column \"customer_id\"");
    }

    @Test
    void aTrainJobNamesAFairnessJobOfItsModel() {
        SmallProject project = new SmallProject(folder)
                .with(FAIRNESS, "kind = fairness\nowner = risk\n" + GROUPS + "\n")
                .with(
                        "jobs/train-other.conf",
                        train(
                                "label.event { table = silver.sales, time = sold_at, horizon = 1 day }"
                                        + "\nfairness { job = fairness-lapse, policies = [odds], reweighing = [siz], unknown = maybe }"))
                .with(
                        "jobs/train-spend.conf",
                        train("label.number { table = silver.sales, column = price, time = sold_at }"
                                + "\nfairness.job = fairness-laps"));
        assertThat(project.problems())
                .containsExactly(
                        "jobs/train-other.conf:6: fairness.job: fairness-lapse is about the model lapse, expected one about other",
                        "jobs/train-other.conf:6: fairness.policies: the job has no policy \"odds\"",
                        "jobs/train-other.conf:6: fairness.reweighing: the job has no protected column \"siz\", did you mean \"size\"?",
                        "jobs/train-other.conf:6: fairness.unknown: expected one of passes, refuses, found \"maybe\"",
                        "jobs/train-spend.conf:6: fairness: applies to a binary label only; this label is numeric",
                        "jobs/train-spend.conf:6: fairness.job: there is no fairness job \"fairness-laps\", did you mean \"fairness-lapse\"?");
    }

    @Test
    void thresholdsByGroupNeedRemediesOfTheModel() {
        SmallProject project = new SmallProject(folder)
                .with(FAIRNESS, "kind = fairness\nowner = risk\n" + GROUPS + "\n")
                .with("jobs/score-lapse.conf", """
                        kind = score, owner = shop, population.view = activity
                        decision.by-group { job = fairness-lapse, aim = parity, otherwise = 0.5 }
                        arms { salt = s, holdout = 0.1 }
                        """);
        assertThat(project.problems())
                .containsExactly(
                        "jobs/score-lapse.conf:2: decision.by-group: thresholds of groups belong to one version; leave out one of"
                                + " decision.by-group and arms",
                        "jobs/score-lapse.conf:2: decision.by-group.aim: expected one of one-threshold, best-of-each-group,"
                                + " demographic-parity, equalised-odds, found \"parity\"",
                        "jobs/score-lapse.conf:2: decision.by-group.job: fairness-lapse keeps no thresholds: it needs remedies");
        SmallProject backwards = new SmallProject(folder)
                .with(
                        FAIRNESS,
                        "kind = fairness\nowner = risk\n" + GROUPS
                                + "\nremedies { groups = [size], value { hit = 1, false-alarm = 2, rest = 0 } }\n");
        assertThat(backwards.problems())
                .containsExactly(FAIRNESS
                        + ":4: remedies.value: acting must be worth more on a positive row (hit - miss) than on a negative one"
                        + " (false-alarm - rest), found 1.0 and 2.0");
    }

    @Test
    void aTopShareIsOfAsOfsOfAllEntities() {
        SmallProject project = new SmallProject(folder)
                .with(
                        "jobs/train-lapse.conf",
                        train("label.event { table = silver.sales, time = sold_at, horizon = 1 day }"
                                + "\nas-ofs.at { table = silver.sales, time = sold_at }\ndecision.top-share = 0.2"));
        assertThat(project.problems())
                .containsExactly(
                        "jobs/train-lapse.conf:7: decision.top-share: needs as-ofs of all entities, these have as-ofs of their own:"
                                + " decide by probability");
    }

    @Test
    void changesAreOfNumbersOfTheModel() {
        SmallProject project = new SmallProject(folder).with("jobs/score-lapse.conf", """
                kind = score, owner = shop, population.view = activity
                changes {
                  features {
                    orders { step = 0.5, from = 0, to = 9 }
                    ordres { from = 0, to = 9 }
                  }
                  tries = 0
                }
                """);
        assertThat(project.problems())
                .containsExactly(
                        "jobs/score-lapse.conf:4: changes.features.orders.step: expected a whole number, as orders is one, found 0.5",
                        "jobs/score-lapse.conf:5: changes.features.ordres: the view has no such feature, did you mean \"orders\"?",
                        "jobs/score-lapse.conf:7: changes.tries: expected 1 or more, found 0");
        SmallProject byClass = new SmallProject(folder)
                .with(
                        "jobs/score-lapse.conf",
                        "kind = score, owner = shop, population.view = activity\n"
                                + "decision.classes = [a], changes.features.orders { from = 0, to = 9 }\n");
        assertThat(byClass.problems())
                .containsExactly(
                        "jobs/score-lapse.conf:2: changes: does not go with decision.classes or decision.by-group:"
                                + " no number is the border for all");
        SmallProject backwards = new SmallProject(folder)
                .with(
                        "jobs/score-lapse.conf",
                        "kind = score, owner = shop, population.view = activity\nchanges.features.orders { from = 9, to = 0 }\n");
        assertThat(backwards.problems())
                .containsExactly(
                        "jobs/score-lapse.conf:2: changes.features.orders: orders must have a finite range in order, found 9.0 to 0.0");
    }

    private static String train(String text) {
        return "kind = train\nowner = shop\nview = activity\nfeatures = [orders]\n" + text + "\n";
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDatabaseIsRefusedWithItsLine(String file, String text, String expected) {
        assertThat(new SmallProject(folder)
                        .with(file, "databases.crm { " + text + " }")
                        .problems())
                .containsExactly(file + expected);
    }

    @ParameterizedTest
    @CsvSource({
        "signed-models = true, signed-models: needs keys: the folder of the public keys of those who sign",
        "approvals = 2, approvals: needs approvers: the folder of their public keys"
    })
    void signaturesThatAreAskedForNeedKeys(String text, String expected) {
        assertThat(new SmallProject(folder).with(CONF, "trust { " + text + " }").problems())
                .containsExactly(CONF + ":1: trust." + expected);
    }

    private static Arguments export(String text, String... expected) {
        return Arguments.of(text, expected);
    }

    private static Arguments line(String file, String addition, String expected) {
        return Arguments.of(file, addition, expected);
    }

    private static Arguments change(String file, String old, String text, String... expected) {
        return Arguments.of(file, old, text, expected);
    }
}
