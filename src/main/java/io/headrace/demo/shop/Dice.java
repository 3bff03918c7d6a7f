package io.headrace.demo.shop;

/**
 * A small random source whose numbers depend on its seed and its calls alone.
 *
 * <p>Each draw of the generator has its own dice, named by seed, purpose and up to two keys (customer, day). So a longer
 * run or another order of work changes no earlier draw. The sequence is SplitMix64 (Steele, Lea, Flood: Fast Splittable
 * Pseudorandom Number Generators, 2014); logarithms and cosines are those of {@link StrictMath}, equal on every machine.
 */
final class Dice {
    /** What a draw is for; the name is part of the seed, so renaming one changes the shop. */
    enum Purpose {
        CATALOGUE,
        PERSON,
        TRAITS,
        PURCHASE,
        ORDER,
        CANCELLATION,
        ARM,
        REDEMPTION,
        WALK_IN,
        CHANNEL,
        DAMAGE
    }

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

    private long state;

    private Dice(long state) {
        this.state = state;
    }

    static Dice of(long seed, Purpose purpose, long firstKey, long secondKey) {
        long state = mix(seed + GOLDEN_GAMMA);
        state = mix(state ^ (purpose.name().hashCode() * GOLDEN_GAMMA));
        state = mix(state ^ (firstKey * GOLDEN_GAMMA));
        return new Dice(mix(state ^ (secondKey * GOLDEN_GAMMA)));
    }

    /** Uniform in [0, 1). */
    double uniform() {
        return (next() >>> 11) * TWO_TO_MINUS_53;
    }

    boolean chance(double probability) {
        return uniform() < probability;
    }

    /** A whole number in [0, bound). */
    int below(int bound) {
        return (int) (uniform() * bound);
    }

    /** A standard normal value (Box and Muller, 1958). */
    double normal() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
        return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
    }

    /** A Poisson count: how many exponential waiting times fit into the mean. */
    int poisson(double mean) {
        int count = -1;
        for (double elapsed = 0; elapsed <= mean; count++) {
            elapsed -= StrictMath.log(1 - uniform());
        }
        return count;
    }

    private long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
