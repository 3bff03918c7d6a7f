package io.headrace.export;

import static io.headrace.testing.Interruptions.killedAt;
import static io.headrace.testing.Interruptions.listening;
import static io.headrace.testing.Interruptions.meanwhileAt;
import static io.headrace.testing.Interruptions.pointsOf;
import static io.headrace.testing.SmallShop.DAY;
import static io.headrace.testing.SmallShop.DEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headrace.job.JobRunner.Again;
import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.run.Outcome;
import io.headrace.run.Verdict;
import io.headrace.spec.Database;
import io.headrace.spec.ExportSpec;
import io.headrace.spec.ExportSpec.Mode;
import io.headrace.spec.ExportSpec.Target;
import io.headrace.spec.JobHeader;
import io.headrace.spec.Password;
import io.headrace.spec.Schedule;
import io.headrace.table.Lake;
import io.headrace.testing.LakeContents;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.PostgresqlServer;
import io.headrace.testing.PublishedRows;
import io.headrace.testing.SmallShop;
import io.headrace.testing.Sql;
import io.headrace.testing.TwoDays;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Published rows in a real PostgreSQL: exact, once, and never half. */
@ExtendWith(LakeExtension.class)
class ExportSparkIT {
    private static final String ROWS = "select customer_id, name, score from lapse order by customer_id";
    private static final String[] ON_FIRST = {"1 a 0.1", "2 b 0.2", "3 c 0.3"};
    private static final String[] ON_SECOND = {"2 b 0.2", "3 c 0.9", "4 d 0.4"};

    @TempDir
    static Path folder;

    private static PostgresqlServer server;
    private static int databases;

    private Sql sql;
    private SmallShop shop;
    private PublishedRows published;

    @BeforeAll
    static void start() throws IOException {
        server = PostgresqlServer.start(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void open(Lake lake) {
        Database database = newDatabase();
        sql = Sql.in(database.url());
        shop = SmallShop.of(lake).with(database);
    }

    private static Database newDatabase() {
        databases++;
        return server.newDatabase("crm" + databases);
    }

    private void publishTwoDays() {
        published = TwoDays.in(shop.lake());
    }

    private static ExportSpec export(Mode mode) {
        return SmallShop.export(mode, new Target.Table("crm", "lapse"));
    }

    /** The server repeats what it was sent. */
    @Test
    void thePasswordIsTakenOutOfWhatTheServerSays() {
        Database known = newDatabase();
        Database place = new Database("crm", known.url(), "", new Password.InVariable("CRM"), Optional.empty());
        Login login = new Login(place, Map.of("CRM", "s3cret word"));
        Throwable failure = catchThrowable(() -> login.inSession(
                "crm:lapse", session -> session.createStatement().execute("select 's3cret word'::int")));
        StringWriter logged = new StringWriter();
        failure.printStackTrace(new PrintWriter(logged));
        assertThat(failure).hasMessageContaining("invalid input syntax for type integer: \"***\"");
        assertThat(logged.toString()).doesNotContain("s3cret");
    }

    @Test
    void everyValueArrivesAsItIs() {
        PublishedRows.of(shop.lake(), TwoDays.TABLE)
                .publish(
                        DAY,
                        "select customer_id, amount, at, day, score, name, big, yes,"
                                + " from_json(list, 'array<struct<f:string,v:int>>') as reasons from values (1, cast(12345678901234567890.123456789 as decimal(38,9)),"
                                + " timestamp'2026-03-29 01:30:00.123456', date'1900-02-28', double('NaN'), 'it''s \"quoted\", \\\\N',"
                                + " 9223372036854775807, true, '[{\"f\":\"x\"}]'),"
                                + " (2, -0.000000001, timestamp'1969-12-31 23:59:59.999999', date'9999-12-31',"
                                + " double('-Infinity'), '', -9223372036854775808, false, '[]'),"
                                + " (3, null, null, null, null, null, null, null, null),"
                                + " (4, 0, timestamp'0001-01-01 00:00:00', date'0001-01-01', 4.9E-324D, 'line\\nbreak\\r\\n\\t🚰 ', 0, true, '[]'),"
                                + " (5, 1, null, null, 0.1D + 0.2D, '\\\\.', 0, true, null)"
                                + " as t(customer_id, amount, at, day, score, name, big, yes, list)");
        Outcome outcome = shop.run(export(Mode.UPSERT), DAY);
        assertThat(outcome.counts()).containsEntry("rows", "5");
        assertThat(sql.rows("select attname, format_type(atttypid, atttypmod) from pg_attribute"
                        + " where attrelid = 'lapse'::regclass and attnum > 0 order by attnum"))
                .containsExactly(
                        "customer_id integer",
                        "amount numeric(38,9)",
                        "at timestamp with time zone",
                        "day date",
                        "score double precision",
                        "name text",
                        "big bigint",
                        "yes boolean",
                        "reasons jsonb",
                        "as_of timestamp with time zone",
                        "run_id text");
        assertThat(sql.rows("select amount from lapse order by customer_id"))
                .containsExactly(
                        "12345678901234567890.123456789", "-0.000000001", "null", "0.000000000", "1.000000000");
        assertThat(sql.rows("select at at time zone 'UTC', day from lapse order by customer_id"))
                .containsExactly(
                        "2026-03-29 01:30:00.123456 1900-02-28",
                        "1969-12-31 23:59:59.999999 9999-12-31",
                        "null null",
                        "0001-01-01 00:00:00 0001-01-01",
                        "null null");
        assertThat(sql.rows("select score from lapse order by customer_id"))
                .containsExactly("NaN", "-Infinity", "null", "5e-324", "0.30000000000000004");
        assertThat(sql.rows("select name from lapse order by customer_id"))
                .containsExactly("it's \"quoted\", \\N", "", "null", "line\nbreak\r\n\t🚰 ", "\\.");
        assertThat(sql.rows("select customer_id from lapse where name is null")).containsExactly("3");
        assertThat(sql.rows("select big, yes, reasons from lapse order by customer_id"))
                .containsExactly(
                        "9223372036854775807 t [{\"f\": \"x\", \"v\": null}]",
                        "-9223372036854775808 f []",
                        "null null null",
                        "0 t []",
                        "0 t null");
    }

    @Test
    void replaceLeavesTheNewestAsOfAlone() {
        publishTwoDays();
        shop.run(export(Mode.REPLACE), DAY);
        assertThat(sql.rows(ROWS)).containsExactly(ON_FIRST);
        shop.run(export(Mode.REPLACE), DAY.plusDays(1));
        assertThat(sql.rows(ROWS)).containsExactly(ON_SECOND);
        Outcome late = shop.run(export(Mode.REPLACE), DAY, Again.FORCE);
        assertThat(late.verdict()).isEqualTo(Verdict.SUPERSEDED);
        assertThat(late.message())
                .isEqualTo("nothing sent: crm:lapse holds export-lapse/2026-01-21/1, which is of a newer as-of");
        assertThat(sql.rows(ROWS)).containsExactly(ON_SECOND);
        assertThat(sql.rows("select job, logical_date, generation, seq, source_table, as_of, rows_sent"
                        + " from headrace_exports order by seq"))
                .containsExactly(
                        "export-lapse 2026-01-20 1 1 scores.lapse 2026-01-21 00:00:00 3",
                        "export-lapse 2026-01-21 1 2 scores.lapse 2026-01-22 00:00:00 3");
    }

    @Test
    void replaceAsOfKeepsOtherDays() {
        publishTwoDays();
        shop.run(export(Mode.REPLACE_AS_OF), DAY.plusDays(1));
        shop.run(export(Mode.REPLACE_AS_OF), DAY);
        published.publish(DAY, TwoDays.SECOND);
        shop.run(export(Mode.REPLACE_AS_OF), DAY, Again.FORCE);
        assertThat(
                        sql.rows(
                                "select date(as_of at time zone 'UTC'), count(*), sum(customer_id) from lapse group by 1 order by 1"))
                .containsExactly("2026-01-21 3 9", "2026-01-22 3 9");
    }

    @Test
    void upsertKeepsOtherKeysAndColumns() {
        sql.run("create table lapse (customer_id bigint primary key, name varchar(10), score double precision,"
                + " as_of timestamptz, run_id text, note text default 'new')");
        sql.run("insert into lapse values (2, 'old', 0, now(), 'x', 'mine'), (9, 'other', 0, now(), 'x', 'mine')");
        publishTwoDays();
        shop.run(export(Mode.UPSERT), DAY);
        assertThat(sql.rows("select customer_id, name, note from lapse order by 1"))
                .containsExactly("1 a new", "2 b mine", "3 c new", "9 other mine");
    }

    @Test
    void changesFollowPublicationsRollbacksAndWithdrawals() {
        publishTwoDays();
        assertThat(changes(DAY)).isEqualTo("3 inserted, 0 changed, 0 withdrawn");
        assertThat(changes(DAY.plusDays(1))).isEqualTo("1 inserted, 1 changed, 1 withdrawn");
        assertThat(sql.rows(ROWS)).containsExactly(ON_SECOND);
        published.publish(DAY.plusDays(1), TwoDays.FIRST);
        assertThat(changes(DAY.plusDays(1))).isEqualTo("1 inserted, 1 changed, 1 withdrawn");
        assertThat(sql.rows(ROWS)).containsExactly(ON_FIRST);
        published.rollBack(DAY.plusDays(1));
        assertThat(changes(DAY.plusDays(1))).isEqualTo("1 inserted, 1 changed, 1 withdrawn");
        assertThat(sql.rows(ROWS)).containsExactly(ON_SECOND);
        published.withdraw(DAY.plusDays(1));
        assertThat(changes(DAY.plusDays(1))).isEqualTo("0 inserted, 0 changed, 3 withdrawn");
        assertThat(sql.rows(ROWS)).isEmpty();
    }

    private String changes(LocalDate date) {
        return shop.run(export(Mode.CHANGES), date, Again.FORCE).message().replaceAll(" of scores.*", "");
    }

    @Test
    void changesStartFromWhatTheDatabaseHolds() {
        publishTwoDays();
        shop.run(export(Mode.CHANGES), DAY);
        sql.run("create table backup as table lapse", "create table receipts as table headrace_exports");
        shop.run(export(Mode.CHANGES), DAY.plusDays(1));
        sql.run(
                "delete from lapse",
                "insert into lapse select * from backup",
                "delete from headrace_exports",
                "insert into headrace_exports select * from receipts");
        assertThat(changes(DAY.plusDays(1))).isEqualTo("1 inserted, 1 changed, 1 withdrawn");
        assertThat(sql.rows(ROWS)).containsExactly(ON_SECOND);
    }

    @Test
    @Tag("full")
    void survivesEveryInterruption() {
        publishTwoDays();
        SmallShop clean = shop.copy("clean").with(newDatabase());
        clean.run(export(Mode.CHANGES), DAY);
        shop.run(export(Mode.CHANGES), DAY);
        List<String> points = pointsOf(() -> clean.run(export(Mode.CHANGES), DAY.plusDays(1)));
        assertThat(points)
                .contains(
                        "loading crm:lapse",
                        "between the rows of crm:lapse and their commit",
                        "committed to crm:lapse");
        for (String point : new LinkedHashSet<>(points)) {
            killedAt(point, () -> shop.as(DEAD).run(export(Mode.CHANGES), DAY.plusDays(1)));
        }
        shop.run(export(Mode.CHANGES), DAY.plusDays(1));
        assertThat(sql.rows(ROWS)).containsExactly(ON_SECOND);
        assertThat(LakeContents.of(shop)).isEqualTo(LakeContents.of(clean));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @Tag("full")
    void survivesEachSingleInterruption(Mode mode) {
        publishTwoDays();
        SmallShop clean = shop.copy("clean").with(newDatabase());
        List<String> points = pointsOf(() -> clean.run(export(mode), DAY));
        for (String point : new LinkedHashSet<>(points)) {
            Database crm = newDatabase();
            SmallShop victim = shop.copy("killed at " + point).with(crm);
            killedAt(point, () -> victim.as(DEAD).run(export(mode), DAY));
            victim.run(export(mode), DAY);
            assertThat(Sql.in(crm.url()).rows(ROWS)).as("killed at " + point).containsExactly(ON_FIRST);
            assertThat(LakeContents.of(victim)).as("killed at " + point).isEqualTo(LakeContents.of(clean));
        }
    }

    @Test
    void aServerKilledInTheMiddleShowsWhatItShowedBefore() throws IOException {
        publishTwoDays();
        shop.run(export(Mode.REPLACE), DAY);
        for (String point : List.of("loading crm:lapse", "between the rows of crm:lapse and their commit")) {
            HeadraceException failure = catchThrowableOfType(
                    HeadraceException.class,
                    () -> meanwhileAt(point, server::kill, () -> shop.run(export(Mode.REPLACE), DAY.plusDays(1))));
            assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(failure).hasMessageStartingWith("crm:lapse did not take the rows: ");
            HeadraceException down = catchThrowableOfType(
                    HeadraceException.class, () -> shop.run(export(Mode.REPLACE), DAY.plusDays(1)));
            assertThat(down.kind()).isEqualTo(FailureKind.TRANSIENT);
            server.restart();
            assertThat(sql.rows(ROWS)).containsExactly(ON_FIRST);
        }
        HeadraceException unsure = catchThrowableOfType(
                HeadraceException.class,
                () -> meanwhileAt(
                        "committed to crm:lapse", server::kill, () -> shop.run(export(Mode.REPLACE), DAY.plusDays(1))));
        server.restart();
        shop.run(export(Mode.REPLACE), DAY.plusDays(1));
        assertThat(unsure == null || unsure.kind() == FailureKind.TRANSIENT).isTrue();
        assertThat(sql.rows(ROWS)).containsExactly(ON_SECOND);
        assertThat(sql.rows("select count(*) from headrace_exports")).containsExactly("2");
    }

    @Test
    void aZombieDoublesNothing() {
        publishTwoDays();
        sql.run(
                "create table lapse (customer_id int, name text, score double precision, as_of timestamptz, run_id text)");
        for (String point : List.of("staged", "before crm:lapse", "committed to crm:lapse")) {
            Throwable end = catchThrowable(() -> meanwhileAt(
                    point,
                    () -> shop.run(export(Mode.REPLACE), DAY, Again.SKIP),
                    () -> shop.as(DEAD).run(export(Mode.REPLACE), DAY, Again.FORCE)));
            assertThat(end == null || ((HeadraceException) end).kind() == FailureKind.TRANSIENT)
                    .isTrue();
            assertThat(sql.rows(ROWS)).containsExactly(ON_FIRST);
        }
    }

    @Test
    void twoExportsAtOnceEachArriveWholeOrAreToldToComeAgain() throws Exception {
        publishTwoDays();
        List<ExportSpec> jobs = List.of(export(Mode.UPSERT), named("export-again", export(Mode.UPSERT)));
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Throwable> ends = new ArrayList<>();
        try {
            listening(point -> awaitAt("before crm:lapse", point, together), () -> {
                List<Future<Throwable>> running = new ArrayList<>();
                jobs.forEach(job -> running.add(threads.submit(() -> catchThrowable(() -> shop.run(job, DAY)))));
                running.forEach(end -> ends.add(end(end)));
            });
        } finally {
            threads.shutdown();
        }
        assertThat(ends)
                .filteredOn(Objects::nonNull)
                .hasSizeLessThan(2)
                .allSatisfy(end -> assertThat(((HeadraceException) end).kind()).isEqualTo(FailureKind.TRANSIENT));
        jobs.forEach(job -> shop.run(job, DAY));
        assertThat(sql.rows(ROWS)).containsExactly(ON_FIRST);
        assertThat(sql.rows("select job, rows_sent from headrace_exports order by job"))
                .containsExactly("export-again 3", "export-lapse 3");
    }

    private static ExportSpec named(String name, ExportSpec job) {
        JobHeader header = new JobHeader(name, "test", Schedule.DAILY, "digest");
        return new ExportSpec(header, job.table(), job.columns(), job.where(), job.mode(), job.key(), job.target());
    }

    private static void awaitAt(String wanted, String point, CyclicBarrier barrier) {
        if (point.equals(wanted) && !barrier.isBroken()) {
            try {
                barrier.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException("the other one did not come to " + point, e);
            }
        }
    }

    private static Throwable end(Future<Throwable> work) {
        try {
            return work.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTargetThatFailsKeepsWhatItHas() {
        publishTwoDays();
        shop.run(export(Mode.REPLACE), DAY);
        sql.run("alter table lapse add check (score < 0.5)");
        refused("crm:lapse refused: ERROR: new row for relation \"lapse\" violates check constraint");
        sql.run("alter table lapse alter score type real");
        refused("crm:lapse: the column score is of type real, which cannot hold every double");
        sql.run("alter table lapse drop column name");
        refused("crm:lapse has no column name");
        assertThat(sql.rows("select customer_id from lapse order by 1")).containsExactly("1", "2", "3");
    }

    private void refused(String message) {
        assertThatThrownBy(() -> shop.run(export(Mode.REPLACE), DAY.plusDays(1)))
                .isInstanceOfSatisfying(
                        HeadraceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.USER))
                .hasMessageStartingWith(message);
    }

    @Test
    void theCharacterZeroIsNamedWithItsRow() {
        PublishedRows.of(shop.lake(), TwoDays.TABLE)
                .publish(DAY, "select 7 as customer_id, concat('a', chr(0)) as name, 0.5D as score");
        assertThatThrownBy(() -> shop.run(export(Mode.UPSERT), DAY))
                .hasMessage("crm:lapse cannot store the character U+0000, which the column name contains in"
                        + " the row customer_id = 7");
    }
}
