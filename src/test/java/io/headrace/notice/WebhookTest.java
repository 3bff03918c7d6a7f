package io.headrace.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.headrace.policy.Severity;
import io.headrace.spec.NoticeTarget;
import io.headrace.spec.NoticeTarget.Body;
import io.headrace.spec.NoticeTarget.Channel;
import io.headrace.spec.Password;
import io.headrace.spec.Places;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {
    private static final String SECRET = "T0K3N-s3cr3t";
    private static final Duration LIMIT = Duration.ofSeconds(2);

    @TempDir
    private Path project;

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/" + SECRET + "/ok", exchange -> answer(exchange, 200));
        server.createContext("/" + SECRET + "/bad", exchange -> answer(exchange, 400));
        server.createContext("/" + SECRET + "/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", url("ok"));
            answer(exchange, 307);
        });
        server.createContext("/" + SECRET + "/busy", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "17");
            answer(exchange, 429);
        });
        server.createContext("/" + SECRET + "/hang", exchange -> hang());
        server.createContext("/" + SECRET + "/slow", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            hang();
        });
        server.createContext("/" + SECRET + "/cut", HttpExchange::close);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void postsTheBodyWithTheIdOfTheNotice() throws InterruptedException {
        Answer answer = send(url("ok"));
        assertThat(answer).isEqualTo(Answer.delivered("HTTP 200"));
        assertThat(bodies).containsExactly(Bodies.of(Body.SLACK, Notices.of("a")));
        assertThat(keys).containsExactly(Notices.of("a").id());
    }

    @Test
    void knowsRefusalsFromFailures() throws InterruptedException {
        assertThat(send(url("bad"))).isEqualTo(Answer.refused("HTTP 400"));
        assertThat(send(url("moved"))).isEqualTo(Answer.refused("HTTP 307"));
        assertThat(send(url("busy")))
                .isEqualTo(new Answer(Answer.Kind.FAILED, "HTTP 429", Optional.of(Duration.ofSeconds(17))));
        assertThat(send(url("cut"))).isEqualTo(Answer.failed("the connection broke"));
    }

    @Test
    void doesNotWaitForLong() throws InterruptedException {
        assertThat(send(url("hang"))).isEqualTo(Answer.failed("no answer within 2 s"));
        assertThat(send(url("slow"))).as("the status is enough").isEqualTo(Answer.delivered("HTTP 200"));
    }

    @Test
    void aServerThatIsNotThereIsAFailure() throws InterruptedException {
        String url = url("ok");
        server.stop(0);
        assertThat(send(url)).isEqualTo(Answer.failed("no connection"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"not an address T0K3N-s3cr3t", "ftp://host/T0K3N-s3cr3t", "https:///T0K3N-s3cr3t", "T0K3N-s3cr3t"
            })
    void whatIsNoAddressIsNotRepeated(String url) throws InterruptedException {
        assertThat(send(url)).isEqualTo(Answer.refused("no address of http or https in the variable ALERTS_URL"));
    }

    @Test
    void unknownHostsAreFailures() throws InterruptedException {
        Answer answer = send("http://T0K3N-s3cr3t.invalid/");
        assertThat(answer.kind()).isEqualTo(Answer.Kind.FAILED);
        assertThat(answer.words()).doesNotContain("K3N");
    }

    @Test
    void readsTheAddressFromAFileOfTheProject() throws Exception {
        Path file = Files.writeString(project.resolve("secret"), url("ok") + "\nmore\n");
        Courier courier = couriers(Map.of()).to(target(new Password.InFile(Path.of("secret"))));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(courier.send(Notices.of("a")).words())
                .isEqualTo("the file secret is open to its group or others (rw-r--r--): chmod 600 " + file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(courier.send(Notices.of("a")).words()).isEqualTo("HTTP 200");
        Files.writeString(project.resolve("secret"), "");
        assertThat(courier.send(Notices.of("a"))).isEqualTo(Answer.refused("no address in the file secret"));
        assertThat(couriers(Map.of())
                        .to(target(new Password.InVariable("ALERTS_URL")))
                        .send(Notices.of("a")))
                .isEqualTo(Answer.refused("no address in the variable ALERTS_URL"));
    }

    private Answer send(String url) throws InterruptedException {
        return couriers(Map.of("ALERTS_URL", url))
                .to(target(new Password.InVariable("ALERTS_URL")))
                .send(Notices.of("a"));
    }

    private Couriers couriers(Map<String, String> environment) {
        Places places = new Places(
                "test", project, "lake", "landing", "hdfs://host/x", Map.of(), "", ZoneOffset.UTC, 0, Map.of());
        return new Couriers(places, environment, LIMIT);
    }

    private static NoticeTarget target(Password url) {
        return new NoticeTarget("crm", Severity.TICKET, new Channel.Webhook(url, Body.SLACK));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + SECRET + "/" + path;
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void hang() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
