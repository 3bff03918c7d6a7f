package io.headrace.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.headrace.notice.Couriers;
import io.headrace.notice.Pauses;
import io.headrace.spec.LineagePlaces;
import io.headrace.spec.Password;
import io.headrace.spec.Places;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageTest {
    private static final String SECRET = "s3cr3t";
    private static final Supplier<Map<io.headrace.spec.TableName, Quality>> QUALITY =
            () -> Map.of(Runs.SCORES, Runs.quality());

    @TempDir
    private Path folder;

    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void eachEventStandsOnceInAFile() throws IOException {
        Lineage lineage = toFile();
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(lineage.started(Runs.JOB, Runs.intent(1), Runs.CONTEXT)).isEmpty();
        }
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThat(lineage.completed(Runs.JOB, Runs.intent(1), Runs.CONTEXT, Map.of("silver.found", 3L), QUALITY))
                    .isEmpty();
        }
        lineage.started(Runs.JOB, Runs.intent(2), Runs.CONTEXT);
        lineage.failed(Runs.JOB, Runs.intent(2), Runs.CONTEXT, "HEAD-QUALITY-003");
        List<JsonNode> events = events();
        assertThat(events)
                .extracting(event -> event.get("eventType").asText())
                .containsExactly("START", "COMPLETE", "START", "FAIL");
        assertThat(runId(events.get(0))).isEqualTo(runId(events.get(1))).isNotEqualTo(runId(events.get(2)));
        assertThat(UUID.fromString(runId(events.get(0))).version()).isEqualTo(3);
    }

    @Test
    void anEventSaysWhenWhatAndWhere() throws IOException {
        Lineage lineage = toFile();
        lineage.started(Runs.JOB, Runs.intent(1), Runs.CONTEXT);
        lineage.completed(Runs.JOB, Runs.intent(1), Runs.CONTEXT, Map.of("silver.found", 3L), QUALITY);
        JsonNode start = events().get(0);
        JsonNode end = events().get(1);
        assertThat(start.get("eventTime").asText()).isEqualTo("2026-01-21T06:00:00Z");
        assertThat(end.get("eventTime").asText()).isEqualTo("2026-01-21T06:00:10Z");
        assertThat(end.at("/run/facets/nominalTime/nominalStartTime").asText()).isEqualTo("2026-01-19T23:00:00Z");
        assertThat(end.at("/run/facets/nominalTime/nominalEndTime").asText()).isEqualTo("2026-01-20T23:00:00Z");
        assertThat(end.at("/job/namespace").asText()).isEqualTo("shop");
        assertThat(end.get("inputs"))
                .extracting(input -> input.get("name").asText())
                .containsExactly("models.lapse", "/data/lake/scores/lapse", "/data/lake/silver/labels");
        assertThat(end.at("/inputs/2/facets/version/datasetVersion").asText()).isEqualTo("7");
        assertThat(end.at("/outputs/0/facets/version/datasetVersion").asText()).isEqualTo("3");
        JsonNode found = end.at("/inputs/1/inputFacets");
        assertThat(found.at("/dataQualityMetrics/columnMetrics/income/nullCount")
                        .asLong())
                .isEqualTo(10);
        assertThat(found.at("/dataQualityAssertions/assertions"))
                .as("what nothing can be said of neither holds nor does not")
                .extracting(assertion -> assertion.get("success").asBoolean())
                .containsExactly(true, false);
        assertThat(end.at("/run/facets/test/tests"))
                .extracting(test -> test.get("status").asText())
                .containsExactly("skip");
    }

    @Test
    void aLineThatAKilledProcessBeganIsWrittenAnew() throws IOException {
        Lineage lineage = toFile();
        lineage.started(Runs.JOB, Runs.intent(1), Runs.CONTEXT);
        String whole = Files.readString(file());
        lineage.started(Runs.JOB, Runs.intent(2), Runs.CONTEXT);
        String both = Files.readString(file());
        for (int length = whole.length(); length < both.length(); length += 97) {
            Files.writeString(file(), both.substring(0, length));
            lineage.started(Runs.JOB, Runs.intent(2), Runs.CONTEXT);
            assertThat(file()).content().isEqualTo(both);
        }
    }

    @Test
    void nobodyIsAskedAndNothingIsWrittenWithoutAPlace() {
        Lineage lineage = lineage(LineagePlaces.NONE, Map.of());
        assertThat(lineage.completed(Runs.JOB, Runs.intent(1), Runs.CONTEXT, Map.of(), () -> {
                    throw new IllegalStateException("asked");
                }))
                .isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatBreaksIsSaidAndFailsNothing() throws IOException {
        assertThat(toFile().completed(Runs.JOB, Runs.intent(1), Runs.CONTEXT, Map.of(), () -> {
                    throw new IllegalStateException("a value");
                }))
                .isEqualTo("lineage does not know of this run: IllegalStateException");
        Files.createDirectories(file());
        assertThat(toFile().started(Runs.JOB, Runs.intent(1), Runs.CONTEXT))
                .startsWith("lineage/events.jsonl does not know of this run: ");
    }

    @Test
    void isPostedWithTheKeyAndTriedAgainForAMoment() throws IOException {
        List<String> bodies = new CopyOnWriteArrayList<>();
        List<String> keys = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/" + SECRET, exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(bodies.size() == 1 ? 503 : 201, -1);
            exchange.close();
        });
        server.start();
        Map<String, String> environment =
                Map.of("ENDPOINT", "http://127.0.0.1:" + server.getAddress().getPort() + "/" + SECRET, "KEY", "k3y");
        try {
            assertThat(lineage(posted(), environment).started(Runs.JOB, Runs.intent(1), Runs.CONTEXT))
                    .isEmpty();
        } finally {
            server.stop(0);
        }
        assertThat(bodies).hasSize(2).allMatch(bodies.get(0)::equals);
        assertThat(keys).containsOnly("Bearer k3y");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1));

        assertThat(lineage(posted(), environment).started(Runs.JOB, Runs.intent(1), Runs.CONTEXT))
                .isEqualTo("the address of lineage does not know of this run: no connection");
        assertThat(lineage(posted(), Map.of("ENDPOINT", "http://127.0.0.1/" + SECRET))
                        .started(Runs.JOB, Runs.intent(1), Runs.CONTEXT))
                .endsWith("no key in the variable KEY");
        assertThat(lineage(posted(), Map.of("ENDPOINT", "http://127.0.0.1/" + SECRET, "KEY", "k\n3y"))
                        .started(Runs.JOB, Runs.intent(1), Runs.CONTEXT))
                .doesNotContain(SECRET, "3y")
                .contains("or no key in the variable KEY");
    }

    @Test
    void otherNamespacesAndLakesHaveOtherRuns() throws IOException {
        toFile().started(Runs.JOB, Runs.intent(1), Runs.CONTEXT);
        lineage(new LineagePlaces("other", Optional.of("lineage/events.jsonl"), none(), none()), Map.of())
                .started(Runs.JOB, Runs.intent(1), Runs.context(Instant.EPOCH));
        assertThat(events()).hasSize(2);
        assertThat(runId(events().get(0))).isNotEqualTo(runId(events().get(1)));
    }

    private Lineage toFile() {
        return lineage(new LineagePlaces("shop", Optional.of("lineage/events.jsonl"), none(), none()), Map.of());
    }

    private static LineagePlaces posted() {
        return new LineagePlaces(
                "shop", Optional.empty(), new Password.InVariable("ENDPOINT"), new Password.InVariable("KEY"));
    }

    private static Password none() {
        return new Password.None();
    }

    private Lineage lineage(LineagePlaces to, Map<String, String> environment) {
        Places places = Runs.places(folder, to);
        return Lineage.of(places, new Couriers(places, environment, Duration.ofSeconds(2)), "1.0", new NoPauses());
    }

    private Path file() {
        return folder.resolve("lineage/events.jsonl");
    }

    private List<JsonNode> events() throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(file())) {
            events.add(new ObjectMapper().readTree(line));
        }
        return events;
    }

    private static String runId(JsonNode event) {
        return event.at("/run/runId").asText();
    }

    private final class NoPauses implements Pauses {
        private Duration now = Duration.ZERO;

        @Override
        public Duration elapsed() {
            return now;
        }

        @Override
        public void pause(Duration length) {
            pauses.add(length);
            now = now.plus(length);
        }
    }
}
