package io.headrace.cli;

import picocli.CommandLine.Option;

/** The option of commands that change what others rely on. */
final class ReasonOption {
    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "The reason; it is kept for ever.")
    private String text;

    /** Why it is done. */
    String text() {
        return text;
    }
}
