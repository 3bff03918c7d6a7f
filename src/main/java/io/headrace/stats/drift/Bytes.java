package io.headrace.stats.drift;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Bytes that grow as they are written: whole numbers as varints, all else big-endian. */
final class Bytes {
    private static final int LONGEST_COUNT = 9;

    private byte[] bytes = new byte[512];
    private int used;

    void writeByte(int value) {
        need(1);
        bytes[used++] = (byte) value;
    }

    /** A whole number, 0 or more. */
    void writeCount(long count) {
        need(LONGEST_COUNT);
        long left = count;
        while (left >= 0x80) {
            bytes[used++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[used++] = (byte) left;
    }

    void writeLong(long value) {
        need(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(used, value);
        used += Long.BYTES;
    }

    void writeDouble(double value) {
        writeLong(Double.doubleToLongBits(value));
    }

    void writeText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        writeCount(utf8.length);
        need(utf8.length);
        System.arraycopy(utf8, 0, bytes, used, utf8.length);
        used += utf8.length;
    }

    /** All that was written, ended by its check sum. */
    byte[] checked() {
        need(Integer.BYTES);
        ByteBuffer.wrap(bytes).putInt(used, checkSum(bytes, used));
        return Arrays.copyOf(bytes, used + Integer.BYTES);
    }

    private void need(int more) {
        if (used + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, used + more));
        }
    }

    /** What {@link #checked()} handed out, without its check sum. */
    static ByteBuffer checked(byte[] bytes) {
        int length = bytes.length - Integer.BYTES;
        if (length < 0 || ByteBuffer.wrap(bytes).getInt(length) != checkSum(bytes, length)) {
            throw new IllegalArgumentException("the check sum of " + bytes.length + " bytes is wrong");
        }
        return ByteBuffer.wrap(bytes, 0, length);
    }

    private static int checkSum(byte[] bytes, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }

    static long readCount(ByteBuffer in) {
        long count = 0;
        for (int shift = 0; shift < 7 * LONGEST_COUNT; shift += 7) {
            byte next = in.get();
            count |= (next & 0x7FL) << shift;
            if (next >= 0) {
                if (next == 0 && shift > 0) {
                    throw new IllegalArgumentException("a whole number has more bytes than it needs");
                }
                return count;
            }
        }
        throw new IllegalArgumentException("a whole number is too long");
    }

    static String readText(ByteBuffer in) {
        byte[] utf8 = new byte[(int) Math.min(readCount(in), in.remaining() + 1L)];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
