package io.headrace.notice;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Adds a notice as a line to a file on this machine, unless it has it.
 *
 * <p>Half a line, left by a process that was killed, goes before the next one is added. Several processes take turns.
 */
final class AlertFile implements Courier {
    /** Of all files, as a process may lock a part of a file only once. */
    private static final Object TURN = new Object();

    private static final String BEGIN = "{\"alert\":";

    private final Path file;
    private final String name;

    /** @param name for messages */
    AlertFile(Path file, String name) {
        this.file = file;
        this.name = name;
    }

    @Override
    public Answer send(Notice notice) {
        synchronized (TURN) {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                try (FileChannel channel = FileChannel.open(
                                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    return lock.isValid() ? add(channel, notice) : Answer.failed(name + " cannot be locked");
                }
            } catch (IOException failure) {
                return Answer.refused(
                        name + " cannot be written: " + failure.getClass().getSimpleName());
            }
        }
    }

    private static Answer add(FileChannel channel, Notice notice) throws IOException {
        String there = text(channel);
        String whole = there.substring(0, there.lastIndexOf('\n') + 1);
        if (whole.contains("\"id\":\"" + notice.id() + "\"")) {
            return Answer.delivered("was there");
        }
        String rest = there.substring(whole.length());
        boolean isHalf = rest.startsWith(BEGIN) || BEGIN.startsWith(rest);
        if (isHalf) {
            channel.truncate(whole.length());
        }
        write(channel, (isHalf ? "" : "\n") + Bodies.json(notice) + "\n");
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
