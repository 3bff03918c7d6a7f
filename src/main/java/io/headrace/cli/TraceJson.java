package io.headrace.cli;

import io.headrace.trace.FileTrace;
import io.headrace.trace.FileTrace.TakenIn;
import io.headrace.trace.FileTrace.Touched;
import io.headrace.trace.ScoreTrace;
import io.headrace.trace.ScoreTrace.FilePart;
import io.headrace.trace.ScoreTrace.LabelledRow;
import io.headrace.trace.ScoreTrace.Source;
import java.util.LinkedHashMap;
import java.util.Map;

/** Traces as JSON, by the schemas in {@code docs/schemas}. */
final class TraceJson {
    private TraceJson() {}

    static Map<String, Object> of(ScoreTrace trace) {
        return object(
                "score", score(trace.score()),
                "model", model(trace.model()),
                "features", features(trace.features()),
                "sources", trace.sources().stream().map(TraceJson::source).toList());
    }

    private static Map<String, Object> score(ScoreTrace.Score score) {
        return object(
                "table", score.table(),
                "as_of", score.asOf(),
                "entity", score.entity(),
                "run_id", score.run(),
                "version", score.version(),
                "values", score.values());
    }

    private static Map<String, Object> model(ScoreTrace.Model model) {
        return object(
                "name", model.name(),
                "version", model.version(),
                "digest", model.digest(),
                "run_id", model.run(),
                "rows", model.rows(),
                "of_entity", model.ofEntity().stream().map(TraceJson::row).toList(),
                "inputs", model.inputs());
    }

    private static Map<String, Object> row(LabelledRow row) {
        return object("as_of", row.asOf(), "split", row.split(), "label", row.label());
    }

    private static Map<String, Object> features(ScoreTrace.Features features) {
        return object(
                "table", features.table(),
                "version", features.version(),
                "definition", features.definition(),
                "run_id", features.run(),
                "values", features.values());
    }

    private static Map<String, Object> source(Source source) {
        return object(
                "input", source.input(),
                "table", source.table(),
                "version", source.version(),
                "shown_to_all", source.shownToAll(),
                "rows", source.rows(),
                "files", source.files().stream().map(TraceJson::part).toList());
    }

    private static Map<String, Object> part(FilePart part) {
        return object(
                "path", part.path(),
                "run_id", part.run(),
                "rows", part.rows(),
                "first", part.first(),
                "last", part.last(),
                "digest", part.digest());
    }

    static Map<String, Object> of(FileTrace trace) {
        return object(
                "path", trace.path(),
                "taken_in", trace.takenIn().stream().map(TraceJson::taken).toList(),
                "scores", trace.scores().stream().map(TraceJson::touched).toList(),
                "versions", trace.versions().stream().map(TraceJson::touched).toList());
    }

    private static Map<String, Object> taken(TakenIn taken) {
        return object("table", taken.table(), "run_id", taken.run(), "rows", taken.rows());
    }

    private static Map<String, Object> touched(Touched touched) {
        return object(
                "table", touched.table(),
                "model", touched.model(),
                "as_of", touched.asOf(),
                "version", touched.version(),
                "rows", touched.rows());
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }
}
