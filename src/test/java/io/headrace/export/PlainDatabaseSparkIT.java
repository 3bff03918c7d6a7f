package io.headrace.export;

import static io.headrace.testing.Interruptions.killedAt;
import static io.headrace.testing.Interruptions.pointsOf;
import static io.headrace.testing.SmallShop.DAY;
import static io.headrace.testing.SmallShop.DEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.job.JobRunner.Again;
import io.headrace.spec.Database;
import io.headrace.spec.ExportSpec;
import io.headrace.spec.ExportSpec.Mode;
import io.headrace.spec.ExportSpec.Target;
import io.headrace.spec.Password;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.testing.Sql;
import io.headrace.testing.TwoDays;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Published rows in a database that is known by its JDBC driver alone. */
@ExtendWith(LakeExtension.class)
class PlainDatabaseSparkIT {
    private static final String ROWS = "select customer_id, name, score from lapse order by customer_id";

    private static final String[] ON_FIRST = {"1 a 0.1", "2 b 0.2", "3 c 0.3"};

    @TempDir
    Path folder;

    private Sql sql;
    private SmallShop shop;

    @BeforeEach
    void open(Lake lake) {
        String url = "jdbc:h2:" + folder.resolve("crm");
        sql = Sql.in(url);
        shop = SmallShop.of(lake).with(new Database("crm", url, "", new Password.None(), Optional.empty()));
        TwoDays.in(lake);
    }

    private void makeTable() {
        sql.run("create table lapse (customer_id int primary key, name varchar, score double precision,"
                + " as_of timestamp with time zone, run_id varchar)");
    }

    private static ExportSpec export(Mode mode) {
        return SmallShop.export(mode, new Target.Table("crm", "lapse"));
    }

    @ParameterizedTest
    @EnumSource(names = {"REPLACE_AS_OF", "UPSERT"})
    void rowsOfOtherDaysAndKeysStay(Mode mode) {
        makeTable();
        shop.run(export(mode), DAY);
        assertThat(sql.rows(ROWS)).containsExactly(ON_FIRST);
        sql.run("delete from lapse where customer_id > 1 and 'REPLACE_AS_OF' = '" + mode + "'");
        shop.run(export(mode), DAY.plusDays(1));
        assertThat(sql.rows(ROWS)).containsExactly("1 a 0.1", "2 b 0.2", "3 c 0.9", "4 d 0.4");
    }

    /** But those while the transaction waits: only the end of a real process would end its session and its locks. */
    @Test
    @Tag("full")
    void survivesInterruptions() {
        makeTable();
        shop.run(export(Mode.CHANGES), DAY);
        List<String> points = List.of(
                "claimed",
                "loading crm:lapse",
                "between the rows of crm:lapse and their commit",
                "committed to crm:lapse",
                "recorded");
        assertThat(pointsOf(() -> shop.run(export(Mode.CHANGES), DAY, Again.FORCE)))
                .containsAll(points);
        for (String point : points) {
            killedAt(point, () -> shop.as(DEAD).run(export(Mode.CHANGES), DAY.plusDays(1)));
        }
        shop.run(export(Mode.CHANGES), DAY.plusDays(1));
        assertThat(sql.rows(ROWS)).containsExactly("2 b 0.2", "3 c 0.9", "4 d 0.4");
    }

    @Test
    void momentsKeepTheirMeaning() {
        sql.run("create table lapse (customer_id int, as_of timestamp with time zone)");
        ExportSpec all = export(Mode.REPLACE);
        ExportSpec some = new ExportSpec(
                all.header(),
                all.table(),
                List.of("customer_id", "as_of"),
                "customer_id = 3",
                Mode.REPLACE,
                List.of(),
                all.target());
        shop.run(some, DAY);
        assertThat(sql.rows("select customer_id, as_of at time zone 'UTC' from lapse"))
                .containsExactly("3 2026-01-21 00:00:00+00");
        sql.run("drop table lapse", "create table lapse (customer_id int, as_of timestamp)");
        shop.run(some, DAY, Again.FORCE);
        assertThat(sql.rows("select customer_id, as_of from lapse")).containsExactly("3 2026-01-21 00:00:00");
    }

    @Test
    void aTableThatIsNotThereIsAskedFor() {
        assertThatThrownBy(() -> shop.run(export(Mode.REPLACE), DAY))
                .hasMessageStartingWith("crm:lapse refused: Table \"LAPSE\" not found");
    }

    @Test
    void aRowThatIsRefusedLeavesTheOthersAsTheyWere() {
        makeTable();
        shop.run(export(Mode.REPLACE), DAY);
        sql.run("alter table lapse add check (customer_id < 4)");
        assertThatThrownBy(() -> shop.run(export(Mode.REPLACE), DAY.plusDays(1)))
                .hasMessageStartingWith("crm:lapse refused: Check constraint violation");
        assertThat(sql.rows(ROWS)).containsExactly(ON_FIRST);
    }
}
