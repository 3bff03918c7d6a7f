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
import java.util.List;
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
                model, "monitor-" + model, "crm", List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    static MonitoredModel of(List<ColumnVerdict> drift, List<Figure> figures, List<Decided> decided) {
        return new MonitoredModel(
                "lapse", "monitor-lapse", "crm", runs(), drift, List.of(), figures, decided, List.of());
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
                                6, 2, "2025-12-12T04:00:00Z", "promoted", "train-lapse/2025-12-12/1", "gates passed")));
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
                "");
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
        if (day >= 28) {
            figures.add(figure(day, day - 28, "realised", 0.81 - wave, "ok"));
        }
        if (day == DAYS - 1) {
            figures.add(figure(day, 37, "realised", 0.81 - 0.06, "worse"));
        }
        return figures;
    }

    static Figure figure(int day, int scored, String method, double value, String verdict) {
        String asOf = FIRST.plusDays(scored) + "T00:00:00Z";
        return new Figure(
                run(day),
                scored < RETRAINED ? 1 : 2,
                asOf,
                asOf,
                method,
                "auc",
                OptionalDouble.of(value),
                OptionalDouble.of(value - 0.02),
                OptionalDouble.of(value + 0.02),
                OptionalDouble.of(scored < RETRAINED ? 0.815 : 0.822),
                OptionalDouble.of(0.05),
                verdict,
                "",
                4000,
                method.equals("realised")
                        ? "Rows whose labels are not known."
                        : "That the same features lead elsewhere.");
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
                alert || action.equals("retrain") ? List.of("headrace.drift " + run(day) + " age") : List.of());
    }
}
