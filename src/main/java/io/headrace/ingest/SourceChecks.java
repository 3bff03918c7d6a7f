package io.headrace.ingest;

import io.headrace.ingest.landing.ControlFile;
import io.headrace.quality.CheckResult;
import io.headrace.quality.CheckResultTable;
import io.headrace.quality.DataCheckJudge;
import io.headrace.quality.DataCheckMeasures;
import io.headrace.quality.DataCheckMeasures.Measured;
import io.headrace.quality.ProfileTable;
import io.headrace.run.RunContext;
import io.headrace.spec.Check;
import io.headrace.spec.DataCheck;
import io.headrace.spec.DataCheck.Change;
import io.headrace.spec.DataCheck.Control;
import io.headrace.spec.DataCheck.Fixed;
import io.headrace.spec.DataCheck.Usual;
import io.headrace.spec.IngestSpec;
import io.headrace.stats.ColumnProfile;
import io.headrace.stats.StabilityIndex;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What all checks of a source say about the rows of a run. */
final class SourceChecks {
    private final IngestSpec spec;
    private final Lake lake;
    private final Ledger ledger;

    SourceChecks(IngestSpec spec, Lake lake, Ledger ledger) {
        this.spec = spec;
        this.lake = lake;
        this.ledger = ledger;
    }

    /**
     * The results of all checks.
     *
     * @param judged rows that checks on rows and keys looked at
     * @param broken what these found
     * @param silver the rows that reach silver
     * @param profiles of these rows
     * @param clean how many these are
     */
    List<CheckResult> results(
            RunContext context,
            long judged,
            BrokenRules broken,
            Dataset<Row> silver,
            List<ColumnProfile> profiles,
            long clean) {
        List<CheckResult> results = new ArrayList<>();
        for (Check check : spec.checksOnRows()) {
            results.add(CheckResult.ofRows(
                    check, judged, broken.rows(check.name(), false), broken.rows(check.name(), true)));
        }
        Map<String, Measured> measured =
                DataCheckMeasures.measured(silver, spec.dataChecks(), context.asOf(), context.zone());
        for (DataCheck check : spec.dataChecks()) {
            results.add(
                    check.bounds() instanceof Change change
                            ? changed(context, check, change, profiles, clean)
                            : judged(context, check, measured.get(check.name()), clean));
        }
        return results;
    }

    private CheckResult changed(
            RunContext context, DataCheck check, Change change, List<ColumnProfile> profiles, long rows) {
        ColumnProfile earlier = ProfileTable.merged(
                        ProfileTable.last(lake, ledger, spec.silver(), context.date(), change.last()))
                .get(check.measure().column());
        OptionalDouble index = profiles.stream()
                .filter(now -> earlier != null && now.column().equals(earlier.column()) && now.kind() == earlier.kind())
                .map(now -> StabilityIndex.of(earlier, now))
                .flatMapToDouble(OptionalDouble::stream)
                .findFirst();
        return DataCheckJudge.change(check, change, rows, index);
    }

    private CheckResult judged(RunContext context, DataCheck check, Measured measured, long rows) {
        if (measured.value() == null) {
            return DataCheckJudge.error(check, rows, measured.problem());
        }
        if (check.bounds() instanceof Usual usual) {
            List<Double> history = CheckResultTable.history(lake, ledger, spec.silver(), check.name(), context.date());
            return DataCheckJudge.usual(check, usual, rows, measured.value(), history);
        }
        if (check.bounds() instanceof Control control) {
            ControlFile.Found expected = new ControlFile(
                            context.landing(),
                            spec.files().links(),
                            lake.spark().sessionState().newHadoopConf())
                    .number(control, context.date());
            return expected.number() == null
                    ? DataCheckJudge.error(check, rows, expected.problem())
                    : DataCheckJudge.control(check, control, rows, measured.value(), expected.number());
        }
        return DataCheckJudge.fixed(check, (Fixed) check.bounds(), rows, measured.value());
    }
}
