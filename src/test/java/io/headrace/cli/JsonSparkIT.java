package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.headrace.testing.PlayedDemo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What commands print as JSON is what {@code docs/schemas} says. */
class JsonSparkIT {
    private static final Path SCHEMAS = Path.of("docs/schemas");
    private static final Map<String, String> COMMANDS = new TreeMap<>(Map.ofEntries(
            Map.entry("outcome", "job score-lapse --date 2025-12-31 --json"),
            Map.entry("models-list", "models list --json"),
            Map.entry("models-show", "models show lapse --json"),
            Map.entry("models-evidence", "models evidence lapse 2 --json"),
            Map.entry("models-compare", "models compare lapse 1 2 --json"),
            Map.entry("models-reproduce", "models reproduce lapse 1 --json"),
            Map.entry("runs-list", "runs list --json"),
            Map.entry("runs-show", "runs show score-lapse/2025-12-31/1 --json"),
            Map.entry("audit-verify", "audit verify --json"),
            Map.entry("audit-show", "audit show --since 2025-12-01 --json"),
            Map.entry("scores-list", "scores list scores.lapse --json"),
            Map.entry("scores-explain", "scores explain scores.lapse 12431 --date 2025-10-27 --json"),
            Map.entry("scores-reproduce", "scores reproduce scores.lapse --date 2025-12-30 --json"),
            Map.entry("trace", "trace scores.lapse --entity 12431 --as-of 2025-10-28 --json"),
            Map.entry("trace-file", "trace --file invoices/2025-10-20.csv.gz --json"),
            Map.entry(
                    "bisect",
                    "bisect score-lapse --metric model_version --at-most 1 --good 2025-10-27 --bad 2025-12-31 --json"),
            Map.entry("why-changed", "why-changed scores.lapse 2025-10-27 2025-12-31 --json"),
            Map.entry("quarantine-list", "quarantine list --json"),
            Map.entry("quarantine-show", "quarantine show invoices --limit 5 --payload --json"),
            Map.entry("quarantine-replay-dry-run", "quarantine replay invoices --dry-run --json"),
            Map.entry("checks-list", "checks list --json"),
            Map.entry("profiles-show", "profiles show invoices --json"),
            Map.entry("pins", "pins --json"),
            Map.entry("vacuum-dry-run", "vacuum --dry-run --json"),
            Map.entry("privacy-map", "privacy map --json"),
            Map.entry("monitor-status", "monitor status --json"),
            Map.entry(
                    "monitor-backtest",
                    "monitor backtest monitor-lapse --from 2025-01-01 --to 2025-12-31 --from-counts --json"),
            Map.entry("monitor-budget", "monitor budget monitor-lapse --json"),
            // FairnessSparkIT looks at one that is not empty.
            Map.entry("fairness", "fairness --json"),
            Map.entry("value", "value lapse --json"),
            Map.entry("plan", "plan --date 2025-12-31 --json"),
            Map.entry("plan-stale", "plan --stale --json"),
            Map.entry("features-analyze", "features analyze customer_activity --date 2025-12-31 --json"),
            Map.entry("features-audit-leakage", "features audit-leakage customer_activity --date 2025-12-31 --json"),
            Map.entry("try", "try train-lapse --date 2025-12-25 --json"),
            Map.entry("submit", "submit --json -- job score-lapse --date 2025-12-31")));

    /** Commands that write: their own tests hold what they print against the schema. */
    private static final Set<String> WRITING = Set.of("models-import");

    @Test
    void followsTheSchemas() throws IOException {
        List<String> misfits = new ArrayList<>();
        for (Map.Entry<String, String> command : COMMANDS.entrySet()) {
            String json = printed(command.getValue());
            schema(command.getKey())
                    .validate(json, InputFormat.JSON)
                    .forEach(misfit -> misfits.add(command.getValue() + ": " + misfit));
        }
        assertThat(misfits).isEmpty();
    }

    @Test
    void hasASchemaForEachCommandAndNoOther() throws IOException {
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(COMMANDS.keySet().stream(), WRITING.stream())
                            .toList());
        }
        assertThat(schema("models-list").validate("[ { \"model\": \"lapse\", \"version\": \"1\" } ]", InputFormat.JSON))
                .as("a schema refuses what does not fit")
                .isNotEmpty();
    }

    /** The schema of that name in the documentation. */
    static JsonSchema schema(String name) throws IOException {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(Files.readString(SCHEMAS.resolve(name + ".json")));
    }

    private static String printed(String command) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        if (!words.get(0).equals("submit")) {
            words.add("--set");
            words.add("lake=" + PlayedDemo.folder().resolve("lake"));
        }
        CommandRun run = CommandRun.of(words.toArray(String[]::new));
        assertThat(run.exit()).as(command + "\n" + run.err()).isZero();
        return run.out();
    }
}
