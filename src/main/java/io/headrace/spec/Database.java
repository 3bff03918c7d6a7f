package io.headrace.spec;

import java.util.Objects;
import java.util.Optional;

/**
 * Where a database is and who enters it: one of {@code databases} in {@code conf/}.
 *
 * @param name the name that jobs use
 * @param url JDBC address, without a password
 * @param user who logs in; empty where the database needs no login
 * @param password where the password stands
 * @param driver class of the JDBC driver; without it the one that knows the address
 */
public record Database(String name, String url, String user, Password password, Optional<String> driver) {
    private static final String POSTGRESQL = "jdbc:postgresql:";

    public Database {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(driver, "driver");
    }

    /** Whether it is a PostgreSQL, which takes rows in bulk. */
    public boolean isPostgresql() {
        return url.startsWith(POSTGRESQL);
    }
}
