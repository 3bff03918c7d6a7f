package io.headrace.score;

import io.headrace.run.Digest;
import io.headrace.run.Faults;
import io.headrace.run.Intent;
import io.headrace.spec.Layer;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.PersonalLineage;
import io.headrace.table.StagedTable;
import io.headrace.table.TableLayout;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Scores of a large population, kept slice by slice in a table of work in progress, so that a run that was killed goes on behind the last.
 *
 * <p>The table is named after what is scored and how, not after the run: whoever comes next with the same task goes on, whoever has another one
 * begins anew.
 */
final class SliceColumns {
    private static final String MARK = "slices";
    private static final int DIGITS = 12;
    private static final int KEPT_DAYS = 1;

    private final Lake lake;
    private final String job;
    private final TableName table;

    SliceColumns(Lake lake, ScoreSpec spec, Intent intent, String asOf) {
        String task = Digest.of(intent.specDigest() + asOf + intent.inputs() + intent.facts());
        this.lake = lake;
        this.job = spec.name().replace('-', '_');
        this.table = Layer.STAGING.table(job + "_" + task.substring(0, DIGITS));
    }

    /**
     * The scored rows of all slices; those that are not kept yet are scored now.
     *
     * @param slices in the same order each time
     */
    Dataset<Row> scored(List<Dataset<Row>> slices, UnaryOperator<Dataset<Row>> scoring) {
        discard(name -> !name.equals(table.name()));
        lake.ensure(TableLayout.plain(table, PersonalLineage.schema(scoring.apply(slices.get(0))))
                .keptDays(KEPT_DAYS));
        for (int slice = 0; slice < slices.size(); slice++) {
            while (score(slice, slices.get(slice), scoring)) {
                Faults.reach("slice " + slice);
            }
        }
        return lake.read(table);
    }

    /** Whether the slice had to be scored; of two processes that do so at once, one commits. */
    private boolean score(int slice, Dataset<Row> rows, UnaryOperator<Dataset<Row>> scoring) {
        StagedTable staged = lake.stage(table);
        boolean lacks = staged.mark(MARK) < slice;
        if (lacks) {
            staged.append(scoring.apply(rows)).publishUnlessChanged(Map.of(MARK, (long) slice), "slice " + slice);
        }
        return lacks;
    }

    /** Removes what is kept. */
    void discard() {
        discard(name -> true);
    }

    private void discard(Predicate<String> names) {
        String own = Pattern.quote(job) + "_[0-9a-f]{" + DIGITS + "}";
        lake.discard(name -> name.matches(own) && names.test(name));
    }
}
