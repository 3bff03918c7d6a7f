package io.headrace.notice;

import java.nio.file.Path;
import java.util.List;

/** Adds a notice as a line to a file on this machine, unless it has it. */
final class AlertFile implements Courier {
    private static final String BEGIN = "{\"alert\":";

    private final Lines lines;

    /** @param name for messages */
    AlertFile(Path file, String name) {
        this.lines = new Lines(file, name);
    }

    @Override
    public Answer send(Notice notice) {
        return lines.add(List.of("\"id\":\"" + notice.id() + "\""), BEGIN, Bodies.json(notice));
    }
}
