package io.headrace.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a process prints, read to its end: a process whose output nobody reads comes to a stand. */
final class ProcessOutput {
    private final BufferedReader lines;

    private ProcessOutput(BufferedReader lines) {
        this.lines = lines;
    }

    static ProcessOutput of(Process process) {
        return new ProcessOutput(
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    /**
     * Waits for a line that holds the word and returns it; what comes later is read and dropped.
     *
     * @throws IllegalStateException with all that was printed if the process ends without such a line
     */
    String waitFor(String word) throws IOException {
        List<String> said = new ArrayList<>();
        String line = lines.readLine();
        while (line != null && !line.contains(word)) {
            said.add(line);
            line = lines.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("ended without \"" + word + "\": " + String.join("\n", said));
        }
        Thread reader = new Thread(this::readOn, "output");
        reader.setDaemon(true);
        reader.start();
        return line;
    }

    private void readOn() {
        try {
            while (lines.readLine() != null) {}
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }
}
