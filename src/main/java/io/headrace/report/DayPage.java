package io.headrace.report;

import io.headrace.report.MonitoredModel.Day;
import java.util.List;
import java.util.Optional;

/** What the page of a run shows: all that it recorded, table by table. */
final class DayPage {
    private final RunPages of;
    private final int index;

    DayPage(RunPages of, int index) {
        this.of = of;
        this.index = index;
    }

    private Day day() {
        return of.days().get(index);
    }

    String subject() {
        return of.subject();
    }

    String job() {
        return of.job();
    }

    String owner() {
        return of.owner();
    }

    String run() {
        return day().run().id();
    }

    String date() {
        return DisplayFormat.day(day().run().date());
    }

    String jobFile() {
        return "../" + SiteAddress.ofJob(of.job());
    }

    /** What is said above the rows. */
    List<String> notes() {
        return of.notes().apply(run());
    }

    List<RowTable> tables() {
        return day().tables().stream().map(RowTable::new).toList();
    }

    Optional<Neighbour> before() {
        return neighbour(index - 1);
    }

    Optional<Neighbour> after() {
        return neighbour(index + 1);
    }

    private Optional<Neighbour> neighbour(int other) {
        return other < 0 || other >= of.days().size()
                ? Optional.empty()
                : Optional.of(new Neighbour(
                        SiteAddress.fileOf(of.days().get(other).run().date()),
                        of.days().get(other).run().date().toString()));
    }

    /** The page of the run before or after. */
    record Neighbour(String file, String date) {}
}
