package io.headrace.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.headrace.model.IntervalModel.Bounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Rows with the raw scores and the bounds that a model gave them, stored beside the model; a loaded model must reproduce them.
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
     * @param bounds of its prediction interval; null, and not in the JSON, for a model without one
     */
    public record Line(
            List<Object> values,
            double rawScore,
            @JsonInclude(JsonInclude.Include.NON_NULL) Bounds bounds) {
        public Line {
            values = java.util.Collections.unmodifiableList(new ArrayList<>(values));
        }
    }

    /** The rows with their raw scores and bounds, without rows that the model cannot score. */
    public static StoredSample of(Predictor predictor, List<Object[]> rows) {
        List<Line> lines = new ArrayList<>();
        RowPredictor predicted = predictor.rows();
        for (Object[] row : rows) {
            try {
                lines.add(line(predicted, Arrays.asList(row)));
            } catch (IllegalArgumentException refused) {
                // It has no score to compare.
            }
        }
        return new StoredSample(lines);
    }

    private static Line line(RowPredictor predicted, List<Object> values) {
        predicted.predict(values.toArray());
        return new Line(
                values, predicted.rawScore(), predicted.bounds(values::get).orElse(null));
    }

    /** The sample as JSON. */
    public byte[] bytes() {
        try {
            return JSON.writeValueAsBytes(new StoredSample(rows.stream()
                    .map(row -> new Line(RawValues.written(row.values()), row.rawScore(), row.bounds()))
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
                        row.path("rawScore").doubleValue(),
                        bounds(row.path("bounds"))));
            }
            return new StoredSample(lines);
        } catch (IOException e) {
            throw new IllegalArgumentException("the sample is not JSON: " + e.getMessage(), e);
        }
    }

    private static Bounds bounds(JsonNode bounds) {
        return bounds.isMissingNode()
                ? null
                : new Bounds(
                        bounds.path("lower").doubleValue(), bounds.path("upper").doubleValue());
    }

    /** The number of rows whose scores and bounds the model reproduces bit by bit. */
    public int equalRows(Predictor predictor) {
        RowPredictor predicted = predictor.rows();
        return (int) rows.stream()
                .filter(row -> isEqual(row, line(predicted, row.values())))
                .count();
    }

    /**
     * The first row whose score or bounds the model does not reproduce bit by bit, in words; empty where it reproduces all.
     *
     * @throws IllegalArgumentException if the model cannot score a row
     */
    public Optional<String> firstDifference(Predictor predictor) {
        RowPredictor predicted = predictor.rows();
        for (int i = 0; i < rows.size(); i++) {
            Line stored = rows.get(i);
            Line found = line(predicted, stored.values());
            if (!isEqual(stored, found)) {
                return Optional.of("row " + (i + 1) + " of " + rows.size() + " was scored " + scores(stored)
                        + " and is now scored " + scores(found));
            }
        }
        return Optional.empty();
    }

    private static String scores(Line line) {
        return line.rawScore()
                + (line.bounds() == null
                        ? ""
                        : " (" + line.bounds().lower() + " to " + line.bounds().upper() + ")");
    }

    /** The greatest difference between a stored raw score and the model's, without sign. */
    public double greatestDifference(Predictor predictor) {
        RowPredictor predicted = predictor.rows();
        return rows.stream()
                .mapToDouble(row ->
                        Math.abs(row.rawScore() - line(predicted, row.values()).rawScore()))
                .max()
                .orElse(0);
    }

    private static boolean isEqual(Line one, Line other) {
        return Double.compare(one.rawScore(), other.rawScore()) == 0 && Objects.equals(one.bounds(), other.bounds());
    }

    /**
     * Loads a stored model in a process of its own and compares its scores.
     *
     * @param arguments model file, its digest, sample file; prints the number of equal rows and of all
     */
    public static void main(String[] arguments) throws IOException {
        Predictor predictor = Predictor.of(ModelFile.read(Files.readAllBytes(Path.of(arguments[0])), arguments[1]));
        StoredSample sample = read(Files.readAllBytes(Path.of(arguments[2])), predictor.model());
        System.out.println(sample.equalRows(predictor) + " " + sample.rows().size());
    }
}
