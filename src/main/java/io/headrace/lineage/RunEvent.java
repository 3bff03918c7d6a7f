package io.headrace.lineage;

import io.headrace.lineage.Quality.Assertion;
import io.headrace.lineage.Quality.Result;
import io.headrace.run.Digest;
import io.headrace.run.Intent;
import io.headrace.run.Json;
import io.headrace.run.RunContext;
import io.headrace.spec.CalendarDays;
import io.headrace.spec.JobSpec;
import io.headrace.spec.TableName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * An event of a run in the JSON of OpenLineage 2-0-2. The same run has the same id in each event of each attempt.
 *
 * <p>Of failures the code is told, not the message, which may hold values.
 */
final class RunEvent {
    /** With which each event begins, as its fields are sorted. */
    static final String BEGIN = "{\"eventTime\":";

    private static final String SPEC = "https://openlineage.io/spec/";

    /** What happened to the run. */
    enum Type {
        START,
        COMPLETE,
        FAIL
    }

    private final EventSource source;
    private final JobSpec job;
    private final Intent intent;
    private final RunContext context;

    RunEvent(EventSource source, JobSpec job, Intent intent, RunContext context) {
        this.source = source;
        this.job = job;
        this.intent = intent;
        this.context = context;
    }

    /** Texts that together only this event has. */
    List<String> marks(Type type) {
        return List.of("\"eventType\":\"" + type + "\"", "\"runId\":\"" + runId() + "\"");
    }

    /** Each attempt says the same. */
    String started() {
        return event(
                Type.START,
                Instant.EPOCH.plus(intent.createdMicros(), ChronoUnit.MICROS),
                Map.of(),
                datasets(job.reads(), intent.inputs(), Map.of()),
                datasets(job.writes(), Map.of(), Map.of()));
    }

    /**
     * @param outputs table to version
     * @param quality what was found of tables that were read
     */
    String completed(Map<String, Long> outputs, Map<TableName, Quality> quality) {
        TreeSet<TableName> read = new TreeSet<>(job.reads());
        read.addAll(quality.keySet());
        Map<String, Object> facets = new TreeMap<>();
        List<Map<String, Object>> skipped = skipped(quality);
        if (!skipped.isEmpty()) {
            facets.put("test", facet("1-0-1", "TestRunFacet", Map.of("tests", skipped)));
        }
        return event(
                Type.COMPLETE,
                context.now(),
                facets,
                datasets(read, intent.inputs(), quality),
                datasets(job.writes(), outputs, Map.of()));
    }

    /** @param code of the failure */
    String failed(String code) {
        return event(
                Type.FAIL,
                context.now(),
                Map.of(
                        "errorMessage",
                        facet("1-0-1", "ErrorMessageRunFacet", Map.of("message", code, "programmingLanguage", "JAVA"))),
                datasets(job.reads(), intent.inputs(), Map.of()),
                datasets(job.writes(), Map.of(), Map.of()));
    }

    private String event(
            Type type,
            Instant at,
            Map<String, Object> facets,
            List<Map<String, Object>> inputs,
            List<Map<String, Object>> outputs) {
        Map<String, Object> run = new TreeMap<>(facets);
        run.put(
                "nominalTime",
                facet(
                        "1-0-1",
                        "NominalTimeRunFacet",
                        Map.of(
                                "nominalStartTime",
                                CalendarDays.begin(context.date(), context.zone())
                                        .toString(),
                                "nominalEndTime",
                                context.asOf().toString())));
        run.put(
                "processing_engine",
                facet("1-1-1", "ProcessingEngineRunFacet", Map.of("name", "headrace", "version", source.version())));
        Map<String, Object> event = new TreeMap<>();
        event.put("eventType", type.name());
        event.put("eventTime", at.toString());
        event.put("producer", source.producer());
        event.put("schemaURL", SPEC + "2-0-2/OpenLineage.json#/$defs/RunEvent");
        event.put("run", Map.of("runId", runId(), "facets", run));
        event.put("job", job());
        event.put("inputs", inputs);
        event.put("outputs", outputs);
        return Json.write(event);
    }

    private Map<String, Object> job() {
        Map<String, Object> type = facet(
                "2-0-4",
                "JobTypeJobFacet",
                Map.of(
                        "processingType",
                        "BATCH",
                        "integration",
                        "HEADRACE",
                        "jobType",
                        job.kind().toUpperCase(Locale.ROOT)));
        Map<String, Object> owner = facet(
                "1-0-1",
                "OwnershipJobFacet",
                Map.of("owners", List.of(Map.of("name", job.header().owner()))));
        return Map.of(
                "namespace",
                source.namespace(),
                "name",
                job.name(),
                "facets",
                Map.of("jobType", type, "ownership", owner));
    }

    /** Of the namespace, the lake, the job, the date and the generation. */
    private String runId() {
        return UUID.nameUUIDFromBytes(Digest.of(String.join("\n", source.namespace(), source.lake(), intent.runId()))
                        .getBytes(StandardCharsets.US_ASCII))
                .toString();
    }

    private List<Map<String, Object>> datasets(
            Collection<TableName> named, Map<String, Long> versions, Map<TableName, Quality> quality) {
        TreeSet<String> names = new TreeSet<>(versions.keySet());
        named.forEach(table -> names.add(table.toString()));
        SortedMap<String, Quality> found = new TreeMap<>();
        quality.forEach((table, of) -> found.put(table.toString(), of));
        return names.stream()
                .map(name ->
                        dataset(name, Optional.ofNullable(versions.get(name)), Optional.ofNullable(found.get(name))))
                .toList();
    }

    private Map<String, Object> dataset(String name, Optional<Long> version, Optional<Quality> quality) {
        SortedMap<String, Object> dataset = new TreeMap<>(source.dataset(name));
        version.ifPresent(of -> dataset.put(
                "facets",
                Map.of(
                        "version",
                        facet("1-0-1", "DatasetVersionDatasetFacet", Map.of("datasetVersion", of.toString())))));
        quality.ifPresent(of -> dataset.put("inputFacets", facets(of)));
        return dataset;
    }

    private Map<String, Object> facets(Quality quality) {
        Map<String, Object> metrics = new TreeMap<>();
        quality.rows().ifPresent(rows -> metrics.put("rowCount", rows));
        Map<String, Object> columns = new TreeMap<>();
        quality.columns()
                .forEach((name, counted) ->
                        columns.put(name, Map.of("count", counted.values(), "nullCount", counted.missing())));
        metrics.put("columnMetrics", columns);
        List<Map<String, Object>> assertions = quality.assertions().stream()
                .filter(assertion -> assertion.result() != Result.SKIP)
                .map(RunEvent::asserted)
                .toList();
        return Map.of(
                "dataQualityMetrics",
                facet("1-0-3", "DataQualityMetricsInputDatasetFacet", metrics),
                "dataQualityAssertions",
                facet("1-1-0", "DataQualityAssertionsDatasetFacet", Map.of("assertions", assertions)));
    }

    /** Nothing that is judged stops a run: the severity is always to warn. */
    private static Map<String, Object> asserted(Assertion assertion) {
        Map<String, Object> fields = said(assertion);
        fields.put("assertion", assertion.assertion());
        fields.put("success", assertion.result() == Result.PASS);
        if (!assertion.column().isEmpty()) {
            fields.put("column", assertion.column());
        }
        return fields;
    }

    /** An assertion either holds or does not; of what nothing can be said is a test that was not made. */
    private static List<Map<String, Object>> skipped(Map<TableName, Quality> quality) {
        List<Map<String, Object>> tests = new ArrayList<>();
        new TreeMap<>(quality)
                .forEach((table, found) -> found.assertions().stream()
                        .filter(assertion -> assertion.result() == Result.SKIP)
                        .forEach(assertion -> {
                            Map<String, Object> fields = said(assertion);
                            fields.put("type", assertion.assertion());
                            fields.put("status", "skip");
                            tests.add(fields);
                        }));
        return tests;
    }

    private static Map<String, Object> said(Assertion assertion) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("name", assertion.name());
        fields.put("severity", "warn");
        fields.put("params", assertion.parameters());
        if (!assertion.expected().isEmpty()) {
            fields.put("expected", assertion.expected());
        }
        if (!assertion.actual().isEmpty()) {
            fields.put("actual", assertion.actual());
        }
        return fields;
    }

    private Map<String, Object> facet(String version, String name, Map<String, ?> fields) {
        Map<String, Object> facet = new TreeMap<>(fields);
        facet.put("_producer", source.producer());
        facet.put("_schemaURL", SPEC + "facets/" + version + "/" + name + ".json#/$defs/" + name);
        return facet;
    }
}
