package io.headrace.table;

import io.headrace.table.FileHistory.DataFile;
import io.headrace.table.FileHistory.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Put together from the commits of a log, in order: from which version to which each file was shown. */
final class FileLives {
    /** Where a file came in before the log begins. */
    private static final long BEFORE = 0;

    private final Map<String, Life> byPath = new TreeMap<>();

    private static final class Life {
        private final long bytes;
        private final Map<String, String> partition;
        private final List<Span> ended = new ArrayList<>();
        private long since = -1;

        Life(long bytes, Map<String, String> partition) {
            this.bytes = bytes;
            this.partition = partition;
        }

        void end(long version, Instant at) {
            ended.add(new Span(since, version, at));
            since = -1;
        }

        DataFile file(String path) {
            if (since >= 0) {
                end(Long.MAX_VALUE, Instant.MAX);
            }
            return new DataFile(path, bytes, partition, ended);
        }
    }

    /** A commit names it as a part of the table; one that is there already has only other statistics. */
    void added(String path, long bytes, Map<String, String> partition, long version) {
        Life life = byPath.computeIfAbsent(path, any -> new Life(bytes, partition));
        if (life.since < 0) {
            life.since = version;
        }
    }

    /** A commit takes it out; one that no commit before has named was there before the log begins. */
    void removed(String path, long bytes, Map<String, String> partition, long version, Instant at) {
        Life life = byPath.computeIfAbsent(path, any -> before(bytes, partition));
        if (life.since >= 0) {
            life.end(version, at);
        }
    }

    /** The newest version shows it. */
    void shown(String path, long bytes, Map<String, String> partition) {
        byPath.computeIfAbsent(path, any -> before(bytes, partition));
    }

    private static Life before(long bytes, Map<String, String> partition) {
        Life life = new Life(bytes, partition);
        life.since = BEFORE;
        return life;
    }

    /** All that were named. */
    Collection<DataFile> files() {
        List<DataFile> files = new ArrayList<>();
        byPath.forEach((path, life) -> files.add(life.file(path)));
        return files;
    }
}
