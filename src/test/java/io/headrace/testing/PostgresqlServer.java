package io.headrace.testing;

import io.headrace.spec.Database;
import io.headrace.spec.Password;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real PostgreSQL server on loopback, which can be killed and started again on the same data. */
public final class PostgresqlServer implements AutoCloseable {
    private final Path data;
    private EmbeddedPostgres server;

    private PostgresqlServer(Path data, EmbeddedPostgres server) {
        this.data = data;
        this.server = server;
    }

    /** Starts a new server with its data in the folder. */
    public static PostgresqlServer start(Path folder) throws IOException {
        Path data = folder.resolve("postgresql");
        return new PostgresqlServer(data, start(data, 0));
    }

    /** Commits wait for their log as in production; nobody pulls the plug of the machine. */
    private static EmbeddedPostgres start(Path data, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "off")
                .start();
    }

    /** A new database of the server, which jobs call {@code crm}. */
    public Database newDatabase(String name) {
        Sql.in(url("postgres")).run("create database " + name);
        return new Database("crm", url(name), "postgres", new Password.None(), Optional.empty());
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database + "?user=postgres";
    }

    /** Kills all its processes, as an out-of-memory killer would. */
    public void kill() {
        List<ProcessHandle> processes = Stream.concat(
                        Stream.of(postmaster()), postmaster().descendants())
                .toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }

    private ProcessHandle postmaster() {
        try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
            return ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts it again after it was killed. */
    public void restart() throws IOException {
        int port = server.getPort();
        server.close();
        server = start(data, port);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
