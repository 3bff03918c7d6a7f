package io.headrace.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.RunId;
import io.headrace.table.Tampering.Kind;
import io.headrace.testing.LakeExtension;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever lets an erased person come back, or pretends that one was erased, is noticed. */
@ExtendWith(LakeExtension.class)
class TombstonesSparkIT {
    private static final Instant AT = Instant.parse("2026-01-20T10:00:00Z");

    private static void erase(Lake lake, int run, String... hashes) {
        new Tombstones(lake).add(run(run), "customer_id", List.of(hashes), AT);
    }

    private static RunId run(int number) {
        return RunId.parse("erase-0a1b2c3d4e5f6071/2026-01-2" + number + "/1");
    }

    private static List<Tampering> found(Lake lake) {
        return new ChainedTables(lake).audit(Tombstones.TABLE, List.of()).found();
    }

    private static void assertFound(Lake lake, Kind kind, String place) {
        assertThat(found(lake)).anySatisfy(fault -> {
            assertThat(fault.kind()).isEqualTo(kind);
            assertThat(fault.where()).isEqualTo("headrace.tombstones row " + place);
        });
    }

    private static void sql(Lake lake, String statement) {
        lake.spark().sql(statement.formatted("delta.`" + lake.path(Tombstones.TABLE) + "`"));
    }

    @Test
    void rowsThatAreEditedRemovedExchangedOrCutOffAreFound(Lake lake) {
        erase(lake, 0, "a", "b");
        erase(lake, 1, "c");
        erase(lake, 1, "c");
        assertThat(found(lake)).isEmpty();
        assertThat(new Tombstones(lake).all().get("customer_id")).containsExactly("a", "b", "c");
        long version = lake.version(Tombstones.TABLE);
        assertThat(new ChainedTables(lake).tables()).contains(Tombstones.TABLE);

        sql(lake, "update %s set hash = 'x' where hash = 'b'");
        assertFound(lake, Kind.EDITED, "2");
        sql(lake, "restore table %s to version as of " + version);
        sql(lake, "delete from %s where hash = 'b'");
        assertFound(lake, Kind.REMOVED, "2");
        sql(lake, "restore table %s to version as of " + version);
        sql(lake, "update %s set hash = if(hash = 'a', 'b', 'a') where hash in ('a', 'b')");
        assertThat(found(lake)).extracting(Tampering::kind).contains(Kind.REORDERED);
        sql(lake, "restore table %s to version as of " + version);
        sql(lake, "delete from %s where hash = 'c'");
        assertFound(lake, Kind.CUT_TAIL, "3");
        sql(lake, "restore table %s to version as of " + version);
        assertThat(found(lake)).isEmpty();
    }

    @Test
    void personsWhomAnEarlierReleaseErasedGetPlacesWithTheNextOne(Lake lake) {
        StructType plain =
                new StructType(Stream.of(Tombstones.DESCRIPTION.schema().fields())
                        .filter(field -> !ChainedTables.isLink(field.name()))
                        .toArray(StructField[]::new));
        TableDescription former = TableDescription.system(Tombstones.TABLE, "a person", plain, "run_id", "hash");
        new RunTable(lake, former)
                .append(run(0), List.of(RowFactory.create(run(0).toString(), "customer_id", "a", Timestamp.from(AT))));
        ChainedTables.Result before = new ChainedTables(lake).audit(Tombstones.TABLE, List.of());
        assertThat(before.unchained()).isOne();
        assertThat(before.found()).isEmpty();
        assertThat(new Tombstones(lake).all()).isEqualTo(Map.of("customer_id", Set.of("a")));

        erase(lake, 1, "b");
        ChainedTables.Result now = new ChainedTables(lake).audit(Tombstones.TABLE, List.of());
        assertThat(now.found()).isEmpty();
        assertThat(now.unchained()).isZero();
        assertThat(now.report().state().size()).isEqualTo(2);
        sql(lake, "update %s set hash = 'x' where hash = 'a'");
        assertFound(lake, Kind.EDITED, "1");
    }
}
