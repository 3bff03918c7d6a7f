package io.headrace.ingest.text;

import io.headrace.spec.RawLimits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What comes out of an archive, as long as it is not much more than went in. */
final class LimitedUnpacking extends FilterInputStream {
    private final Counted packed;
    private final RawLimits limits;
    private long unpacked;

    private LimitedUnpacking(InputStream unpacked, Counted packed, RawLimits limits) {
        super(unpacked);
        this.packed = packed;
        this.limits = limits;
    }

    interface Unpacking {
        InputStream of(InputStream packed) throws IOException;
    }

    static InputStream of(InputStream bytes, Unpacking unpacking, RawLimits limits) throws IOException {
        Counted packed = new Counted(bytes);
        return new LimitedUnpacking(unpacking.of(packed), packed, limits);
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        count(skipped);
        return skipped;
    }

    private void count(long bytes) throws IOException {
        unpacked += bytes;
        if (unpacked > ((long) limits.unpackedMebibytes() << 20)) {
            throw new IOException(
                    "it unpacks to more than files.limits.unpacked-mebibytes = " + limits.unpackedMebibytes());
        }
        if (unpacked > RawLimits.FREE_BYTES && unpacked / limits.unpackedRatio() > packed.bytes) {
            throw new IOException("it unpacks to more than files.limits.unpacked-ratio = " + limits.unpackedRatio()
                    + " times its size");
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Counts what is taken from the archive. */
    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            bytes += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            bytes += Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = super.skip(count);
            bytes += skipped;
            return skipped;
        }
    }
}
