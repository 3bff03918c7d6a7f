package io.headrace.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A project: all its jobs and feature views. Free of problems by construction: the reader refuses anything else.
 *
 * @param jobs by name
 * @param views by name
 * @param texts every SQL text of its files
 */
public record Project(
        Places places,
        NavigableMap<String, JobSpec> jobs,
        NavigableMap<String, FeatureView> views,
        List<SqlText> texts) {
    public Project {
        Objects.requireNonNull(places, "places");
        jobs = java.util.Collections.unmodifiableNavigableMap(new TreeMap<>(jobs));
        views = java.util.Collections.unmodifiableNavigableMap(new TreeMap<>(views));
        texts = List.copyOf(texts);
    }

    /** The job of that name. */
    public Optional<JobSpec> job(String name) {
        return Optional.ofNullable(jobs.get(name));
    }

    /** The ingest job that writes the table, if one does. */
    public Optional<IngestSpec> sourceOf(TableName table) {
        return jobs.values().stream()
                .filter(IngestSpec.class::isInstance)
                .map(IngestSpec.class::cast)
                .filter(job -> job.writes().contains(table))
                .findFirst();
    }

    /** For each job the jobs it needs: those that write a table it reads. */
    public NavigableMap<String, NavigableSet<String>> upstream() {
        Map<TableName, String> writers = new TreeMap<>();
        jobs.values().forEach(job -> job.writes().forEach(table -> writers.put(table, job.name())));
        NavigableMap<String, NavigableSet<String>> result = new TreeMap<>();
        for (JobSpec job : jobs.values()) {
            NavigableSet<String> needed = new TreeSet<>();
            job.reads().stream().map(writers::get).filter(Objects::nonNull).forEach(needed::add);
            result.put(job.name(), needed);
        }
        return result;
    }

    /** The jobs in an order in which each comes after those it needs; by name where the order is free. */
    public List<JobSpec> inOrder() {
        NavigableMap<String, NavigableSet<String>> waiting = new TreeMap<>(upstream());
        List<JobSpec> order = new ArrayList<>();
        NavigableSet<String> done = new TreeSet<>();
        while (!waiting.isEmpty()) {
            String next = waiting.keySet().stream()
                    .filter(name -> done.containsAll(waiting.get(name)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the jobs need each other in a circle: " + waiting));
            waiting.remove(next);
            done.add(next);
            order.add(jobs.get(next));
        }
        return order;
    }
}
