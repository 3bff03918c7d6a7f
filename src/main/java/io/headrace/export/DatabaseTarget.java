package io.headrace.export;

import io.headrace.run.Faults;
import io.headrace.run.RunId;
import io.headrace.spec.ExportSpec;
import io.headrace.table.Ledger.Claim;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A table of a database as a target.
 *
 * <p>One session takes the rows, which pass through the driver a partition at a time; one transaction then shows them and
 * writes the receipt. A session that ends before leaves nothing behind.
 */
final class DatabaseTarget implements ExportTarget {
    private final ExportSpec spec;
    private final Login login;
    private final String table;
    private final TableLoader loading;
    private final Receipts receipts;

    DatabaseTarget(ExportSpec spec, Login login, String table) {
        this.spec = spec;
        this.login = login;
        this.table = table;
        this.loading = login.place().isPostgresql() ? new CopyLoader(name(), table) : new InsertLoader(name(), table);
        this.receipts = new Receipts(table);
    }

    @Override
    public String name() {
        return login.place().name() + ":" + table;
    }

    @Override
    public boolean keepsNewestOnly() {
        return spec.mode().keepsNewestOnly();
    }

    /** The table itself counts: it may have been restored. */
    @Override
    public Optional<Claim> newest(List<Claim> done) {
        Optional<RunId> newest = login.inSession(name(), session -> receipts.newest(session, spec.name()));
        return newest.map(run -> done.stream()
                .filter(claim -> claim.run().equals(run))
                .findFirst()
                .orElseThrow(() -> ExportErrors.foreign(name(), run)));
    }

    @Override
    public Optional<ExportCounts> shown(RunId run) {
        return login.inSession(name(), session -> receipts.of(session, run));
    }

    @Override
    public Staged stage(Dataset<Row> rows, Export export) {
        return login.guard(name(), () -> {
            Connection session = login.open();
            boolean staged = false;
            try {
                receipts.ensure(session);
                ExportCounts counts = loading.load(session, rows, export);
                staged = true;
                return new Waiting(session, export, counts);
            } finally {
                if (!staged) {
                    end(session);
                }
            }
        });
    }

    /** Begins a transaction that fails rather than build on what another one is changing. */
    static void begin(Connection session) throws SQLException {
        session.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        session.setAutoCommit(false);
    }

    /** Some databases commit what is open when a session is closed. */
    private static void end(Connection session) throws SQLException {
        try (session) {
            if (!session.isClosed() && !session.getAutoCommit()) {
                session.rollback();
            }
        }
    }

    /** Rows that the session holds and nobody else sees. */
    private final class Waiting implements Staged {
        private final Connection session;
        private final Export export;
        private final ExportCounts counts;

        Waiting(Connection session, Export export, ExportCounts counts) {
            this.session = session;
            this.export = export;
            this.counts = counts;
        }

        @Override
        public ExportCounts counts() {
            return counts;
        }

        @Override
        public void show() {
            login.guard(name(), () -> {
                try {
                    if (isNew()) {
                        loading.apply(session, export, counts);
                        receipts.write(session, export, counts);
                        Faults.reach("between the rows of " + name() + " and their commit");
                        session.commit();
                        Faults.reach("committed to " + name());
                    }
                } finally {
                    end(session);
                }
                return null;
            });
        }

        private boolean isNew() throws SQLException {
            if (session.getAutoCommit()) {
                begin(session);
            }
            OptionalInt taken = receipts.generation(session, export.run());
            if (taken.isPresent() && taken.getAsInt() > export.run().generation()) {
                throw ExportErrors.superseded(name(), export.run(), taken.getAsInt());
            }
            return taken.isEmpty() || taken.getAsInt() < export.run().generation();
        }
    }
}
