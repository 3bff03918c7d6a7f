package io.headrace.privacy.search;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Looks for values in every file below a folder, hidden ones too: in its name, its bytes, what gzip unpacks, and in the columns and footers of
 * Parquet, checkpoints of Delta Lake among them.
 *
 * <p>Texts are found in any case of the letters of ASCII, in UTF-8, Latin 1 and UTF-16, and as JSON escapes them. Not found is what was encrypted, hashed, cut
 * in pieces or written in Base64. Files packed otherwise are listed as not read.
 */
public final class FolderSearch {
    private static final int CHUNK = 1 << 20;
    private static final byte[] PARQUET = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** First bytes of what is not unpacked here: zstd, bzip2, xz, zip, 7-zip. */
    private static final List<byte[]> PACKED = List.of(
            bytes(0x28, 0xB5, 0x2F, 0xFD),
            bytes('B', 'Z', 'h'),
            bytes(0xFD, '7', 'z', 'X', 'Z'),
            bytes('P', 'K', 3, 4),
            bytes('7', 'z', 0xBC, 0xAF));

    private final Needles needles;
    private final Configuration hadoop;
    private final List<Hit> hits = new ArrayList<>();
    private final Map<String, String> unread = new TreeMap<>();
    private long files;
    private long bytes;

    /** A search for these values. */
    public FolderSearch(Needles needles, Configuration hadoop) {
        this.needles = Objects.requireNonNull(needles, "needles");
        this.hadoop = Objects.requireNonNull(hadoop, "hadoop");
    }

    /** Searches all files below the folder, or one file; finds nothing where nothing is. */
    public SearchReport search(Path folder) throws IOException {
        return search(folder, file -> true);
    }

    /** The same for files whose paths below the folder are wanted. */
    public SearchReport search(Path folder, Predicate<String> wanted) throws IOException {
        FileSystem system = raw(folder.getFileSystem(hadoop));
        if (system.exists(folder)) {
            FileStatus top = system.getFileStatus(folder);
            visit(system, top, top.getPath(), wanted);
        }
        SearchReport report = new SearchReport(files, bytes, hits, new TreeMap<>(unread));
        hits.clear();
        unread.clear();
        files = 0;
        bytes = 0;
        return report;
    }

    /** Hadoop hides its checksum files on local disk; they are files too. */
    private static FileSystem raw(FileSystem system) {
        return system instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : system;
    }

    private void visit(FileSystem system, FileStatus entry, Path top, Predicate<String> wanted) throws IOException {
        if (entry.isDirectory()) {
            for (FileStatus child : system.listStatus(entry.getPath())) {
                visit(system, child, top, wanted);
            }
            return;
        }
        String relative = relative(top, entry.getPath());
        if (wanted.test(relative)) {
            files++;
            bytes += entry.getLen();
            file(system, entry, relative);
        }
    }

    private static String relative(Path top, Path file) {
        return top.equals(file)
                ? file.getName()
                : top.toUri().relativize(file.toUri()).getPath();
    }

    private void file(FileSystem system, FileStatus entry, String relative) {
        Tally name = new Tally();
        needles.in(relative.getBytes(StandardCharsets.UTF_8), name);
        hits.addAll(name.hits(relative, Hit.Place.NAME, ""));
        try {
            byte[] head = head(system, entry);
            Tally plain = new Tally();
            try (FSDataInputStream in = system.open(entry.getPath())) {
                stream(in, plain);
            }
            hits.addAll(plain.hits(relative, Hit.Place.BYTES, ""));
            within(system, entry, relative, head);
        } catch (IOException | RuntimeException broken) {
            unread.put(relative, reason(broken));
        }
    }

    /** A message may quote what could not be read. */
    private static String reason(Exception broken) {
        return "it cannot be read (" + broken.getClass().getSimpleName() + ")";
    }

    private static byte[] head(FileSystem system, FileStatus entry) throws IOException {
        try (FSDataInputStream in = system.open(entry.getPath())) {
            return in.readNBytes(8);
        }
    }

    private void within(FileSystem system, FileStatus entry, String relative, byte[] head) throws IOException {
        if (begins(head, PARQUET)) {
            hits.addAll(new ParquetSearch(needles, hadoop).search(entry, relative));
        } else if (begins(head, bytes(0x1F, 0x8B))) {
            Tally unpacked = new Tally();
            try (InputStream in = new GZIPInputStream(new BufferedInputStream(system.open(entry.getPath())))) {
                stream(in, unpacked);
            } catch (ZipException notGzip) {
                unread.put(relative, "it looks like gzip and cannot be unpacked");
            }
            hits.addAll(unpacked.hits(relative, Hit.Place.UNPACKED, ""));
        } else if (PACKED.stream().anyMatch(packed -> begins(head, packed))) {
            unread.put(relative, "it is packed in a way that is not unpacked here");
        }
    }

    private static boolean begins(byte[] head, byte[] wanted) {
        return head.length >= wanted.length
                && java.util.Arrays.equals(head, 0, wanted.length, wanted, 0, wanted.length);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** Reads in parts; each part is looked at with one byte before it and as many behind it as the longest text has. */
    private void stream(InputStream in, Tally found) throws IOException {
        int overlap = needles.longest() + 1;
        byte[] buffer = new byte[1 + CHUNK + overlap];
        int begin = 0;
        int end = 0;
        while (true) {
            int read = in.readNBytes(buffer, end, buffer.length - end);
            for (int i = end; i < end + read; i++) {
                buffer[i] = ByteText.small(buffer[i]);
            }
            end += read;
            boolean last = end < buffer.length;
            int to = last ? end : end - overlap;
            needles.in(buffer, begin, to, end, found);
            if (last) {
                return;
            }
            System.arraycopy(buffer, to - 1, buffer, 0, end - to + 1);
            end = end - to + 1;
            begin = 1;
        }
    }
}
