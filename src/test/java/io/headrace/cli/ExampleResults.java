package io.headrace.cli;

import io.headrace.report.DisplayFormat;
import io.headrace.run.Json;
import io.headrace.testing.Bench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs the projects under examples/ that train on published data, and writes what came of it as docs/results.md. */
public final class ExampleResults {
    private static final List<Example> EXAMPLES = List.of(
            new Example(
                    "bank_marketing",
                    "bank-additional-full.csv.gz",
                    "2010-11-30",
                    Map.of(
                            "deposit", "0.667 linear, 0.656 boosted",
                            "deposit_random", "0.801 linear, 0.813 boosted")),
            new Example(
                    "beijing_pm25",
                    "PRSA_data_2010.1.1-2014.12.31.csv.gz",
                    "2014-12-31",
                    Map.of("dust", "66.0 boosted", "dust_linear", "81.3 linear")),
            new Example(
                    "diabetes130",
                    "diabetic_data.csv.gz",
                    "2026-01-31",
                    Map.of(
                            "readmission", "(a patient's stays on one side)",
                            "readmission_linear", "0.578, 0.897 linear",
                            "readmission_random", "0.590, 0.866 boosted")),
            new Example("german_credit", "german.csv", "2026-01-31", Map.of("default", "0.805 linear, 0.789 boosted")),
            new Example(
                    "telco_churn",
                    "Telco-Customer-Churn.csv",
                    "2026-01-31",
                    Map.of("churn", "0.842 linear, 0.833 boosted")));

    private static final String HEAD = """
            # Results on published data

            Written by `examples/results FOLDER`. The folder holds one folder for each project, with its file: `bank_marketing` (UCI 222),
            `beijing_pm25` (UCI 381), `diabetes130` (UCI 296), `german_credit` (UCI 144), `telco_churn` (IBM). Each project is a few specs in
            [examples](../examples). scikit-learn with its defaults was measured once, on a split of the same kind. With a few hundred
            test rows, chance outweighs the differences.

            | project and model | learner | test rows | Headrace | scikit-learn | verdict |
            |---|---|---|---|---|---|
            """;

    private ExampleResults() {}

    private record Example(String project, String file, String date, Map<String, String> beside) {
        /** Trains its models, with all that they need. */
        String[] command() {
            return Stream.of(
                            Stream.of("run", "--date", date),
                            beside.keySet().stream().sorted().map(model -> "+train-" + model.replace('_', '-')))
                    .flatMap(words -> words)
                    .toArray(String[]::new);
        }
    }

    /** Writes the page. */
    public static void main(String[] arguments) throws IOException {
        Path lakes = Files.createTempDirectory("headrace-examples");
        try {
            Files.writeString(Path.of("docs/results.md"), page(Path.of(arguments[0]), lakes));
        } finally {
            Bench.delete(lakes);
        }
    }

    /** Whether all files are there. */
    static boolean hasAll(Path data) {
        return EXAMPLES.stream()
                .allMatch(
                        example -> Files.exists(data.resolve(example.project()).resolve(example.file())));
    }

    /** The page, from runs in lakes below a folder. */
    static String page(Path data, Path lakes) {
        StringBuilder page = new StringBuilder(HEAD);
        List<String> notes = new ArrayList<>();
        for (Example example : EXAMPLES) {
            ExampleProject project =
                    new ExampleProject(example.project(), data, lakes.resolve(example.project()), List.of());
            project.says(example.command());
            new TreeMap<>(example.beside()).forEach((model, beside) -> {
                Map<?, ?> facts = facts(project, model);
                page.append(line(example.project(), model, facts, beside));
                if (facts.containsKey("value_per_1000")) {
                    notes.add(value(example.project(), model, facts));
                }
            });
        }
        notes.forEach(note -> page.append('\n').append(note));
        return page.toString();
    }

    private static Map<?, ?> facts(ExampleProject project, String model) {
        String rows = project.says("models", "compare", model, "1", "1", "--json");
        Map<String, String> facts = new TreeMap<>();
        for (Object row : Json.read(rows, List.class)) {
            Map<?, ?> named = (Map<?, ?>) row;
            facts.put(String.valueOf(named.get("what")), shown(named.get("first")));
        }
        return facts;
    }

    private static String shown(Object value) {
        return value instanceof Double number ? DisplayFormat.significant(number) : String.valueOf(value);
    }

    private static String line(String project, String model, Map<?, ?> facts, String beside) {
        return String.format(
                Locale.ROOT,
                "| %s, `%s` | %s | %s | %s | %s | %s |%n",
                project.replace('_', ' '),
                model,
                facts.get("learner"),
                facts.get("test_rows"),
                figure(facts),
                beside,
                facts.get("verdict"));
    }

    private static String figure(Map<?, ?> facts) {
        if (facts.containsKey("accuracy_of_most_frequent")) {
            return "accuracy " + facts.get("accuracy") + ", log loss " + facts.get("log_loss");
        }
        return facts.containsKey("auc") ? "AUC " + facts.get("auc") : "RMSE " + facts.get("rmse");
    }

    private static String value(String project, String model, Map<?, ?> facts) {
        return String.format(
                Locale.ROOT,
                "%s, `%s`: decisions by value earn %s per 1,000 rows, %s more than acting on all and %s more than acting on none.%n",
                project.replace('_', ' '),
                model,
                facts.get("value_per_1000"),
                facts.get("value_gain_per_1000 over all"),
                facts.get("value_gain_per_1000 over none"));
    }
}
