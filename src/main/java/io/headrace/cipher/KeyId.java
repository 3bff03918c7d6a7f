package io.headrace.cipher;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The name of a person's key: 128 bits. */
record KeyId(long high, long low) {
    static final int BYTES = 16;

    static KeyId of(byte[] bytes, int from) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, BYTES);
        return new KeyId(buffer.getLong(), buffer.getLong());
    }

    static KeyId parse(String hex) {
        return of(HexFormat.of().parseHex(hex), 0);
    }

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
