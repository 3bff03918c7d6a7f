package io.headrace.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Finds where a row of runs turns from good to bad by halving it, which supposes that it turns once. Runs of which nothing can be said are passed
 * over.
 *
 * <p>If something can be said of each of n runs, at most ⌈log₂ n⌉ + 1 are judged: an end is judged only where no run beside it has shown the
 * same.
 *
 * @param <J> what is known of a run that was judged
 */
final class FirstBad<J extends FirstBad.Judged> {
    private final int count;
    private final IntFunction<J> judge;
    private final NavigableMap<Integer, J> judged = new TreeMap<>();
    private int good;
    private int bad;

    /** What has a verdict. */
    interface Judged {
        /** The verdict. */
        RunVerdict verdict();
    }

    /**
     * Where it turns.
     *
     * @param good the last run before it turns
     * @param bad the first run after it
     * @param between runs of which nothing can be said: the first bad one may be among them
     * @param judged every run that was judged, by its place
     */
    record Found<J extends Judged>(int good, int bad, List<Integer> between, NavigableMap<Integer, J> judged) {
        /** An end that is not what it was said to be; empty where both are. */
        Optional<J> wrongEnd() {
            if (judged.get(good).verdict() != RunVerdict.GOOD) {
                return Optional.of(judged.get(good));
            }
            return judged.get(bad).verdict() == RunVerdict.BAD ? Optional.empty() : Optional.of(judged.get(bad));
        }
    }

    private FirstBad(int count, IntFunction<J> judge) {
        if (count < 2) {
            throw new IllegalArgumentException("a good and a bad run are needed, found " + count);
        }
        this.count = count;
        this.judge = judge;
    }

    /**
     * Searches.
     *
     * @param count runs, 2 or more, the first of which is said to be good and the last to be bad
     * @param judge judges the run at a place from 0; each is asked for once at most
     */
    static <J extends Judged> Found<J> of(int count, IntFunction<J> judge) {
        return new FirstBad<>(count, judge).searched();
    }

    private Found<J> searched() {
        good = 0;
        bad = count - 1;
        for (Optional<Integer> next = nearestToTheMiddle(); next.isPresent(); next = nearestToTheMiddle()) {
            int place = next.get();
            switch (judged(place).verdict()) {
                case GOOD -> good = place;
                case BAD -> bad = place;
                case UNKNOWN -> {}
            }
        }
        judged(good);
        judged(bad);
        List<Integer> between =
                new ArrayList<>(judged.subMap(good, false, bad, false).keySet());
        return new Found<>(good, bad, between, judged);
    }

    private J judged(int place) {
        return judged.computeIfAbsent(place, judge::apply);
    }

    /** Among the runs between good and bad of which it is not known that nothing can be said; the earlier of two. */
    private Optional<Integer> nearestToTheMiddle() {
        int middle = good + (bad - good) / 2;
        return IntStream.range(good + 1, bad)
                .filter(place -> !judged.containsKey(place))
                .boxed()
                .min((one, other) -> Integer.compare(Math.abs(one - middle), Math.abs(other - middle)));
    }
}
