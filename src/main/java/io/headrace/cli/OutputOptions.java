package io.headrace.cli;

import picocli.CommandLine.Option;

/** How lists are shown. */
final class OutputOptions {
    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    boolean asJson() {
        return json;
    }
}
