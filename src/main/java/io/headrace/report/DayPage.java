package io.headrace.report;

import io.headrace.report.MonitoredModel.Day;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the page of a run shows: all that it recorded, table by table. */
final class DayPage {
    private final MonitoredModel model;
    private final int index;

    DayPage(MonitoredModel model, int index) {
        this.model = model;
        this.index = index;
    }

    private Day day() {
        return model.days().get(index);
    }

    String model() {
        return model.model();
    }

    String job() {
        return model.job();
    }

    String owner() {
        return model.owner();
    }

    String run() {
        return day().run().id();
    }

    String date() {
        return DisplayFormat.day(day().run().date());
    }

    String modelFile() {
        return "../" + SiteAddress.ofModel(model);
    }

    /** What was decided, in words: alerts first. */
    List<String> decided() {
        return model.decided().stream()
                .filter(row -> row.run().equals(run()))
                .sorted(Comparator.comparing(row -> !row.isAlert()))
                .map(row -> (row.isAlert()
                                ? "Alert, " + row.severity()
                                : "Decision, " + row.action().replace('_', ' ')) + ": " + row.text() + ".")
                .toList();
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
        return other < 0 || other >= model.days().size()
                ? Optional.empty()
                : Optional.of(new Neighbour(
                        SiteAddress.fileOf(model.days().get(other).run().date()),
                        model.days().get(other).run().date().toString()));
    }

    /** The page of the run before or after. */
    record Neighbour(String file, String date) {}
}
