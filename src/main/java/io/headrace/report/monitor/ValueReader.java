package io.headrace.report.monitor;

import io.headrace.monitor.FinishedRuns;
import io.headrace.report.MonitoredModel.Day;
import io.headrace.report.MonitoredModel.Run;
import io.headrace.report.ValueFindings;
import io.headrace.report.ValueFindings.Figure;
import io.headrace.report.ValueFindings.OfDay;
import io.headrace.report.ValueFindings.WithEnds;
import io.headrace.spec.ValueJobSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Publications;
import io.headrace.table.TableDescription;
import io.headrace.value.ArmSum;
import io.headrace.value.ValueStatus;
import io.headrace.value.ValueStatus.Sum;
import io.headrace.value.ValuedDays;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.apache.spark.sql.Row;

/** Reads what acting on scores is worth, for pages; sums are those of the command. Starts no Spark. */
final class ValueReader {
    /** Figures that stand beside each as-of; those of thresholds are told as sums. */
    private static final Set<String> OF_DAYS = Set.of("earned", "none", "all", "capacity", "campaign", "compute");

    private final TableDescription table = RecordedDays.described("value");
    private final Lake lake;
    private final Ledger ledger;
    private final Publications publications;
    private final ZoneId zone;

    ValueReader(Lake lake, Ledger ledger, Publications publications, ZoneId zone) {
        this.lake = lake;
        this.ledger = ledger;
        this.publications = publications;
        this.zone = zone;
    }

    /** What a job has found; empty where no run has recorded anything. */
    Optional<ValueFindings> findings(ValueJobSpec job) {
        List<Run> runs = RecordedDays.last(FinishedRuns.of(job, ledger).byDate().values());
        ValuedDays valued = ValuedDays.of(job, lake, ledger, publications, zone);
        List<OfDay> ofDays = ofDays(valued);
        List<Day> days = RecordedDays.of(
                lake,
                runs,
                ofDays.stream().flatMap(day -> day.figures().stream()).map(Figure::row),
                "value");
        return days.isEmpty() ? Optional.empty() : Optional.of(findings(job, ValueStatus.of(valued), ofDays, days));
    }

    private static ValueFindings findings(ValueJobSpec job, ValueStatus status, List<OfDay> ofDays, List<Day> days) {
        return new ValueFindings(
                status.model(),
                status.job(),
                job.header().owner(),
                status.currency(),
                status.run(),
                status.notValued(),
                status.versions(),
                status.rows(),
                status.rowsOpen(),
                status.sums().stream().map(ValueReader::sum).toList(),
                status.best().stream().map(ValueReader::sum).findFirst(),
                status.campaign().stream().map(ValueReader::campaign).findFirst(),
                status.arms().stream().map(ValueReader::arm).toList(),
                ofDays,
                days);
    }

    private static ValueFindings.Sum sum(Sum sum) {
        return new ValueFindings.Sum(
                sum.basis(),
                sum.figure(),
                number(sum.threshold()),
                sum.value(),
                number(sum.lower()),
                number(sum.upper()),
                sum.rows(),
                sum.days());
    }

    private static ValueFindings.Campaign campaign(ValueStatus.Campaign campaign) {
        return new ValueFindings.Campaign(
                LocalDate.parse(campaign.day()),
                campaign.each(campaign.value()),
                campaign.each(campaign.lower()),
                campaign.each(campaign.upper()),
                campaign.rows(),
                campaign.contacted());
    }

    private static ValueFindings.Arm arm(ArmSum arm) {
        return new ValueFindings.Arm(
                arm.arm(),
                arm.rows() == 0
                        ? Optional.empty()
                        : Optional.of(withEnds(arm.value(), arm.lower(), arm.upper(), arm::perThousand)),
                arm.rows(),
                arm.days(),
                arm.rowsOpen(),
                Optional.ofNullable(arm.difference())
                        .map(difference -> withEnds(
                                difference, arm.differenceLower(), arm.differenceUpper(), arm::differencePerThousand)));
    }

    private static WithEnds withEnds(double value, Double lower, Double upper, DoubleUnaryOperator unit) {
        return new WithEnds(unit.applyAsDouble(value), number(lower, unit), number(upper, unit));
    }

    private static OptionalDouble number(Double number, DoubleUnaryOperator unit) {
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(unit.applyAsDouble(number));
    }

    private static OptionalDouble number(Double number) {
        return number(number, DoubleUnaryOperator.identity());
    }

    private List<OfDay> ofDays(ValuedDays valued) {
        Map<String, Sum> soFar = new TreeMap<>();
        List<OfDay> days = new ArrayList<>();
        valued.byAsOf().forEach((asOf, rows) -> {
            List<Figure> figures = rows.stream()
                    .filter(row -> OF_DAYS.contains(row.<String>getAs("figure")))
                    .sorted(Comparator.comparing((Row row) -> row.<String>getAs("basis"))
                            .thenComparing(row -> row.<String>getAs("figure")))
                    .map(row -> figure(row, soFar))
                    .toList();
            Row first = rows.get(0);
            days.add(new OfDay(
                    valued.day(asOf),
                    first.<Integer>getAs("model_version"),
                    figures.stream()
                            .map(Figure::own)
                            .filter(own -> own.basis().equals("expected"))
                            .mapToLong(ValueFindings.Sum::rows)
                            .max()
                            .orElse(0),
                    first.<Long>getAs("unknown"),
                    figures));
        });
        return days;
    }

    private Figure figure(Row row, Map<String, Sum> soFar) {
        Sum own = Sum.of(row);
        return new Figure(sum(own), sum(soFar.merge(own.key(), own, Sum::plus)), DayRows.reference(table, row));
    }
}
