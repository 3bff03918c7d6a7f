package io.headrace.features.windows;

import io.headrace.spec.Aggregate;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.datasketches.hash.MurmurHash3;

/**
 * The number of different values by a HyperLogLog sketch of 2^12 registers: 1.6 % standard error.
 *
 * <p>A value's hash names a register and a rank; a register holds the largest rank of its values. The estimate from the registers
 * is that of O. Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", 2017, section 4. A moving window counts how
 * often each rank reached each register, and so can forget; its estimate is the same as that of a new sketch.
 */
final class Registers implements Aggregator<int[]> {
    private static final int INDEX_BITS = 12;
    private static final int RANKS = 64 - INDEX_BITS + 1;
    private static final int REGISTERS = 1 << INDEX_BITS;
    private static final int RANK_BITS = 6;
    private static final long SEED = 9001;

    /** A register and a rank in one number, the rank in the last six bits. */
    @Override
    public int[] of(Object value, long micros) {
        byte[] text = value.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        long hash = MurmurHash3.hash(text.length == 0 ? new byte[1] : text, SEED)[0];
        int register = (int) (hash >>> (64 - INDEX_BITS));
        int rank = Math.min(RANKS, Long.numberOfLeadingZeros(hash << INDEX_BITS) + 1);
        return new int[] {register << RANK_BITS | rank};
    }

    private static int register(int coupon) {
        return coupon >>> RANK_BITS;
    }

    private static int rank(int coupon) {
        return coupon & ((1 << RANK_BITS) - 1);
    }

    /** Both are in the order of their registers, each of which is in a partial once. */
    @Override
    public int[] merge(int[] earlier, int[] later) {
        int[] merged = new int[earlier.length + later.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < earlier.length || j < later.length) {
            int one = i < earlier.length ? register(earlier[i]) : REGISTERS;
            int other = j < later.length ? register(later[j]) : REGISTERS;
            if (one == other) {
                merged[size++] = Math.max(earlier[i++], later[j++]);
            } else {
                merged[size++] = one < other ? earlier[i++] : later[j++];
            }
        }
        return Arrays.copyOf(merged, size);
    }

    @Override
    public void write(int[] partial, DataOutput out) throws IOException {
        out.writeInt(partial.length);
        for (int coupon : partial) {
            out.writeInt(coupon);
        }
    }

    @Override
    public int[] read(DataInput in) throws IOException {
        int[] partial = new int[in.readInt()];
        for (int i = 0; i < partial.length; i++) {
            partial[i] = in.readInt();
        }
        return partial;
    }

    @Override
    public Running<int[]> running() {
        return new Moving();
    }

    private static final class Moving implements Running<int[]> {
        private final Map<Integer, Integer> times = new HashMap<>();
        private final Map<Integer, Integer> best = new HashMap<>();
        private final int[] registersOfRank = new int[RANKS + 1];

        private Moving() {
            registersOfRank[0] = REGISTERS;
        }

        @Override
        public void clear() {
            times.clear();
            best.clear();
            Arrays.fill(registersOfRank, 0);
            registersOfRank[0] = REGISTERS;
        }

        @Override
        public void add(int[] partial) {
            for (int coupon : partial) {
                times.merge(coupon, 1, Integer::sum);
                int before = best.getOrDefault(register(coupon), 0);
                if (rank(coupon) > before) {
                    holds(register(coupon), before, rank(coupon));
                }
            }
        }

        @Override
        public void remove(int[] partial) {
            for (int coupon : partial) {
                boolean gone =
                        times.merge(coupon, -1, (one, other) -> one + other == 0 ? null : (Integer) (one + other))
                                == null;
                if (gone && best.get(register(coupon)) == rank(coupon)) {
                    holds(register(coupon), rank(coupon), nextBest(coupon));
                }
            }
        }

        private int nextBest(int coupon) {
            int next = coupon - 1;
            while (rank(next) > 0 && !times.containsKey(next)) {
                next--;
            }
            return rank(next);
        }

        private void holds(int register, int before, int rank) {
            registersOfRank[before]--;
            registersOfRank[rank]++;
            if (rank == 0) {
                best.remove(register);
            } else {
                best.put(register, rank);
            }
        }

        @Override
        public Object value(Aggregate aggregate, long asOfMicros) {
            return Math.round(estimate(registersOfRank));
        }
    }

    /** @param registersOfRank how many registers hold each rank, 0 for those without a value */
    static double estimate(int... registersOfRank) {
        double registers = Arrays.stream(registersOfRank).sum();
        double z = registers * tau(1 - registersOfRank[RANKS] / registers);
        for (int rank = RANKS - 1; rank >= 1; rank--) {
            z = (z + registersOfRank[rank]) / 2;
        }
        z += registers * sigma(registersOfRank[0] / registers);
        return registers * registers / (2 * Math.log(2) * z);
    }

    private static double sigma(double share) {
        if (share == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = share;
        double y = 1;
        double z = x;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (z != before);
        return z;
    }

    private static double tau(double share) {
        if (share == 0 || share == 1) {
            return 0;
        }
        double x = share;
        double y = 1;
        double z = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y /= 2;
            z -= (1 - x) * (1 - x) * y;
        } while (z != before);
        return z / 3;
    }
}
