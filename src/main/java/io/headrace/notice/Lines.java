package io.headrace.notice;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Adds lines of JSON to a file on this machine, each once.
 *
 * <p>Half a line, left by a process that was killed, goes before the next one is added. Several processes take turns.
 */
public final class Lines {
    /** Of all files, as a process may lock a part of a file only once. */
    private static final Object TURN = new Object();

    private final Path file;
    private final String name;

    /** @param name for messages */
    public Lines(Path file, String name) {
        this.file = file;
        this.name = name;
    }

    /**
     * Adds a line unless it is there.
     *
     * @param marks texts of ASCII that no other line has all of
     * @param begin with which all lines begin
     */
    public Answer add(List<String> marks, String begin, String line) {
        synchronized (TURN) {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                try (FileChannel channel = FileChannel.open(
                                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    return lock.isValid()
                            ? add(channel, marks, begin, line)
                            : Answer.failed(name + " cannot be locked");
                }
            } catch (IOException failure) {
                return Answer.refused(
                        name + " cannot be written: " + failure.getClass().getSimpleName());
            }
        }
    }

    private static Answer add(FileChannel channel, List<String> marks, String begin, String line) throws IOException {
        String there = text(channel);
        String whole = there.substring(0, there.lastIndexOf('\n') + 1);
        if (whole.lines().anyMatch(other -> marks.stream().allMatch(other::contains))) {
            return Answer.delivered("was there");
        }
        String rest = there.substring(whole.length());
        boolean isHalf = rest.startsWith(begin) || begin.startsWith(rest);
        if (isHalf) {
            channel.truncate(whole.length());
        }
        write(channel, (isHalf ? "" : "\n") + line + "\n");
        channel.force(true);
        return Answer.delivered("added");
    }

    /** One byte is one character here, so that lengths agree whatever the file holds. */
    private static String text(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        boolean isMore = true;
        while (isMore && bytes.hasRemaining()) {
            isMore = channel.read(bytes) >= 0;
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.position(channel.size());
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
