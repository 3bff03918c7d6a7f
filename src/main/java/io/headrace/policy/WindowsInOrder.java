package io.headrace.policy;

import java.util.List;
import java.util.SplittableRandom;

/** Windows of tables in the order of their rows; histories take the tables in turn, each from a row by chance. Not for several threads. */
final class WindowsInOrder implements NullWindows {
    private final List<double[][]> tables;
    private int histories;

    WindowsInOrder(List<double[][]> tables) {
        this.tables = tables.stream().map(double[][]::clone).toList();
    }

    @Override
    public double[] draw(SplittableRandom random) {
        return history(random).draw(random);
    }

    @Override
    public NullWindows history(SplittableRandom random) {
        double[][] windows = tables.get(histories % tables.size());
        histories++;
        return new History(windows, random.nextInt(windows.length));
    }

    /** Of one table, again from its begin after its end. */
    private static final class History implements NullWindows {
        private final double[][] windows;
        private int next;

        History(double[][] windows, int first) {
            this.windows = windows;
            this.next = first;
        }

        @Override
        public double[] draw(SplittableRandom random) {
            double[] window = windows[next];
            next = (next + 1) % windows.length;
            return window;
        }
    }
}
