package io.headrace.train;

import io.headrace.spec.CalendarDays;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.TrainSpec.AsOfGrid;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The as-ofs a training run learns from and is tested on; all labels are mature at the run's own as-of.
 *
 * @param moments oldest first
 */
record AsOfs(List<Moment> moments) {
    AsOfs {
        moments = List.copyOf(moments);
    }

    /** The grid of the spec, counted back from the latest as-of whose label is known on the run's date. */
    static AsOfs of(TrainSpec spec, LocalDate date, ZoneId zone) {
        LocalDate runDay = date.plusDays(1);
        if (!(spec.label() instanceof LabelSpec.Event event)) {
            return new AsOfs(
                    List.of(new Moment(CalendarDays.begin(runDay, zone), CalendarDays.begin(runDay, zone), false)));
        }
        LocalDate latest = runDay.minusDays(event.horizonDays()).minusDays(event.delayDays());
        AsOfGrid grid = (AsOfGrid) spec.asOfs();
        List<LocalDate> days = IntStream.range(0, grid.atMost())
                .mapToObj(n -> latest.minusDays((long) n * grid.everyDays()))
                .filter(day -> CalendarDays.exists(day, zone))
                .sorted()
                .toList();
        LocalDate firstTest = firstTestDay(spec, days);
        return new AsOfs(days.stream()
                .filter(day -> !day.isBefore(firstTest)
                        || !day.plusDays(event.horizonDays()).isAfter(firstTest))
                .map(day -> new Moment(
                        CalendarDays.begin(day, zone),
                        CalendarDays.begin(day.plusDays(event.horizonDays()), zone),
                        !day.isBefore(firstTest)))
                .toList());
    }

    private static LocalDate firstTestDay(TrainSpec spec, List<LocalDate> days) {
        return spec.test() instanceof TrainSpec.Holdout.LatestAsOfs latest
                ? days.get(Math.max(0, days.size() - latest.count()))
                : LocalDate.MAX;
    }

    List<Instant> instants() {
        return moments.stream().map(Moment::asOf).toList();
    }

    /**
     * One as-of.
     *
     * @param labelEnd end of the label's horizon, exclusive
     * @param isTest whether its rows test; otherwise they train, unless entities are held out
     */
    record Moment(Instant asOf, Instant labelEnd, boolean isTest) {}
}
