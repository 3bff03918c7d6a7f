package io.headrace.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows with the raw scores that a model gave them, stored beside the model; a loaded model must reproduce them.
 *
 * @param rows one or more
 */
public record StoredSample(List<Line> rows) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    public StoredSample {
        rows = List.copyOf(rows);
    }

    /**
     * One row.
     *
     * @param values raw values; in JSON dates and timestamps are ISO texts
     * @param rawScore the raw score of the model
     */
    public record Line(List<Object> values, double rawScore) {
        public Line {
            values = java.util.Collections.unmodifiableList(new ArrayList<>(values));
        }
    }

    /** The rows with their raw scores, without rows that the model cannot score. */
    public static StoredSample of(CompiledModel model, List<Object[]> rows) {
        List<Line> lines = new ArrayList<>();
        Scorer scorer = model.scorer();
        for (Object[] row : rows) {
            try {
                lines.add(new Line(Arrays.asList(row), scorer.rawScore(row)));
            } catch (IllegalArgumentException refused) {
                // It has no score to compare.
            }
        }
        return new StoredSample(lines);
    }

    /** The sample as JSON. */
    public byte[] bytes() {
        try {
            return JSON.writeValueAsBytes(new StoredSample(rows.stream()
                    .map(row -> new Line(RawValues.written(row.values()), row.rawScore()))
                    .toList()));
        } catch (IOException e) {
            throw new IllegalStateException("a sample can always be written", e);
        }
    }

    /** Reads a sample, with values in the types of the model. */
    public static StoredSample read(byte[] bytes, CompiledModel model) {
        try {
            List<Line> lines = new ArrayList<>();
            for (JsonNode row : JSON.readTree(bytes).path("rows")) {
                List<?> values = JSON.convertValue(row.path("values"), List.class);
                lines.add(new Line(
                        Arrays.asList(RawValues.read(values, model.encoder())),
                        row.path("rawScore").doubleValue()));
            }
            return new StoredSample(lines);
        } catch (IOException e) {
            throw new IllegalArgumentException("the sample is not JSON: " + e.getMessage(), e);
        }
    }

    /** The number of rows whose scores the model reproduces bit by bit. */
    public int equalRows(CompiledModel model) {
        Scorer scorer = model.scorer();
        return (int) rows.stream()
                .filter(row -> Double.compare(scorer.rawScore(row.values().toArray()), row.rawScore()) == 0)
                .count();
    }

    /**
     * Loads a stored model in a process of its own and compares its scores.
     *
     * @param arguments model file, its digest, sample file; prints the number of equal rows and of all
     */
    public static void main(String[] arguments) throws IOException {
        CompiledModel model = ModelFile.read(Files.readAllBytes(Path.of(arguments[0])), arguments[1])
                .model();
        StoredSample sample = read(Files.readAllBytes(Path.of(arguments[2])), model);
        System.out.println(sample.equalRows(model) + " " + sample.rows().size());
    }
}
