package io.headrace.cli;

import io.headrace.spec.IngestSpec;
import io.headrace.spec.Project;
import java.util.Map;
import java.util.TreeMap;

/** The sources of a project. */
final class Sources {
    private Sources() {}

    /** Source to its job, by name. */
    static Map<String, IngestSpec> of(Project project) {
        Map<String, IngestSpec> sources = new TreeMap<>();
        project.jobs().values().forEach(job -> {
            if (job instanceof IngestSpec ingest) {
                sources.put(ingest.source(), ingest);
            }
        });
        return sources;
    }

    /** The job of a source; one that is not there is the user's mistake. */
    static IngestSpec required(Project project, String name) {
        Map<String, IngestSpec> sources = of(project);
        if (!sources.containsKey(name)) {
            throw CliErrors.unknownSource(name, sources.keySet());
        }
        return sources.get(name);
    }
}
