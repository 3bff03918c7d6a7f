package io.headrace.report;

import io.headrace.report.MonitoredModel.Bin;
import io.headrace.report.MonitoredModel.ColumnName;
import io.headrace.report.MonitoredModel.ColumnVerdict;
import io.headrace.report.MonitoredModel.Decided;
import io.headrace.report.MonitoredModel.Distribution;
import io.headrace.report.MonitoredModel.Figure;
import io.headrace.report.MonitoredModel.InForce;
import io.headrace.report.MonitoredModel.Run;
import io.headrace.report.MonitoredModel.Verdict;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Models that were watched: for 60 days with everything there is to see, and not at all. */
final class MonitoredSamples {
    static final LocalDate FIRST = LocalDate.of(2025, 11, 2);
    static final int DAYS = 60;
    private static final int RETRAINED = 40;

    private MonitoredSamples() {}

    static String run(int day) {
        return "monitor-lapse/" + FIRST.plusDays(day) + "/1";
    }

    static MonitoredModel bare(String model) {
        return new MonitoredModel(
                model,
                "monitor-" + model,
                "crm",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    static MonitoredModel of(List<ColumnVerdict> drift, List<Figure> figures, List<Decided> decided) {
        return new MonitoredModel(
                "lapse",
                "monitor-lapse",
                "crm",
                runs(),
                drift,
                List.of(),
                figures,
                decided,
                List.of(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    static MonitoredModel full() {
        return new MonitoredModel(
                "lapse",
                "monitor-lapse",
                "crm",
                runs(),
                IntStream.range(0, DAYS)
                        .boxed()
                        .flatMap(day -> drift(day).stream())
                        .toList(),
                List.of(
                        distribution("age", false, bin("up to 30", 300, 100), bin("above 30 … above 60", 600, 850)),
                        distribution("email", true, bin("a value", 900, 950))),
                IntStream.range(0, DAYS)
                        .boxed()
                        .flatMap(day -> figures(day).stream())
                        .toList(),
                IntStream.range(0, DAYS)
                        .boxed()
                        .flatMap(day -> decided(day).stream())
                        .toList(),
                List.of(
                        new InForce(
                                3, 1, "2025-11-01T04:00:00Z", "promoted", "train-lapse/2025-11-01/1", "gates passed"),
                        new InForce(
                                6, 2, "2025-12-12T04:00:00Z", "promoted", "train-lapse/2025-12-12/1", "gates passed")),
                Optional.of(calibration()),
                List.of(
                        new LineageStep(
                                "ingest-customers/2025-10-31/1",
                                "training, scoring",
                                List.of("31 files"),
                                List.of("bronze.customers 30", "silver.customers 30")),
                        new LineageStep(
                                "train-lapse/2025-11-01/1",
                                "training",
                                List.of("features.customer_activity 31", "silver.customers 30"),
                                List.of("training.lapse 1"))),
                IntStream.range(3, DAYS).mapToObj(MonitoredSamples::day).toList());
    }

    static Calibration calibration() {
        return new Calibration(
                1,
                "2025-11-02 00:00:00",
                "2025-12-03 00:00:00",
                List.of(
                        new Calibration.Group(0.05, 0.06, 0.04, 0.08, 1000),
                        new Calibration.Group(0.30, 0.36, 0.33, 0.39, 1000),
                        new Calibration.Group(0.71, 0.70, 0.67, 0.73, 1001)),
                List.of(
                        new Calibration.Group(0.04, 0.04, 0.02, 0.07, 400),
                        new Calibration.Group(0.33, 0.32, 0.27, 0.37, 400)),
                List.of(run(28), run(29), run(31)),
                "train-lapse/2025-11-01/1");
    }

    /** What stands on the page of a run. */
    private static MonitoredModel.Day day(int day) {
        return new MonitoredModel.Day(
                new Run(run(day), FIRST.plusDays(day)),
                List.of(
                        new RecordedRows(
                                "headrace.decisions",
                                "an alert, or what was decided about a model",
                                List.of(
                                        column("run_id", "Run that decided", false, false),
                                        column("kind", "decision or alert", false, true),
                                        column("id", "Of an alert", false, true),
                                        column("action", "What", false, false),
                                        column("text", "Reasons, for readers", false, false)),
                                decided(day).stream()
                                        .map(row -> new RecordedRows.Recorded(
                                                row.row(),
                                                List.of(
                                                        row.run(),
                                                        row.isAlert() ? "alert" : "decision",
                                                        row.id(),
                                                        row.action(),
                                                        row.text())))
                                        .toList(),
                                0),
                        new RecordedRows(
                                "headrace.drift",
                                "a statistic of a column in a window",
                                List.of(
                                        column("run_id", "Run of the monitor job", false, false),
                                        column("against", "What it is compared with", false, true),
                                        column("of", "population (a feature) or scores", false, true),
                                        column("column", "The feature; score of scores", false, true),
                                        column("statistic", "What was computed", false, true),
                                        column("effect", "What the tolerance bounds", true, false),
                                        column("tolerance", "The effect that is no drift", true, false),
                                        column("verdict", "ok, drift or unknown", false, false),
                                        column("reason", "Why it is unknown, empty where it is not", false, false)),
                                drift(day).stream()
                                        .map(row -> new RecordedRows.Recorded(
                                                row.row(),
                                                List.of(
                                                        row.run(),
                                                        row.against(),
                                                        row.column().of(),
                                                        row.column().name(),
                                                        row.statistic(),
                                                        row.effect().isPresent()
                                                                ? DisplayFormat.significant(row.effect()
                                                                        .getAsDouble())
                                                                : "",
                                                        "0.1000",
                                                        row.verdict().word(),
                                                        row.reason())))
                                        .toList(),
                                12),
                        new RecordedRows(
                                "headrace.performance",
                                "a figure of the scores of a window",
                                List.of(
                                        column("run_id", "Run of the monitor job", false, false),
                                        column("method", "cbpe or realised", false, true),
                                        column("first_as_of", "First as-of of the window", false, true),
                                        column("measure", "What it is a figure of", false, true),
                                        column("value", "The figure", true, false),
                                        column("verdict", "ok, worse or unknown", false, false),
                                        column("blind_to", "What figures of this kind cannot see", false, false)),
                                figures(day).stream()
                                        .map(row -> new RecordedRows.Recorded(
                                                row.row(),
                                                List.of(
                                                        row.run(),
                                                        row.method(),
                                                        row.firstAsOf(),
                                                        row.measure(),
                                                        DisplayFormat.significant(
                                                                row.value().getAsDouble()),
                                                        row.verdict(),
                                                        row.blindTo())))
                                        .toList(),
                                0)));
    }

    private static RecordedRows.Column column(String name, String meaning, boolean isNumber, boolean isKey) {
        return new RecordedRows.Column(name, meaning, isNumber, isKey);
    }

    private static List<Run> runs() {
        return IntStream.range(0, DAYS)
                .mapToObj(day -> new Run(run(day), FIRST.plusDays(day)))
                .toList();
    }

    private static List<ColumnVerdict> drift(int day) {
        Verdict age = day >= 36 && day < RETRAINED ? Verdict.DRIFT : Verdict.OK;
        Verdict country = day % 17 == 3 ? Verdict.UNKNOWN : Verdict.OK;
        return List.of(
                verdict(day, "age", "kolmogorov-smirnov", age, 0.04 + (age == Verdict.DRIFT ? 0.2 : 0), 0.02),
                verdict(day, "age", "missing", Verdict.OK, 0.001, 0.02),
                verdict(day, "country", "chi-square", country, 0.03, 0.005),
                verdict(day, "email", "missing", Verdict.OK, 0.001, 0.001),
                verdict(day, "email", "chi-square", Verdict.UNKNOWN, 0, 0.001));
    }

    static ColumnVerdict verdict(
            int day, String column, String statistic, Verdict verdict, double effect, double importance) {
        return new ColumnVerdict(
                run(day),
                "training",
                new ColumnName("population", column),
                statistic,
                verdict,
                verdict == Verdict.UNKNOWN ? OptionalDouble.empty() : OptionalDouble.of(effect),
                0.1,
                importance,
                verdict == Verdict.UNKNOWN ? "fewer than 30 rows" : "",
                "",
                reference(
                        "drift",
                        day,
                        "against",
                        "training",
                        "of",
                        "population",
                        "column",
                        column,
                        "statistic",
                        statistic));
    }

    static ColumnVerdict against(String against, ColumnVerdict row) {
        Map<String, String> key = new LinkedHashMap<>(row.row().key());
        key.put("against", against);
        return new ColumnVerdict(
                row.run(),
                against,
                row.column(),
                row.statistic(),
                row.verdict(),
                row.effect(),
                row.tolerance(),
                row.importance(),
                row.reason(),
                row.levels(),
                new RowReference(row.row().table(), row.run(), key));
    }

    static RowReference reference(String table, int day, String... key) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (int i = 0; i < key.length; i += 2) {
            parts.put(key[i], key[i + 1]);
        }
        return new RowReference("headrace." + table, run(day), parts);
    }

    static Distribution distribution(String column, boolean hidden, Bin... bins) {
        return new Distribution(
                new ColumnName("population", column),
                "train-lapse/2025-11-01/1",
                List.of("score-lapse/2025-12-31/1"),
                List.of(bins),
                bin("no value", 100, 50),
                hidden);
    }

    static Bin bin(String words, long reference, long now) {
        return new Bin(words, reference, now);
    }

    private static List<Figure> figures(int day) {
        List<Figure> figures = new ArrayList<>();
        double fall = day >= 36 && day < RETRAINED ? 0.06 : 0;
        double wave = 0.008 * Math.sin(day);
        figures.add(figure(day, day, "cbpe", 0.80 + wave - fall / 2, "ok"));
        figures.add(slice(figure(day, day, "cbpe", 0.79, "ok"), day, "country = France"));
        figures.add(slice(figure(day, day, "cbpe", 0.71, day == DAYS - 1 ? "worse" : "ok"), day, "country = Spain"));
        figures.add(figure(day, day, "cbpe", "true_positives", 1200 + 2000 * wave, "unknown"));
        figures.add(figure(day, day, "cbpe", "log_loss", 0.4 + wave, "unknown"));
        if (day >= 28) {
            figures.add(figure(day, day - 28, "realised", 0.81 - wave, "ok"));
            figures.add(figure(day, day - 28, "realised", "log_loss", 0.41 - wave, "unknown"));
        }
        if (day == DAYS - 1) {
            figures.add(figure(day, 37, "realised", 0.81 - 0.06, "worse"));
        }
        return figures;
    }

    static Figure figure(int day, int scored, String method, double value, String verdict) {
        return figure(day, scored, method, "auc", value, verdict);
    }

    static Figure figure(int day, int scored, String method, String measure, double value, String verdict) {
        String asOf = FIRST.plusDays(scored) + "T00:00:00Z";
        return new Figure(
                run(day),
                scored < RETRAINED ? 1 : 2,
                asOf,
                asOf,
                method,
                measure,
                OptionalDouble.of(value),
                OptionalDouble.of(value - 0.02),
                OptionalDouble.of(value + 0.02),
                measure.equals("auc") ? OptionalDouble.of(scored < RETRAINED ? 0.815 : 0.822) : OptionalDouble.empty(),
                OptionalDouble.of(0.05),
                verdict,
                "",
                4000,
                method.equals("realised")
                        ? "Rows whose labels are not known."
                        : "That the same features lead elsewhere.",
                "",
                reference("performance", day, "method", method, "first_as_of", asOf, "measure", measure));
    }

    private static Figure slice(Figure of, int day, String slice) {
        return new Figure(
                of.run(),
                of.version(),
                of.firstAsOf(),
                of.lastAsOf(),
                of.method(),
                of.measure(),
                of.value(),
                of.lower(),
                of.upper(),
                of.reference(),
                of.tolerated(),
                of.verdict(),
                of.reason(),
                of.rows() / 2,
                of.blindTo(),
                slice,
                reference(
                        "performance",
                        day,
                        "method",
                        of.method(),
                        "first_as_of",
                        of.firstAsOf(),
                        "measure",
                        of.measure(),
                        "slice",
                        slice));
    }

    private static List<Decided> decided(int day) {
        List<Decided> rows = new ArrayList<>();
        if (day == 38) {
            rows.add(decided(day, true, "drift", "ticket", "age drifted in 3 of 3 windows"));
        }
        boolean retrains = day == RETRAINED - 1;
        rows.add(decided(
                day,
                false,
                retrains ? "retrain" : "hold",
                "",
                retrains ? "drift of age, with half of the importance" : "nothing asks for another model"));
        return rows;
    }

    static Decided decided(int day, boolean alert, String action, String severity, String text) {
        return new Decided(
                run(day),
                FIRST.plusDays(day),
                alert,
                alert ? "drift-age" : "",
                action,
                severity,
                day < RETRAINED ? "1" : "2",
                "",
                alert ? List.of("age") : List.of(),
                text,
                alert ? List.of(FIRST.plusDays(day - 2) + ": spec of ingest-customers changed") : List.of(),
                alert || action.equals("retrain") ? List.of("headrace.drift " + run(day) + " age") : List.of(),
                reference("decisions", day, "kind", alert ? "alert" : "decision", "id", alert ? "drift-age" : ""));
    }
}
