package io.headrace.monitor;

import static io.headrace.testing.Interruptions.killedAt;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.headrace.job.JobRunner;
import io.headrace.job.JobRunner.Again;
import io.headrace.job.JobStage;
import io.headrace.notice.Couriers;
import io.headrace.notice.Notice;
import io.headrace.notice.Pauses;
import io.headrace.notice.Retries;
import io.headrace.policy.Alert;
import io.headrace.policy.Basis;
import io.headrace.policy.Decision;
import io.headrace.policy.Grouping;
import io.headrace.policy.Persistence;
import io.headrace.policy.Policy;
import io.headrace.policy.PolicyState;
import io.headrace.policy.RetrainRules;
import io.headrace.policy.RollbackRules;
import io.headrace.policy.Severity;
import io.headrace.policy.Step;
import io.headrace.registry.DecisionTable;
import io.headrace.run.Intent;
import io.headrace.run.Outcome;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.JobHeader;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.NoticeTarget;
import io.headrace.spec.NoticeTarget.Body;
import io.headrace.spec.NoticeTarget.Channel;
import io.headrace.spec.Password;
import io.headrace.spec.Places;
import io.headrace.spec.Schedule;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.ProcessOwner;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each alert is told once to each target, whatever happens to runs, receivers and processes. */
@ExtendWith(LakeExtension.class)
class NoticesSparkIT {
    private static final String SECRET = "T0K3N-s3cr3t";
    private static final LocalDate DAY = LocalDate.of(2026, 1, 20);
    private static final NoticeTarget CRM = new NoticeTarget(
            "crm", Severity.PAGE, new Channel.Webhook(new Password.InVariable("ALERTS_URL"), Body.JSON));
    private static final NoticeTarget LOG = new NoticeTarget("log", Severity.TICKET, new Channel.Lines("alerts.jsonl"));

    @TempDir
    private Path folder;

    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private HttpServer server;
    private List<Alert> alerts = List.of();

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/" + SECRET, exchange -> {
            exchange.getRequestBody().readAllBytes();
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            Integer status = statuses.poll();
            exchange.sendResponseHeaders(status == null ? 200 : status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void isToldOnceHoweverOftenTheDayIsJudged(Lake lake) throws IOException {
        alerts = List.of(alert("a", Severity.PAGE, "first"), alert("b", Severity.TICKET, "second"));
        statuses.addAll(List.of(503, 503));
        Outcome first = run(lake, DAY, Again.SKIP);
        assertThat(keys).hasSize(3).containsOnly(key("a"));
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(first.counts()).containsEntry("notices", "3").containsEntry("notices-missed", "0");
        List<String> lines = Files.readAllLines(folder.resolve("alerts.jsonl"));
        assertThat(lines).hasSize(2);

        run(lake, DAY, Again.SKIP);
        alerts = List.of(alert("a", Severity.PAGE, "changed"));
        run(lake, DAY, Again.FORCE);
        assertThat(keys).hasSize(3);
        assertThat(Files.readAllLines(folder.resolve("alerts.jsonl"))).isEqualTo(lines);
        assertThat(rows(lake))
                .containsExactlyInAnyOrder(
                        "a crm delivered 3 HTTP 200", "a log delivered 1 added", "b log delivered 1 added");
        assertThat(waiting(lake)).isEmpty();
    }

    @Test
    void whoWasNotReachedIsToldByTheNextRun(Lake lake) throws IOException {
        statuses.addAll(java.util.Collections.nCopies(6, 500));
        alerts = List.of(
                alert("a", Severity.PAGE, "x"), alert("b", Severity.PAGE, "x"), alert("gone", Severity.PAGE, "x"));
        Outcome done = run(lake, DAY, Again.SKIP);
        assertThat(keys)
                .as("out of reach for one is out of reach for all")
                .hasSize(6)
                .containsOnly(key("a"));
        assertThat(done.counts()).containsEntry("notices-missed", "3");
        assertThat(done.message()).contains("crm could not be told of 3, which the next run tries again: HTTP 500");
        assertThat(waiting(lake)).containsExactly("crm does not know of 3 since 2026-01-20: HTTP 500");

        assertThat(waitingOn(lake, DAY.plusDays(6))).hasSize(1);
        assertThat(waitingOn(lake, DAY.plusDays(7))).as("old alerts rest").isEmpty();

        statuses.addAll(List.of(400, 200));
        alerts = List.of(alert("a", Severity.PAGE, "x"), alert("b", Severity.PAGE, "x"));
        assertThat(run(lake, DAY, Again.FORCE).message())
                .contains("crm could not be told of 1")
                .endsWith("HTTP 400");
        assertThat(keys.subList(6, keys.size())).containsExactly(key("a"), key("b"));

        alerts = List.of(alert("c", Severity.PAGE, "x"));
        killedAt("told crm", () -> run(lake, DAY.plusDays(1), Again.SKIP));
        assertThat(keys.subList(8, keys.size())).containsExactly(key("a"));
        run(lake, DAY.plusDays(1), Again.SKIP);
        assertThat(keys.subList(9, keys.size()))
                .as("sent again with the same key, as nobody wrote down that it was")
                .containsExactly(key("a"), key("c"));
        assertThat(waiting(lake)).isEmpty();
        assertThat(rows(lake).stream().filter(row -> row.contains("crm delivered")))
                .hasSize(3);

        said.addAll(rows(lake));
        assertThat(said).noneMatch(text -> text.contains(SECRET));
        try (Stream<Path> files = Files.walk(Path.of(lake.root()))) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .noneMatch(file -> new String(bytes(file), StandardCharsets.ISO_8859_1).contains(SECRET));
        }
    }

    private Outcome run(Lake lake, LocalDate date, Again again) {
        RunContext context = new RunContext(date, ZoneOffset.UTC, Clock.systemUTC(), "test", "landing", "test");
        Outcome outcome = new JobRunner(lake, ledger(lake)).run(spec(), new Judged(lake), context, again);
        said.add(outcome.toString());
        return outcome;
    }

    private List<String> waiting(Lake lake) {
        return OpenNotices.of(spec(), lake, ledger(lake), Optional.empty()).words(spec());
    }

    private static List<String> waitingOn(Lake lake, LocalDate day) {
        RunId run = new RunId("monitor-lapse", day, 1);
        return OpenNotices.of(spec(), lake, ledger(lake), Optional.of(run)).words(spec());
    }

    private static List<String> rows(Lake lake) {
        return lake.rows(NoticeTable.TABLE, NoticeTable.DESCRIPTION.schema(), Map.of()).stream()
                .map(NoticesSparkIT::words)
                .toList();
    }

    private static String words(Row row) {
        return String.join(
                " ",
                row.getAs("alert"),
                row.getAs("target"),
                row.getAs("outcome"),
                row.getAs("attempts").toString(),
                row.getAs("detail"));
    }

    private static Ledger ledger(Lake lake) {
        return new Ledger(lake, Clock.systemUTC(), Duration.ofHours(1), ProcessOwner.current());
    }

    private static String key(String alert) {
        return Notice.id("monitor-lapse", alert);
    }

    private static Alert alert(String id, Severity severity, String text) {
        return new Alert(
                id,
                DAY,
                Alert.Kind.DRIFT,
                severity,
                List.of("income"),
                List.of(),
                List.of(),
                List.of(),
                List.of("file.csv"),
                text);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static MonitorSpec spec() {
        return new MonitorSpec(
                new JobHeader("monitor-lapse", "crm", Schedule.DAILY, "digest"),
                "lapse",
                new TableName("scores", "lapse"),
                new MonitorSpec.Window.Days(1),
                List.of(new MonitorSpec.Against.Training()),
                new MonitorSpec.Drift(0.1, new TreeMap<>(), 0.05, 0.05, Set.of(), 100),
                new MonitorSpec.Calibration(0.2, 0.2),
                new MonitorSpec.Delivery(14, 0.3, 0),
                new Policy(
                        0.01,
                        Map.of(),
                        new Persistence(1, 1),
                        new Persistence(1, 1),
                        Set.of(Basis.REALISED),
                        0,
                        Grouping.APART,
                        90,
                        RetrainRules.never(),
                        RollbackRules.never()),
                new MonitorSpec.Notices(7, List.of(CRM, LOG)));
    }

    /** A monitor job that has judged already. */
    private final class Judged implements JobStage {
        private final Lake lake;

        Judged(Lake lake) {
            this.lake = lake;
        }

        @Override
        public Resolved resolve(RunContext context, Optional<Intent> before) {
            return new Resolved(Map.of(), List.of(), Map.of());
        }

        @Override
        public Prepared prepare(RunContext context, RunId run, Intent intent) {
            Step step = new Step(
                    PolicyState.start(),
                    alerts,
                    new Decision(
                            run.date(),
                            Decision.Action.HOLD,
                            "3",
                            Optional.empty(),
                            List.of("nothing to do"),
                            List.of()));
            return new Prepared(
                    List.of(of -> DecisionTable.in(lake)
                            .append(of, DecisionTable.rows(of, "lapse", step, "{}", "{}", "digest"))),
                    List.of(),
                    List.of(),
                    Verdict.NONE,
                    Map.of("alerts", Integer.toString(alerts.size())),
                    "judged");
        }

        @Override
        public Told tell(RunContext context, RunId run) {
            Places places = new Places(
                    "test",
                    folder,
                    lake.root(),
                    "landing",
                    folder.toString(),
                    Map.of(),
                    "",
                    ZoneOffset.UTC,
                    0,
                    Map.of());
            Map<String, String> environment = Map.of(
                    "ALERTS_URL", "http://127.0.0.1:" + server.getAddress().getPort() + "/" + SECRET);
            return new Telling(
                            spec(),
                            lake,
                            new Couriers(places, environment, Duration.ofSeconds(5)),
                            Retries.STANDARD,
                            new NoPauses())
                    .tell(OpenNotices.of(spec(), lake, ledger(lake), Optional.of(run)), context, run);
        }
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
