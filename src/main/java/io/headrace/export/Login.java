package io.headrace.export;

import io.headrace.run.HeadraceException;
import io.headrace.run.SecretFile;
import io.headrace.spec.Database;
import io.headrace.spec.Password;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;

/** The way into a database; its password is read whenever a session is opened, and kept nowhere. */
final class Login {
    /** By name, as a class path that other loaders add to may hide it from the search. */
    private static final String POSTGRESQL = "org.postgresql.Driver";

    private final Database place;
    private final Map<String, String> environment;

    Login(Database place) {
        this(place, System.getenv());
    }

    Login(Database place, Map<String, String> environment) {
        this.place = place;
        this.environment = environment;
    }

    /** The database. */
    Database place() {
        return place;
    }

    /** Opens a session; one of PostgreSQL works in UTC and does not wait for ever for others. */
    Connection open() throws SQLException {
        Connection session = driver().connect(place.url(), properties());
        if (session == null) {
            throw ExportErrors.noDriver(place.name(), place.driver().orElse(""), null);
        }
        if (place.isPostgresql()) {
            try (Statement statement = session.createStatement()) {
                statement.execute("set time zone 'UTC'");
                statement.execute("set lock_timeout = '5min'");
            }
        }
        return session;
    }

    private Properties properties() {
        Properties properties = new Properties();
        if (!place.user().isEmpty()) {
            properties.setProperty("user", place.user());
        }
        password().ifPresent(password -> properties.setProperty("password", password));
        if (place.isPostgresql()) {
            properties.setProperty("ApplicationName", "headrace");
            properties.setProperty("tcpKeepAlive", "true");
        }
        return properties;
    }

    /** The password, empty if none is configured. */
    Optional<String> password() {
        if (place.password() instanceof Password.InVariable in) {
            return Optional.of(Optional.ofNullable(environment.get(in.variable()))
                    .orElseThrow(() -> ExportErrors.noPassword(
                            place.name(), "the environment has no variable " + in.variable(), null)));
        }
        return place.password() instanceof Password.InFile in ? Optional.of(firstLine(in.file())) : Optional.empty();
    }

    private String firstLine(Path file) {
        try {
            SecretFile.problem(file).ifPresent(problem -> {
                throw ExportErrors.openPassword(place.name(), file + " " + problem);
            });
            return SecretFile.firstLine(file)
                    .orElseThrow(() -> ExportErrors.noPassword(place.name(), file + " is empty", null));
        } catch (IOException e) {
            throw ExportErrors.noPassword(place.name(), file + " cannot be read", e);
        }
    }

    private Driver driver() throws SQLException {
        if (place.driver().isPresent()) {
            return driver(place.driver().get());
        }
        if (place.isPostgresql()) {
            return driver(POSTGRESQL);
        }
        for (Driver known :
                ServiceLoader.load(Driver.class, Thread.currentThread().getContextClassLoader())) {
            if (known.acceptsURL(place.url())) {
                return known;
            }
        }
        throw ExportErrors.noDriver(place.name(), "", null);
    }

    private Driver driver(String type) {
        try {
            return Class.forName(type, true, Thread.currentThread().getContextClassLoader())
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw ExportErrors.noDriver(place.name(), type, e);
        }
    }

    /** Does work in a session of its own on the target, and words what the database says. */
    <T> T inSession(String target, Work<T> work) {
        return guard(target, () -> {
            try (Connection session = open()) {
                return work.in(session);
            }
        });
    }

    /** Does work on the target and words what the database says, without the password. */
    <T> T guard(String target, Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (HeadraceException known) {
            throw known;
        } catch (SQLException e) {
            throw e.getCause() instanceof HeadraceException known ? known : ExportErrors.failed(target, e, redaction());
        } catch (RuntimeException e) {
            Throwable shown = redaction().of(e);
            throw shown == e ? e : new IllegalStateException(shown.getMessage(), shown);
        }
    }

    private Redaction redaction() {
        try {
            return new Redaction(password());
        } catch (HeadraceException unknown) {
            return new Redaction(Optional.empty());
        }
    }

    /** Work in a session. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection session) throws SQLException;
    }

    /** Work that a database may refuse. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws SQLException;
    }
}
