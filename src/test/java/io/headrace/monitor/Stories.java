package io.headrace.monitor;

import io.headrace.monitor.DriftTable.Deciding;
import io.headrace.monitor.StoryWatch.Said;
import io.headrace.policy.Alert;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.RocAuc;
import io.headrace.stats.drift.DriftVerdict;
import io.headrace.stats.drift.Statistic;
import io.headrace.stats.estimate.Figure;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.Measure;
import io.headrace.stats.estimate.Performance;
import io.headrace.stats.estimate.PredictionBins;
import io.headrace.stats.estimate.PredictionErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What monitoring says of published data: writes the tables and plots of {@code monitoring-stories.md}.
 *
 * <p>Arguments: the folder with the data sets, the folder of the page, the Python with NannyML, the program that asks it, the
 * stories to tell if not all.
 */
public final class Stories {
    private static final String BINARY = "binary:logistic";
    private static final int ORDERS = 20;
    private static final double TOLERANT = 0.3;

    private final Path data;
    private final Path docs;
    private final String[] nannyml;
    private final List<String> only;

    private Stories(String... arguments) {
        this.data = Path.of(arguments[0]);
        this.docs = Path.of(arguments[1]);
        this.nannyml = new String[] {arguments[2], arguments[3]};
        this.only = List.of(arguments).subList(4, arguments.length);
    }

    /** Tells every story whose data is there. */
    public static void main(String[] arguments) throws IOException {
        Stories stories = new Stories(arguments);
        stories.tell("drift_california", stories::california);
        stories.tell("bank_marketing", stories::bank);
        stories.tell("online_retail", folder -> new RetailStory(folder, stories.images(), 90).told());
        stories.tell("beijing_pm25", stories::beijing);
        stories.tell("telco_churn", stories::telco);
    }

    /** A story of the files in a folder, as Markdown. */
    private interface Story {
        String told(Path folder) throws IOException;
    }

    private Path images() {
        return docs.resolve("images").resolve("monitoring");
    }

    private void tell(String name, Story story) throws IOException {
        Path folder = data.resolve(name);
        if (!only.isEmpty() && !only.contains(name)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            System.out.println(name + ": left out, there is no " + folder);
            return;
        }
        String told = story.told(folder);
        System.out.println(name + "\n" + told);
        Path page = docs.resolve("monitoring-stories.md");
        String text = Files.readString(page);
        String start = "<!-- " + name + " -->\n";
        int from = text.indexOf(start) + start.length();
        int to = text.indexOf("<!-- end -->", from);
        if (from < start.length() || to < 0) {
            throw new IllegalStateException(page + " has no place for " + name);
        }
        Files.writeString(page, text.substring(0, from) + told + text.substring(to));
    }

    /** A row of a table. */
    static String row(Object... cells) {
        return Stream.of(cells).map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** The head of a table. */
    static String head(String... names) {
        return row((Object[]) names) + "|" + "---|".repeat(names.length) + "\n";
    }

    static String number(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }

    /** The area under the curve of a window, not a number where there is none. */
    static double area(Optional<Performance> found) {
        return found.map(figures -> figures.figure(Measure.AUC).value().orElse(Double.NaN))
                .orElse(Double.NaN);
    }

    static boolean isWorse(Optional<JudgedFigure> figure) {
        return figure.map(found -> found.verdict() == JudgedFigure.Verdict.WORSE)
                .orElse(false);
    }

    /** What was told on the days of windows. */
    static String told(List<Alert> alerts, LocalDate day) {
        return alerts.stream()
                .filter(alert -> alert.day().equals(day))
                .map(alert -> alert.severity().name().toLowerCase(Locale.ROOT) + " ("
                        + alert.kind().name().toLowerCase(Locale.ROOT) + ")")
                .collect(Collectors.joining(", "));
    }

    static boolean[] days(List<Alert> alerts, List<LocalDate> days, Alert.Kind kind) {
        boolean[] on = new boolean[days.size()];
        alerts.stream().filter(alert -> alert.kind() == kind).forEach(alert -> on[days.indexOf(alert.day())] = true);
        return on;
    }

    static boolean[] flags(boolean[] on, List<Boolean> values) {
        IntStream.range(0, on.length).forEach(at -> on[at] = values.get(at));
        return on;
    }

    static double[] values(List<Said> said, ToDoubleFunction<Said> value) {
        return said.stream().mapToDouble(value).toArray();
    }

    /** How good scores are by the area under the curve. */
    static ToDoubleFunction<double[]> area(double[] labels) {
        boolean[] positive = new boolean[labels.length];
        IntStream.range(0, labels.length).forEach(row -> positive[row] = labels[row] == 1);
        return scores -> RocAuc.of(BinaryOutcomes.of(scores, positive));
    }

    private String california(Path folder) throws IOException {
        int size = 672;
        StoryRows known = StoryRows.read(folder.resolve("california_housing_reference.csv.gz"), ',', Set.of());
        StoryRows now = StoryRows.read(folder.resolve("california_housing_analysis.csv.gz"), ',', Set.of());
        double[] labels = StoryRows.read(folder.resolve("california_housing_analysis_gt.csv.gz"), ',', Set.of())
                .numbers("clf_target");
        Map<String, Double> features =
                known.columnsWithout("id", "timestamp", "clf_target", "y_pred_proba", "y_pred").stream()
                        .collect(Collectors.toMap(Function.identity(), name -> 1.0));
        StoryWatch watch = new StoryWatch(
                known,
                new TreeMap<>(features),
                known.numbers("y_pred_proba"),
                Optional.of(known.numbers("clf_target")));
        List<LocalDate> days = new ArrayList<>();
        List<Said> said = new ArrayList<>();
        for (int from = 0; from < now.size(); from += size) {
            int[] places =
                    IntStream.range(from, Math.min(now.size(), from + size)).toArray();
            StoryRows rows = now.rows(places);
            days.add(LocalDate.parse(rows.texts("timestamp")[places.length - 1].substring(0, "yyyy-MM-dd".length())));
            double[] later =
                    Arrays.stream(places).mapToDouble(place -> labels[place]).toArray();
            said.add(watch.judge(
                    days.get(days.size() - 1),
                    watch.count(rows, rows.numbers("y_pred_proba"), Optional.of(later)),
                    Optional.empty()));
        }
        List<Said> own = IntStream.range(0, known.size() / size)
                .mapToObj(i ->
                        known.rows(IntStream.range(i * size, (i + 1) * size).toArray()))
                .map(rows -> watch.judge(
                        days.get(0),
                        watch.count(rows, rows.numbers("y_pred_proba"), Optional.of(rows.numbers("clf_target"))),
                        Optional.empty()))
                .toList();
        return california(days, said, asked(folder, size))
                + String.format(
                        Locale.ROOT,
                        "%nThe AUC of all later rows together is %.3f.%n",
                        area(labels).applyAsDouble(now.numbers("y_pred_proba")))
                + String.format(
                        Locale.ROOT,
                        "%nThe reference's own %d windows, judged against all of it: %.1f of 9 columns drifted on"
                                + " average, worse before labels %d, worse by labels %d.%n",
                        own.size(),
                        own.stream().mapToLong(Said::drifted).average().orElse(0),
                        own.stream()
                                .filter(each -> isWorse(each.estimatedArea()))
                                .count(),
                        own.stream()
                                .filter(each -> isWorse(each.realisedArea()))
                                .count());
    }

    /** What NannyML says, a line for each window. */
    private List<double[]> asked(Path folder, int size) throws IOException {
        Process process = new ProcessBuilder(nannyml[0], nannyml[1], folder.toString(), String.valueOf(size))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        System.out.println("NannyML: " + lines.get(lines.size() - 1));
        return lines.subList(0, lines.size() - 1).stream()
                .map(line -> Arrays.stream(line.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
    }

    private String california(List<LocalDate> days, List<Said> said, List<double[]> peer) throws IOException {
        List<Alert> alerts = StoryWatch.alerts(said);
        StringBuilder table = new StringBuilder(head(
                "28 days to",
                "columns drifted",
                "AUC, scores as they are",
                "calibrated",
                "NannyML",
                "realised later",
                "told before labels",
                "NannyML alerts"));
        for (int i = 0; i < said.size(); i++) {
            Said window = said.get(i);
            table.append(row(
                    days.get(i),
                    window.drifted() + " of 9",
                    number("%.3f", area(window.estimated())) + (isWorse(window.estimatedArea()) ? " worse" : ""),
                    number("%.3f", area(window.calibrated())),
                    number("%.3f", peer.get(i)[0]),
                    number("%.3f", area(window.realised())) + (isWorse(window.realisedArea()) ? " worse" : ""),
                    told(alerts, days.get(i)),
                    (peer.get(i)[3] > 0 ? "estimate, " : "") + (int) peer.get(i)[4] + " of 8 columns"));
        }
        double[] realised = values(said, window -> area(window.realised()));
        double[] estimated = values(said, window -> area(window.estimated()));
        double[] calibrated = values(said, window -> area(window.calibrated()));
        double[] theirs = peer.stream().mapToDouble(line -> line[0]).toArray();
        new StoryPlot(
                        "Area under the curve by 28 days",
                        days.stream().map(LocalDate::toString).toList())
                .line("realised later", realised)
                .line("estimated, scores as they are", estimated)
                .line("estimated, calibrated", calibrated)
                .line("NannyML", theirs)
                .marks("page before labels", days(alerts, days, Alert.Kind.PERFORMANCE))
                .marks("ticket: drift", days(alerts, days, Alert.Kind.DRIFT))
                .marks(
                        "worse by labels",
                        flags(
                                new boolean[days.size()],
                                said.stream()
                                        .map(each -> isWorse(each.realisedArea()))
                                        .toList()))
                .write(images().resolve("drift-california.svg"));
        double reference = said.get(0).estimatedArea().orElseThrow().reference().orElse(Double.NaN);
        return table
                + String.format(
                        Locale.ROOT,
                        "%nOn the reference the AUC is %.3f. Mean distance of an estimate from what labels say later:"
                                + " scores as they are %.3f, calibrated %.3f, NannyML %.3f. Mean realised AUC %.3f. Worse"
                                + " by labels: %d of %d windows.%n%n",
                        reference,
                        distance(estimated, realised),
                        distance(calibrated, realised),
                        distance(theirs, realised),
                        Arrays.stream(realised).average().orElse(Double.NaN),
                        said.stream()
                                .filter(each -> isWorse(each.realisedArea()))
                                .count(),
                        said.size())
                + head("windows told as worse before labels", "all", "of those worse by labels")
                + seen("Headrace, scores as they are", said, each -> isWorse(each.estimatedArea()))
                + seen("Headrace, calibrated", said, each -> isWorse(each.calibratedArea()))
                + row(
                        "NannyML",
                        peer.stream().filter(line -> line[3] > 0).count(),
                        IntStream.range(0, said.size())
                                .filter(i -> isWorse(said.get(i).realisedArea()) && peer.get(i)[3] > 0)
                                .count());
    }

    private static String seen(String by, List<Said> said, Predicate<Said> worse) {
        return row(
                by,
                said.stream().filter(worse).count(),
                said.stream()
                        .filter(each -> worse.test(each) && isWorse(each.realisedArea()))
                        .count());
    }

    static double distance(double[] some, double[] others) {
        return IntStream.range(0, some.length)
                .mapToDouble(i -> Math.abs(some[i] - others[i]))
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    private String bank(Path folder) throws IOException {
        int size = 1320;
        StoryRows all = StoryRows.read(folder.resolve("bank-additional-full.csv.gz"), ';', Set.of("unknown"));
        double[] labels = Stream.of(all.texts("y"))
                .mapToDouble(text -> text.equals("yes") ? 1 : 0)
                .toArray();
        StoryRows rows = all.with("label", labels);
        List<String> features = all.columnsWithout("y", "duration");
        int first = 12 * size;
        int[] places = shuffled(first, 1);
        Binary model = new Binary(
                rows, features, Arrays.copyOf(places, first * 3 / 4), Arrays.copyOfRange(places, first * 3 / 4, first));
        List<LocalDate> days = new ArrayList<>();
        List<Said> said = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        for (int from = first; from < all.size(); from += size) {
            int[] window =
                    IntStream.range(from, Math.min(all.size(), from + size)).toArray();
            days.add(LocalDate.of(2008, 5, 1).plusDays((window[window.length - 1]) / 44));
            said.add(model.judge(days.get(days.size() - 1), rows.rows(window)));
            shares.add(Arrays.stream(window)
                    .mapToDouble(place -> labels[place])
                    .average()
                    .orElse(0));
        }
        List<Alert> alerts = StoryWatch.alerts(said);
        StringBuilder table = new StringBuilder(head(
                "1,320 calls to",
                "share of yes",
                "columns drifted",
                "AUC estimated",
                "realised later",
                "told before labels"));
        for (int i = 0; i < said.size(); i++) {
            table.append(row(
                    days.get(i),
                    number("%.1f %%", 100 * shares.get(i)),
                    said.get(i).drifted() + " of " + (features.size() + 1),
                    number("%.3f", area(said.get(i).estimated()))
                            + (isWorse(said.get(i).estimatedArea()) ? " worse" : ""),
                    number("%.3f", area(said.get(i).realised()))
                            + (isWorse(said.get(i).realisedArea()) ? " worse" : ""),
                    told(alerts, days.get(i))));
        }
        System.out.println("not judged: " + unjudged(said));
        double[] realised = values(said, window -> area(window.realised()));
        double[] estimated = values(said, window -> area(window.estimated()));
        new StoryPlot(
                        "Area under the curve by 1,320 calls",
                        days.stream().map(LocalDate::toString).toList())
                .line("realised later", realised)
                .line("estimated before labels", estimated)
                .marks("page before labels", days(alerts, days, Alert.Kind.PERFORMANCE))
                .marks("ticket: drift", days(alerts, days, Alert.Kind.DRIFT))
                .marks(
                        "worse by labels",
                        flags(
                                new boolean[days.size()],
                                said.stream()
                                        .map(each -> isWorse(each.realisedArea()))
                                        .toList()))
                .write(images().resolve("bank-marketing.svg"));
        return table
                + String.format(
                        Locale.ROOT,
                        "%nAUC of the test calls %.3f; mean distance of the estimate from what labels say later %.3f,"
                                + " of the calibrated one %.3f. Worse by labels: %d of %d windows, told before labels of"
                                + " %d.%n",
                        model.testedArea(),
                        distance(estimated, realised),
                        distance(values(said, window -> area(window.calibrated())), realised),
                        said.stream()
                                .filter(each -> isWorse(each.realisedArea()))
                                .count(),
                        said.size(),
                        said.stream()
                                .filter(each -> isWorse(each.estimatedArea()))
                                .count());
    }

    /** Columns that could not be judged in some window, and why. */
    static List<String> unjudged(List<Said> said) {
        return said.stream()
                .flatMap(each -> each.drift().stream())
                .filter(verdict -> verdict.decides() && verdict.verdict() == DriftVerdict.Answer.UNKNOWN)
                .map(verdict -> verdict.column() + " " + verdict.statistic().word() + " " + verdict.reason())
                .distinct()
                .toList();
    }

    static int[] shuffled(int count, int seed) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    /** A model of yes and no with what watches it; rows have a column {@code label}. */
    static final class Binary {
        private final StoryModel model;
        private final StoryWatch watch;
        private final double area;

        Binary(StoryRows rows, List<String> features, int[] learnt, int[] tested) {
            StoryRows learning = rows.rows(learnt);
            StoryRows testing = rows.rows(tested);
            this.model = StoryModel.fit(learning, features, learning.numbers("label"), BINARY);
            double[] scores = model.predict(testing);
            this.area = area(testing.numbers("label")).applyAsDouble(scores);
            this.watch = new StoryWatch(
                    learning,
                    model.importance(testing, area(testing.numbers("label"))),
                    scores,
                    Optional.of(testing.numbers("label")));
        }

        StoryWatch.Counted count(StoryRows window) {
            return watch.count(window, model.predict(window), Optional.of(window.numbers("label")));
        }

        Said judge(LocalDate day, StoryRows window) {
            return judge(day, count(window), Optional.empty());
        }

        StoryWatch.Matured matured(LocalDate day, LabelledCounts labels) {
            return new StoryWatch.Matured(watch, day, labels);
        }

        Said judge(LocalDate day, StoryWatch.Counted window, Optional<StoryWatch.Matured> matured) {
            return watch.judge(day, window, Optional.empty(), matured);
        }

        double testedArea() {
            return area;
        }
    }

    private String telco(Path folder) throws IOException {
        StoryRows all = StoryRows.read(folder.resolve("Telco-Customer-Churn.csv"), ',', Set.of(" "));
        StoryRows rows = all.with(
                "label",
                Stream.of(all.texts("Churn"))
                        .mapToDouble(text -> text.equals("Yes") ? 1 : 0)
                        .toArray());
        List<String> features = all.columnsWithout("customerID", "Churn");
        StringBuilder table = new StringBuilder(head(
                "rows in a window",
                "windows",
                "with a drifted column",
                "with one that cannot be judged",
                "worse before labels",
                "worse by labels",
                "tickets: drift",
                "tickets: cannot be judged",
                "pages",
                "AUC estimated",
                "realised",
                "mean distance",
                "AUC calibrated",
                "mean distance",
                "worse by it"));
        for (int size : new int[] {250, 500, 900}) {
            table.append(quiet(rows, features, size));
        }
        return table.toString();
    }

    /** Windows of the same law as the rows learnt from, in many orders of the file. */
    private static String quiet(StoryRows rows, List<String> features, int size) {
        List<Said> all = new ArrayList<>();
        List<Alert> alerts = new ArrayList<>();
        for (int order = 1; order <= ORDERS; order++) {
            int[] places = shuffled(rows.size(), order);
            int learnt = rows.size() * 2 / 5;
            int tested = rows.size() * 3 / 5;
            Binary model = new Binary(
                    rows, features, Arrays.copyOf(places, learnt), Arrays.copyOfRange(places, learnt, tested));
            List<Said> said = new ArrayList<>();
            for (int from = tested; from + size <= places.length; from += size) {
                LocalDate day = LocalDate.of(2026, 1, 1).plusDays(7L * said.size());
                said.add(model.judge(day, rows.rows(Arrays.copyOfRange(places, from, from + size))));
            }
            all.addAll(said);
            alerts.addAll(StoryWatch.alerts(said));
        }
        double[] estimated = values(all, window -> area(window.estimated()));
        double[] calibrated = values(all, window -> area(window.calibrated()));
        double[] realised = values(all, window -> area(window.realised()));
        return row(
                size,
                all.size(),
                all.stream().filter(each -> each.drifted() > 0).count(),
                all.stream()
                        .filter(each -> each.observed().columns().stream()
                                .anyMatch(column -> column.q().isEmpty()))
                        .count(),
                all.stream().filter(each -> isWorse(each.estimatedArea())).count(),
                all.stream().filter(each -> isWorse(each.realisedArea())).count(),
                of(alerts, Alert.Kind.DRIFT),
                of(alerts, Alert.Kind.UNJUDGED),
                of(alerts, Alert.Kind.PERFORMANCE),
                number("%.4f", Arrays.stream(estimated).average().orElse(Double.NaN)),
                number("%.4f", Arrays.stream(realised).average().orElse(Double.NaN)),
                number("%.4f", distance(estimated, realised)),
                number("%.4f", Arrays.stream(calibrated).average().orElse(Double.NaN)),
                number("%.4f", distance(calibrated, realised)),
                all.stream().filter(each -> isWorse(each.calibratedArea())).count());
    }

    static long of(List<Alert> alerts, Alert.Kind kind) {
        return alerts.stream().filter(alert -> alert.kind() == kind).count();
    }

    private String beijing(Path folder) throws IOException {
        StoryRows all = StoryRows.read(folder.resolve("PRSA_data_2010.1.1-2014.12.31.csv.gz"), ',', Set.of("NA"));
        double[] dust = all.numbers("pm");
        double[] year = all.numbers("year");
        double[] day = all.numbers("day");
        List<String> features = all.columnsWithout("No", "year", "month", "day", "pm");
        IntPredicate learnt = row -> year[row] <= 2011 && !Double.isNaN(dust[row]);
        StoryRows learning = all.where(row -> learnt.test(row) && ((int) day[row] - 1) / 7 != 2);
        StoryRows testing = all.where(row -> learnt.test(row) && ((int) day[row] - 1) / 7 == 2);
        StoryModel model = StoryModel.fit(learning, features, learning.numbers("pm"), "reg:squarederror");
        double[] tested = model.predict(testing);
        double[] truth = testing.numbers("pm");
        Map<String, Double> importance = model.importance(testing, found -> -meanError(found, truth));
        StringBuilder tolerances = new StringBuilder(head(
                "tolerance", "months with a ticket, against training", "and against the same month a year before"));
        for (double tolerance : new double[] {0.1, 0.2, 0.3, 0.4}) {
            StoryWatch other = new StoryWatch(learning, importance, tested, Optional.empty(), tolerance);
            tolerances.append(tickets(other, model, all, tolerance));
        }
        StoryWatch watch = new StoryWatch(learning, importance, tested, Optional.empty());
        PredictionErrors errors = errors(tested, truth);
        Map<LocalDate, StoryRows> windows = months(all);
        Seasons seasons = new Seasons(watch, model, windows);
        Seasons tolerant =
                new Seasons(new StoryWatch(learning, importance, tested, Optional.empty(), TOLERANT), model, windows);
        plot(seasons, tolerant);
        return beijing(model, errors, windows, seasons.days, seasons.alone, seasons.seasonal, features.size() + 1)
                + ofSeasons(seasons)
                + String.format(
                        Locale.ROOT,
                        " The mean error on the test rows is %.1f micrograms per cubic metre.%n%n%s",
                        meanError(tested, truth),
                        tolerances);
    }

    private void plot(Seasons seasons, Seasons tolerant) throws IOException {
        List<LocalDate> days = seasons.days;
        new StoryPlot(
                        "Drifted columns by month",
                        days.stream()
                                .map(at -> at.toString().substring(0, "yyyy-MM".length()))
                                .toList())
                .line("against training", values(seasons.alone, Said::drifted))
                .line("and a year before", values(seasons.seasonal, Said::drifted))
                .line("tolerance " + TOLERANT, values(tolerant.alone, Said::drifted))
                .line("and a year before", values(tolerant.seasonal, Said::drifted))
                .marks("ticket", days(StoryWatch.alerts(seasons.seasonal), days, Alert.Kind.DRIFT))
                .marks(
                        "ticket, tolerance " + TOLERANT,
                        days(StoryWatch.alerts(tolerant.seasonal), days, Alert.Kind.DRIFT))
                .write(images().resolve("beijing-pm25.svg"));
    }

    private static Map<LocalDate, StoryRows> months(StoryRows all) {
        Map<LocalDate, StoryRows> windows = new TreeMap<>();
        for (LocalDate start = LocalDate.of(2011, 1, 1); start.getYear() < 2015; start = start.plusMonths(1)) {
            LocalDate at = start;
            windows.put(
                    at,
                    all.where(row -> all.numbers("year")[row] == at.getYear()
                            && all.numbers("month")[row] == at.getMonthValue()));
        }
        return windows;
    }

    /** Months judged against training alone, and against the same month a year before, too. */
    private static final class Seasons {
        private final List<LocalDate> days;
        private final List<Said> alone;
        private final List<Said> seasonal;

        Seasons(StoryWatch watch, StoryModel model, Map<LocalDate, StoryRows> windows) {
            Map<LocalDate, StoryWatch.Counted> counted = new TreeMap<>();
            windows.forEach((at, rows) -> counted.put(at, watch.count(rows, model.predict(rows), Optional.empty())));
            this.days =
                    counted.keySet().stream().filter(at -> at.getYear() > 2011).toList();
            this.alone = days.stream()
                    .map(at -> watch.judge(at, counted.get(at), Optional.empty()))
                    .toList();
            this.seasonal = days.stream()
                    .map(at -> watch.judge(at, counted.get(at), Optional.of(counted.get(at.minusYears(1)))))
                    .toList();
        }
    }

    /** What comparisons with the same month a year before say by themselves. */
    private static String ofSeasons(Seasons seasons) {
        List<Deciding> all = seasons.seasonal.stream()
                .flatMap(each -> each.deciding().stream())
                .filter(column ->
                        column.against().equals("season") && !column.statistic().equals(Statistic.MISSING.word()))
                .toList();
        List<Deciding> known =
                all.stream().filter(column -> column.q().isPresent()).toList();
        long drifted = known.stream()
                .filter(column -> column.q().getAsDouble() < StoryWatch.POLICY.level()
                        && column.effect() - column.error() > column.tolerance())
                .count();
        return String.format(
                Locale.ROOT,
                " Of %d comparisons of a column with the same month a year before %d say drift, %d ok, and %d cannot"
                        + " be judged.",
                all.size(),
                drifted,
                known.size() - drifted,
                all.size() - known.size());
    }

    private static String tickets(StoryWatch watch, StoryModel model, StoryRows all, double tolerance) {
        Seasons seasons = new Seasons(watch, model, months(all));
        return row(
                tolerance,
                of(StoryWatch.alerts(seasons.alone), Alert.Kind.DRIFT),
                of(StoryWatch.alerts(seasons.seasonal), Alert.Kind.DRIFT));
    }

    private static double meanError(double[] found, double[] truth) {
        return IntStream.range(0, found.length)
                .mapToDouble(row -> Math.abs(found[row] - truth[row]))
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    private static PredictionErrors errors(double[] predictions, double[] truth) {
        double[] sorted = Arrays.stream(predictions).sorted().toArray();
        PredictionBins bins = new PredictionBins(IntStream.range(1, 20)
                .mapToObj(i -> sorted[i * sorted.length / 20])
                .distinct()
                .toList());
        PredictionErrors.Counter counter = new PredictionErrors.Counter(bins);
        for (int row = 0; row < truth.length; row++) {
            counter.add(predictions[row], truth[row]);
        }
        return counter.errors();
    }

    private String beijing(
            StoryModel model,
            PredictionErrors errors,
            Map<LocalDate, StoryRows> windows,
            List<LocalDate> days,
            List<Said> alone,
            List<Said> seasonal,
            int columns) {
        List<Alert> before = StoryWatch.alerts(alone);
        List<Alert> after = StoryWatch.alerts(seasonal);
        double[] estimated = new double[days.size()];
        double[] realised = new double[days.size()];
        for (int i = 0; i < days.size(); i++) {
            StoryRows rows = windows.get(days.get(i));
            double[] found = model.predict(rows);
            long[] byBin = new long[errors.bins().count()];
            Arrays.stream(found).forEach(value -> byBin[errors.bins().of(value)]++);
            Figure figure = errors.expected(byBin, 0, 0.95).figure(Measure.MEAN_ABSOLUTE_ERROR);
            estimated[i] = figure.value().orElse(Double.NaN);
            realised[i] = meanError(found, rows.numbers("pm"));
        }
        StringBuilder table = new StringBuilder(head(
                "month",
                "drifted against training",
                "against training and the same month a year before",
                "told without season",
                "told with it",
                "mean error estimated",
                "realised"));
        for (int i = 0; i < days.size(); i++) {
            table.append(row(
                    days.get(i).toString().substring(0, "yyyy-MM".length()),
                    alone.get(i).drifted() + " of " + columns,
                    seasonal.get(i).drifted() + " of " + columns,
                    told(before, days.get(i)),
                    told(after, days.get(i)),
                    number("%.1f", estimated[i]),
                    number("%.1f", realised[i])));
        }
        return table
                + String.format(
                        Locale.ROOT,
                        "%nTickets of drift without a season: %d of %d months; with it: %d. Column-months that drifted: %d and"
                                + " %d of %d. Mean distance of the estimated from the realised mean error: %.1f.",
                        of(before, Alert.Kind.DRIFT),
                        days.size(),
                        of(after, Alert.Kind.DRIFT),
                        alone.stream().mapToLong(Said::drifted).sum(),
                        seasonal.stream().mapToLong(Said::drifted).sum(),
                        (long) columns * days.size(),
                        distance(estimated, realised));
    }
}
