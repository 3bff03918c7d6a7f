package io.headrace.monitor;

import com.sun.management.OperatingSystemMXBean;
import io.headrace.stats.drift.ChiSquareTest;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounter;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.DriftJudge;
import io.headrace.stats.drift.DriftRules;
import io.headrace.stats.drift.DriftVerdict;
import io.headrace.stats.drift.NumberBins;
import io.headrace.stats.drift.ReferenceColumn;
import io.headrace.stats.drift.Smoothing;
import io.headrace.stats.drift.Statistic;
import io.headrace.stats.drift.TextBins;
import io.headrace.stats.estimate.Cbpe;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.Measure;
import io.headrace.stats.estimate.Performance;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.stats.estimate.Side;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A day's verdict on many columns and on estimated performance beside Evidently and NannyML, on the same rows: equal values where definitions
 * agree, then seconds of the machine's processors.
 *
 * <p>Arguments: a folder for the rows, the Python with Evidently, the Python with NannyML, the program that asks them, rows of the reference, rows a
 * day, columns, days, rounds.
 */
public final class PeersBench {
    private static final int LEVELS = 8;
    private static final int FEW = 40;
    private static final int WARMING = 3;

    /** The machine tells processor time in hundredths of a second. */
    private static final int AT_ONCE = 10;

    private static final double NANOS = 1e9;
    private static final double SAME = 1e-9;
    private static final double SAME_BY_SCORE_BINS = 1e-8;
    private static final DriftRules RULES = new DriftRules(
            0.01,
            30,
            0.5,
            Smoothing.TEN_THOUSANDTH,
            Statistic.KOLMOGOROV_SMIRNOV,
            Statistic.CHI_SQUARE,
            Map.of(),
            EnumSet.allOf(Statistic.class));

    private final Path folder;
    private final String program;
    private final int columns;
    private final int rounds;
    private final Rows reference;
    private final List<Rows> days;

    private PeersBench(Path folder, String program, int rows, int rowsADay, int columns, int days, int rounds)
            throws IOException {
        this.folder = folder;
        this.program = program;
        this.columns = columns;
        this.rounds = rounds;
        this.reference = Rows.draw(columns, rows, 0, false);
        reference.write(folder.resolve("reference.raw"));
        this.days = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            this.days.add(Rows.draw(columns, rowsADay, day + 1, true));
            this.days.get(day).write(folder.resolve("day-" + day + ".raw"));
        }
    }

    /** Prints what was compared, and the time of each. */
    public static void main(String[] arguments) throws IOException {
        int[] sizes =
                Arrays.stream(arguments).skip(4).mapToInt(Integer::parseInt).toArray();
        new PeersBench(Path.of(arguments[0]), arguments[3], sizes[0], sizes[1], sizes[2], sizes[3], sizes[4])
                .run(arguments[1], arguments[2]);
    }

    /** Rows as columns: numbers, numbers of few values, texts as the number of their level; then scores and labels. */
    private record Rows(double[][] columns, double[] scores, double[] labels) {
        static boolean isText(int column) {
            return column % 5 == 4;
        }

        static boolean isOfFew(int column) {
            return column % 5 == 3;
        }

        static Rows draw(int columns, int rows, int seed, boolean later) {
            SplittableRandom dice = new SplittableRandom(seed);
            double[][] drawn = new double[columns][rows];
            for (int column = 0; column < columns; column++) {
                boolean isShifted = later && column % 10 >= 3 && column % 10 <= 5;
                for (int row = 0; row < rows; row++) {
                    drawn[column][row] = value(dice, column, isShifted);
                }
            }
            double[] scores = new double[rows];
            double[] labels = new double[rows];
            for (int row = 0; row < rows; row++) {
                scores[row] = Math.rint(500 * (dice.nextDouble() + dice.nextDouble())) / 1000;
                labels[row] = dice.nextDouble() < scores[row] * scores[row] ? 1 : 0;
            }
            return new Rows(drawn, scores, labels);
        }

        private static double value(SplittableRandom dice, int column, boolean isShifted) {
            if (isText(column)) {
                return isShifted && dice.nextInt(5) == 0 ? 0 : dice.nextInt(LEVELS);
            }
            if (isOfFew(column)) {
                return Math.min(FEW - 1, dice.nextInt(FEW) + (isShifted ? 5 : 0));
            }
            double sum = 0;
            for (int i = 0; i < 4; i++) {
                sum += dice.nextDouble();
            }
            return sum + (isShifted ? 0.15 : 0);
        }

        void write(Path file) throws IOException {
            ByteBuffer all = ByteBuffer.allocate((columns.length + 2) * scores.length * Double.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN);
            for (double[] column : columns) {
                all.asDoubleBuffer().put(column);
                all.position(all.position() + column.length * Double.BYTES);
            }
            all.asDoubleBuffer().put(scores).put(labels);
            Files.write(file, all.array());
        }
    }

    /** Counts as a run stores them. */
    private record Stored(List<byte[]> columns, byte[] scores) {}

    private static ColumnBins bins(Rows reference, int column) {
        if (!Rows.isText(column)) {
            return NumberBins.ofSorted(
                    Arrays.stream(reference.columns()[column]).sorted().toArray());
        }
        Map<String, Long> rows = new TreeMap<>();
        for (double level : reference.columns()[column]) {
            rows.merge(level(level), 1L, Long::sum);
        }
        return TextBins.of(rows);
    }

    private static String level(double number) {
        return "level " + (int) number;
    }

    private static Side side(double score) {
        return score >= 0.5 ? Side.POSITIVE : Side.NEGATIVE;
    }

    /** What a score job does beside its own work, row by row. */
    private static Stored count(Rows rows, List<ColumnBins> bins, String[][] texts) {
        ColumnCounter[] counters = bins.stream().map(ColumnCounter::new).toArray(ColumnCounter[]::new);
        ScoreCounts.Counter scores = new ScoreCounts.Counter();
        for (int row = 0; row < rows.scores().length; row++) {
            for (int column = 0; column < counters.length; column++) {
                if (texts[column] == null) {
                    counters[column].add(rows.columns()[column][row]);
                } else {
                    counters[column].add(texts[column][row]);
                }
            }
            scores.add(rows.scores()[row], side(rows.scores()[row]));
        }
        return new Stored(
                Arrays.stream(counters).map(counter -> counter.counts().bytes()).toList(),
                scores.counts().toBytes());
    }

    private static String[][] texts(Rows rows) {
        String[] levels = IntStream.range(0, LEVELS).mapToObj(PeersBench::level).toArray(String[]::new);
        String[][] texts = new String[rows.columns().length][];
        for (int column = 0; column < texts.length; column++) {
            if (Rows.isText(column)) {
                texts[column] = Arrays.stream(rows.columns()[column])
                        .mapToObj(level -> levels[(int) level])
                        .toArray(String[]::new);
            }
        }
        return texts;
    }

    private static LabelledCounts labelled(Rows rows) {
        LabelledCounts.Counter counter = new LabelledCounts.Counter();
        for (int row = 0; row < rows.scores().length; row++) {
            double score = rows.scores()[row];
            counter.add(score, side(score), rows.labels()[row] == 1 ? Side.POSITIVE : Side.NEGATIVE);
        }
        return counter.counts();
    }

    /** Verdicts on all columns, and estimated performance. */
    private record Verdict(List<DriftVerdict> drift, Performance estimate) {}

    /** What a monitor job does with stored counts. */
    private static Verdict judge(List<ColumnBins> bins, Stored reference, byte[] labelled, List<Stored> window) {
        List<ReferenceColumn> known = new ArrayList<>();
        List<ColumnCounts> now = new ArrayList<>();
        for (int column = 0; column < bins.size(); column++) {
            int at = column;
            known.add(new ReferenceColumn(
                    "c" + column,
                    bins.get(column),
                    ColumnCounts.read(reference.columns().get(column)),
                    1));
            now.add(window.stream()
                    .map(day -> ColumnCounts.read(day.columns().get(at)))
                    .reduce(ColumnCounts::merge)
                    .orElseThrow());
        }
        ScoreCounts scores = window.stream()
                .map(day -> ScoreCounts.fromBytes(day.scores()))
                .reduce(ScoreCounts::merge)
                .orElseThrow();
        return new Verdict(
                new DriftJudge(RULES).judge(known, now),
                Cbpe.calibrated(scores, LabelledCounts.fromBytes(labelled), Performance.THREE_STANDARD_ERRORS));
    }

    private void run(String evidently, String nannyml) throws IOException {
        List<ColumnBins> bins = IntStream.range(0, columns)
                .mapToObj(column -> bins(reference, column))
                .toList();
        Stored known = count(reference, bins, texts(reference));
        byte[] labelled = labelled(reference).toBytes();
        Rows today = days.get(0);
        String[][] texts = texts(today);
        List<Stored> stored =
                days.stream().map(day -> count(day, bins, texts(day))).toList();
        List<Stored> day = stored.subList(0, 1);

        Map<String, List<Time>> ours = new LinkedHashMap<>();
        time(ours, "count", () -> count(today, bins, texts));
        time(ours, "judge day", () -> judge(bins, known, labelled, day));
        time(ours, "judge month", () -> judge(bins, known, labelled, stored));
        Verdict verdict = judge(bins, known, labelled, day);
        Map<String, Asked> peers = new LinkedHashMap<>();
        peers.put("evidently", ask(evidently, "evidently"));
        peers.put("nannyml", ask(nannyml, "nannyml"));

        Values values = new Values(verdict, bins, known, day.get(0));
        peers.forEach((peer, asked) -> values.compare(peer, asked.values()));
        System.out.printf(
                "%d columns drifted by ours%n",
                verdict.drift().stream()
                        .filter(row -> row.verdict() == DriftVerdict.Answer.DRIFT && row.decides())
                        .count());
        ours.forEach((what, times) -> print("ours, " + what, times));
        double counting = cpu(ours.get("count"));
        System.out.printf(
                Locale.ROOT, "counting: %.1f ns a value%n", counting * NANOS / columns / today.scores().length);
        peers.forEach((peer, asked) -> asked.times().forEach((what, times) -> {
            print(peer + ", " + what, times);
            double judging = cpu(ours.get("judge " + what));
            System.out.printf(
                    Locale.ROOT,
                    "  ours is %.1f times as fast, and %.0f times where the day was counted before%n",
                    cpu(times) / (counting + judging),
                    cpu(times) / judging);
        }));
    }

    /** Seconds on the clock, and of the processors. */
    private record Time(double seconds, double cpu) {}

    private void time(Map<String, List<Time>> into, String what, Runnable work) {
        OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int round = -WARMING; round < rounds; round++) {
            long start = System.nanoTime();
            long cpu = machine.getProcessCpuTime();
            for (int i = 0; i < AT_ONCE; i++) {
                work.run();
            }
            if (round >= 0) {
                into.computeIfAbsent(what, name -> new ArrayList<>())
                        .add(new Time(
                                (System.nanoTime() - start) / NANOS / AT_ONCE,
                                (machine.getProcessCpuTime() - cpu) / NANOS / AT_ONCE));
            }
        }
    }

    private static double cpu(List<Time> times) {
        return median(times.stream().mapToDouble(Time::cpu).toArray());
    }

    private static double median(double[] all) {
        double[] sorted = Arrays.stream(all).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static void print(String what, List<Time> times) {
        System.out.printf(
                Locale.ROOT,
                "%-24s %9.4f s of processors (%s), %9.4f s on the clock%n",
                what,
                cpu(times),
                times.stream()
                        .map(time -> String.format(Locale.ROOT, "%.4f", time.cpu()))
                        .collect(Collectors.joining(" ")),
                median(times.stream().mapToDouble(Time::seconds).toArray()));
    }

    /** What a peer said. */
    private record Asked(Map<List<String>, Double> values, Map<String, List<Time>> times) {}

    private Asked ask(String python, String peer) throws IOException {
        Process process = new ProcessBuilder(
                        python,
                        program,
                        peer,
                        folder.toString(),
                        String.valueOf(columns),
                        String.valueOf(days.size()),
                        String.valueOf(rounds))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Asked asked = new Asked(new LinkedHashMap<>(), new LinkedHashMap<>());
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        for (String[] words : said.lines().map(line -> line.split(" ")).toList()) {
            switch (words[0]) {
                case "value" -> asked.values().put(List.of(words[1], words[2]), Double.valueOf(words[3]));
                case "time" ->
                    asked.times()
                            .computeIfAbsent(words[1], name -> new ArrayList<>())
                            .add(new Time(Double.parseDouble(words[2]), Double.parseDouble(words[3])));
                default -> System.out.println(peer + ": " + String.join(" ", words));
            }
        }
        if (asked.times().isEmpty()) {
            throw new IllegalStateException(peer + " gave no time");
        }
        return asked;
    }

    /** Our values in the peers' forms. */
    private static final class Values {
        private final Verdict verdict;
        private final List<ColumnBins> bins;
        private final Stored reference;
        private final Stored day;
        private final Map<List<String>, DriftVerdict> rows = new LinkedHashMap<>();

        Values(Verdict verdict, List<ColumnBins> bins, Stored reference, Stored day) {
            this.verdict = verdict;
            this.bins = bins;
            this.reference = reference;
            this.day = day;
            verdict.drift()
                    .forEach(row ->
                            rows.put(List.of(row.column(), row.statistic().word()), row));
        }

        /** Refuses values that differ by more than their definitions allow, and prints how much they do. */
        void compare(String peer, Map<List<String>, Double> theirs) {
            Map<String, double[]> furthest = new TreeMap<>();
            theirs.forEach((key, value) -> {
                Mine mine = mine(peer, key.get(0), key.get(1));
                double difference = Math.max(0, Math.abs(mine.value() - value) - mine.error());
                if (!(difference <= mine.allowed() * Math.max(1, Math.abs(value)))) {
                    throw new IllegalStateException(peer + " has " + value + " of " + key + ", ours is " + mine);
                }
                double[] most = furthest.computeIfAbsent(
                        key.get(1) + (mine.error() > SAME ? " within what bins hide" : ""), name -> new double[3]);
                most[0]++;
                most[1] = Math.max(most[1], difference);
                most[2] = Math.max(most[2], mine.error());
            });
            furthest.forEach((what, most) -> System.out.printf(
                    Locale.ROOT,
                    "%s, %s: %.0f values, furthest apart %.1e%s%n",
                    peer,
                    what,
                    most[0],
                    most[1],
                    most[2] > SAME ? String.format(Locale.ROOT, ", where bins hide at most %.4f", most[2]) : ""));
        }

        /** The middle of what our value can be, half its width, and how far a peer's may be beyond. */
        private record Mine(double value, double error, double allowed) {}

        private Mine mine(String peer, String column, String statistic) {
            if (column.equals("score")) {
                return new Mine(figure(statistic), 0, SAME_BY_SCORE_BINS);
            }
            DoubleUnaryOperator same = value -> value;
            return switch (statistic) {
                case "psi" -> row(column, "psi", same);
                case "jensenshannon" -> row(column, "jensen-shannon", value -> value * Math.sqrt(Math.log(2)));
                case "jensen_shannon" -> row(column, "jensen-shannon", same);
                case "chisquare" -> new Mine(oneSample(column), 0, SAME);
                case "chi2" -> row(column, "chi-square", same);
                case "hellinger" -> row(column, "hellinger", same);
                case "l_infinity" -> row(column, "largest-shift", same);
                case "kolmogorov_smirnov" -> effect(column, "kolmogorov-smirnov", 1);
                case "wasserstein" -> effect(column, "wasserstein", peer.equals("nannyml") ? deviation(column) : 1);
                default -> throw new IllegalArgumentException(statistic);
            };
        }

        private double figure(String word) {
            Measure measure = word.equals("roc_auc") ? Measure.AUC : Measure.valueOf(word.toUpperCase(Locale.ROOT));
            return verdict.estimate().figure(measure).value().orElseThrow();
        }

        private Mine row(String column, String statistic, DoubleUnaryOperator form) {
            return new Mine(
                    form.applyAsDouble(rows.get(List.of(column, statistic)).value()), 0, SAME);
        }

        private Mine effect(String column, String statistic, double unit) {
            DriftVerdict found = rows.get(List.of(column, statistic));
            return new Mine(found.effect() * unit, found.error() * unit, SAME);
        }

        private double deviation(String column) {
            return Math.sqrt(counts(reference, column).variance().orElseThrow());
        }

        private double oneSample(String column) {
            ColumnBins by = bins.get(place(column));
            return ChiSquareTest.oneSample(
                            counts(reference, column).coarse(by),
                            counts(day, column).coarse(by))
                    .pValue();
        }

        private static ColumnCounts counts(Stored stored, String column) {
            return ColumnCounts.read(stored.columns().get(place(column)));
        }

        private static int place(String column) {
            return Integer.parseInt(column.substring(1));
        }
    }
}
