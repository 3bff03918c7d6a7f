package io.headrace.cipher;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The keys of persons as they rest, by their names; of a destroyed one the name alone. Some 90 bytes for each person, in a few arrays: they
 * go to each executor at once.
 */
public final class WrappedKeys implements Serializable {
    /** None. */
    public static final WrappedKeys NONE = new Builder(0).build();

    /** AES-GCM: 12 bytes of nonce, 32 of key, 16 of tag. */
    static final int WRAPPED = 60;

    private static final long serialVersionUID = 1L;
    private static final int CHUNK = 1 << 20;

    private final int[] slots;
    private final long[] names;
    private final byte[][] wrapped;
    private final int size;

    private WrappedKeys(int[] slots, long[] names, byte[][] wrapped, int size) {
        this.slots = slots;
        this.names = names;
        this.wrapped = wrapped;
        this.size = size;
    }

    /** How many there are, destroyed ones too. */
    public int size() {
        return size;
    }

    /** Whether there is or was a key of the name. */
    boolean knows(KeyId id) {
        return find(id) >= 0;
    }

    /** The key, wrapped; null where it was destroyed or never was. */
    byte[] of(KeyId id) {
        int at = find(id);
        if (at < 0) {
            return null;
        }
        int from = (at % CHUNK) * WRAPPED;
        byte[] key = Arrays.copyOfRange(wrapped[at / CHUNK], from, from + WRAPPED);
        return isEmpty(key) ? null : key;
    }

    private static boolean isEmpty(byte[] key) {
        for (byte part : key) {
            if (part != 0) {
                return false;
            }
        }
        return true;
    }

    private int find(KeyId id) {
        int mask = slots.length - 1;
        int slot = (int) id.low() & mask;
        while (slots[slot] != 0) {
            int at = slots[slot] - 1;
            if (names[2 * at] == id.high() && names[2 * at + 1] == id.low()) {
                return at;
            }
            slot = (slot + 1) & mask;
        }
        return -1;
    }

    /** Collects keys; of two rows of one name the later one counts. */
    public static final class Builder {
        private final int[] slots;
        private final long[] names;
        private final byte[][] wrapped;
        private int size;

        /**
         * Of none yet.
         *
         * @param most how many rows there are at most
         */
        public Builder(int most) {
            slots = new int[Integer.highestOneBit(Math.max(8, most)) * 4];
            names = new long[2 * most];
            wrapped = new byte[(most + CHUNK - 1) / CHUNK][];
            for (int chunk = 0; chunk < wrapped.length; chunk++) {
                wrapped[chunk] = new byte[Math.min(CHUNK, most - chunk * CHUNK) * WRAPPED];
            }
        }

        /**
         * Adds a key.
         *
         * @param name 32 hexadecimal digits
         * @param key as it rests; null where it was destroyed
         */
        public void add(String name, byte[] key) {
            KeyId id = KeyId.of(HexFormat.of().parseHex(name), 0);
            int mask = slots.length - 1;
            int slot = (int) id.low() & mask;
            while (slots[slot] != 0) {
                int at = slots[slot] - 1;
                if (names[2 * at] == id.high() && names[2 * at + 1] == id.low()) {
                    put(at, key);
                    return;
                }
                slot = (slot + 1) & mask;
            }
            names[2 * size] = id.high();
            names[2 * size + 1] = id.low();
            put(size, key);
            size++;
            slots[slot] = size;
        }

        private void put(int at, byte[] key) {
            byte[] put = key == null ? new byte[WRAPPED] : key;
            System.arraycopy(put, 0, wrapped[at / CHUNK], (at % CHUNK) * WRAPPED, WRAPPED);
        }

        /** The keys. */
        public WrappedKeys build() {
            return new WrappedKeys(slots, names, wrapped, size);
        }
    }
}
