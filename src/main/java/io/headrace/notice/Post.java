package io.headrace.notice;

import io.headrace.spec.Password;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Posts JSON to a secret address. The status is the answer; what else comes back is not read, as it may repeat what was sent. */
public final class Post {
    private static final long LONGEST_WAIT_SECONDS = 86_400;

    private final Password url;
    private final Password key;
    private final SecretText secrets;
    private final Duration limit;
    private HttpClient client;

    /**
     * @param url where the address stands
     * @param key where the key stands that is sent along as a bearer
     * @param limit for the connection and the answer of one attempt together
     */
    Post(Password url, Password key, SecretText secrets, Duration limit) {
        this.url = url;
        this.key = key;
        this.secrets = secrets;
        this.limit = limit;
    }

    /** Tries it once; whatever goes wrong is an answer. */
    public Answer send(Map<String, String> headers, String body) throws InterruptedException {
        Optional<String> address = secrets.of(url);
        if (address.isEmpty()) {
            return Answer.refused(secrets.missing(url, "address"));
        }
        Optional<String> bearer = secrets.of(key);
        if (bearer.isEmpty() && !(key instanceof Password.None)) {
            return Answer.refused(secrets.missing(key, "key"));
        }
        Optional<HttpRequest> request = request(address.get(), bearer, headers, body);
        return request.isPresent()
                ? exchange(request.get())
                : Answer.refused("no address of http or https in " + SecretText.place(url)
                        + bearer.map(given -> ", or no key in " + SecretText.place(key))
                                .orElse(""));
    }

    /** Nothing for an address that is none. What the library says of it holds it, and is dropped. */
    private Optional<HttpRequest> request(
            String address, Optional<String> bearer, Map<String, String> headers, String body) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                    .timeout(limit)
                    .header("Content-Type", "application/json; charset=utf-8")
                    .header("User-Agent", "headrace")
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            headers.forEach(request::header);
            bearer.ifPresent(given -> request.header("Authorization", "Bearer " + given));
            return Optional.of(request.build());
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    /** The status as soon as it is there, whatever the other side does with the rest. */
    private Answer exchange(HttpRequest request) throws InterruptedException {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        BodyHandler<Void> onStatus = response -> {
            answer.complete(Answer.ofStatus(response.statusCode(), rest(response.headers())));
            return BodySubscribers.discarding();
        };
        CompletableFuture<HttpResponse<Void>> exchange = client().sendAsync(request, onStatus);
        CompletableFuture<HttpResponse<Void>> failing = exchange.whenComplete((response, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            }
        });
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return noAnswer();
        } catch (ExecutionException broken) {
            return Answer.failed(words(broken));
        } finally {
            exchange.cancel(true);
            failing.cancel(true);
        }
    }

    private HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .connectTimeout(limit)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        }
        return client;
    }

    private Answer noAnswer() {
        return Answer.failed("no answer within " + limit.toSeconds() + " s");
    }

    /** Our own words: those of the library may hold the address. */
    private String words(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return "no connection";
            }
            if (cause instanceof SSLException) {
                return "no secure connection";
            }
            if (cause instanceof HttpTimeoutException) {
                return noAnswer().words();
            }
        }
        return "the connection broke";
    }

    private static Optional<Duration> rest(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Long::parseLong)
                .map(seconds -> Duration.ofSeconds(Math.min(seconds, LONGEST_WAIT_SECONDS)));
    }
}
