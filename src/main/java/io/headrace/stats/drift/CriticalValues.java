package io.headrace.stats.drift;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Values of chi-square that are found by bisection, each once: all columns of a model ask for the same few. */
final class CriticalValues {
    /** Beyond so many entries, of which a model has a hundred, nothing more is kept. */
    private static final int MOST = 100_000;

    private static final Map<Key, Double> KNOWN = new ConcurrentHashMap<>();

    /**
     * What is asked for.
     *
     * @param power 0 for the critical value
     */
    private record Key(int degrees, double level, double power) {}

    private CriticalValues() {}

    static double critical(int degrees, double level) {
        return known(new Key(degrees, level, 0));
    }

    static double noncentrality(int degrees, double level, double power) {
        return known(new Key(degrees, level, power));
    }

    private static double known(Key key) {
        Double known = KNOWN.get(key);
        if (known != null) {
            return known;
        }
        double value = key.power == 0
                ? ChiSquareLaw.critical(key.degrees, key.level)
                : ChiSquareLaw.noncentrality(key.degrees, key.level, key.power);
        if (KNOWN.size() < MOST) {
            KNOWN.put(key, value);
        }
        return value;
    }
}
