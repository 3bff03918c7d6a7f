package io.headrace.notice;

import io.headrace.spec.NoticeTarget;
import io.headrace.spec.NoticeTarget.Channel;
import io.headrace.spec.Password;
import io.headrace.spec.Places;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The ways to tell somebody in a project. */
public final class Couriers {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Places places;
    private final Map<String, String> environment;
    private final Duration limit;

    /** With the environment of this process, and 10 seconds for an answer. */
    public Couriers(Places places) {
        this(places, System.getenv(), LIMIT);
    }

    /** @param limit for the answer to one attempt */
    public Couriers(Places places, Map<String, String> environment, Duration limit) {
        this.places = places;
        this.environment = Map.copyOf(environment);
        this.limit = limit;
    }

    /** The way to the target. */
    public Courier to(NoticeTarget target) {
        if (target.channel() instanceof Channel.Webhook webhook) {
            return new Webhook(post(webhook.url(), new Password.None()), webhook.body());
        }
        String path = ((Channel.Lines) target.channel()).path();
        return file(places, path)
                .<Courier>map(file -> new AlertFile(file, path))
                .orElse(notice -> Answer.refused(
                        path + " cannot be written: the exports folder is no folder of this" + " machine"));
    }

    /** Posts to the address that stands in a place, with the key that stands in another. */
    public Post post(Password url, Password key) {
        return new Post(url, key, new SecretText(places.project(), environment), limit);
    }

    /** A file below the exports folder; nothing where that is no folder of this machine. */
    public static Optional<Path> file(Places places, String path) {
        return folder(places.exports()).map(folder -> folder.resolve(path));
    }

    private static Optional<Path> folder(String place) {
        if (!place.matches("[a-zA-Z][a-zA-Z0-9+.-]*:.*")) {
            return Optional.of(Path.of(place));
        }
        return place.startsWith("file:") ? Optional.of(Path.of(URI.create(place).getPath())) : Optional.empty();
    }
}
