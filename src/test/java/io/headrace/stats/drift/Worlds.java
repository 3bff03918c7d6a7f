package io.headrace.stats.drift;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/** Generated columns: smooth and lumpy ones, few and many distinct values, wide and narrow, far from zero and near. */
final class Worlds {
    private Worlds() {}

    /** Finite numbers of one of several laws. */
    static double[] numbers(SplittableRandom random, int rows) {
        double scale = Math.scalb(1.0, random.nextInt(-40, 40));
        double start = random.nextInt(3) == 0 ? 0 : scale * random.nextInt(-1_000, 1_000);
        int law = random.nextInt(6);
        int distinct = 1 + random.nextInt(120);
        return DoubleStream.generate(() -> start + scale * number(random, law, distinct))
                .limit(rows)
                .toArray();
    }

    private static double number(SplittableRandom random, int law, int distinct) {
        return switch (law) {
            case 0 -> random.nextDouble();
            case 1 -> random.nextInt(distinct);
            case 2 -> random.nextInt(3) == 0 ? 0 : random.nextDouble();
            case 3 -> -Math.log(1 - random.nextDouble()) * (random.nextInt(500) == 0 ? 1e6 : 1);
            case 4 -> Math.floor(Math.pow(random.nextDouble(), 3) * 1_000);
            default -> normal(random);
        };
    }

    /** Numbers like those of a reference, or moved, stretched, of another law, or with an outlier. */
    static double[] moved(SplittableRandom random, double[] reference) {
        int rows = 1 + random.nextInt(1_500);
        double[] now = DoubleStream.generate(() -> reference[random.nextInt(reference.length)])
                .limit(rows)
                .toArray();
        double spread = DoubleStream.of(reference).max().orElse(0)
                - DoubleStream.of(reference).min().orElse(0);
        return switch (random.nextInt(5)) {
            case 0 -> now;
            case 1 -> DoubleStream.of(now).map(x -> x + spread * 0.1).toArray();
            case 2 -> DoubleStream.of(now).map(x -> x * 1.5).toArray();
            case 3 -> numbers(random, rows);
            default ->
                DoubleStream.concat(DoubleStream.of(now), DoubleStream.of(spread * 1_000))
                        .toArray();
        };
    }

    /** A standard normal number. */
    static double normal(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    /** The counts of numbers, NaN and infinite ones included. */
    static ColumnCounts counts(ColumnBins bins, double... numbers) {
        ColumnCounter counter = new ColumnCounter(bins);
        for (double number : numbers) {
            counter.add(number);
        }
        return counter.counts();
    }
}
