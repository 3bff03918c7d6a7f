package io.headrace.lineage;

import io.headrace.notice.Answer;
import io.headrace.notice.Couriers;
import io.headrace.notice.Delivery;
import io.headrace.notice.Delivery.Attempt;
import io.headrace.notice.Lines;
import io.headrace.notice.Pauses;
import io.headrace.notice.Retries;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.spec.JobSpec;
import io.headrace.spec.LineagePlaces;
import io.headrace.spec.Places;
import io.headrace.spec.TableName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Tells other systems of runs, as OpenLineage: a START when a run begins, and a COMPLETE or a FAIL when it ends. A run that is interrupted has not
 * ended: whoever finishes it says so. In a file each event stands once; at an address it may arrive again, with the same run id.
 *
 * <p>What cannot be told is said, and fails nothing. It is not told later: the file holds what an address has missed.
 */
public final class Lineage {
    /** Short, as an answer is waited for at the begin and the end of each run. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final Retries RETRIES = new Retries(Duration.ofSeconds(1), Duration.ofSeconds(4));

    private final LineagePlaces to;
    private final EventSource source;
    private final Optional<Path> folder;
    private final Couriers couriers;
    private final Pauses pauses;

    private Lineage(Places places, Couriers couriers, String version, Pauses pauses) {
        this.to = places.lineage();
        this.source = new EventSource(to.namespace(), places.lake(), version);
        this.folder = to.file().flatMap(file -> Couriers.file(places, file));
        this.couriers = couriers;
        this.pauses = pauses;
    }

    /** As the places say, with the environment of this process. */
    public static Lineage of(Places places, String version) {
        return new Lineage(places, new Couriers(places, System.getenv(), LIMIT), version, Pauses.real());
    }

    /** @param version of Headrace */
    static Lineage of(Places places, Couriers couriers, String version, Pauses pauses) {
        return new Lineage(places, couriers, version, pauses);
    }

    /** A run has begun, or is gone on with. Returns what went wrong, in words; empty where nothing did. */
    public String started(JobSpec job, Intent intent, RunContext context) {
        return tell(RunEvent.Type.START, new RunEvent(source, job, intent, context), RunEvent::started);
    }

    /**
     * A run is about to end well.
     *
     * @param outputs table to version
     * @param quality what it found of tables that it read; asked for only if it is told
     * @return what went wrong, in words
     */
    public String completed(
            JobSpec job,
            Intent intent,
            RunContext context,
            Map<String, Long> outputs,
            Supplier<Map<TableName, Quality>> quality) {
        return tell(
                RunEvent.Type.COMPLETE,
                new RunEvent(source, job, intent, context),
                event -> event.completed(outputs, quality.get()));
    }

    /**
     * A run has ended and has published nothing.
     *
     * @param code of the failure
     * @return what went wrong, in words
     */
    public String failed(JobSpec job, Intent intent, RunContext context, String code) {
        return tell(RunEvent.Type.FAIL, new RunEvent(source, job, intent, context), event -> event.failed(code));
    }

    private String tell(RunEvent.Type type, RunEvent event, Function<RunEvent, String> text) {
        if (to.file().isEmpty() && !to.isPosted()) {
            return "";
        }
        String written;
        try {
            written = text.apply(event);
        } catch (RuntimeException failure) {
            return "lineage does not know of this run: " + failure.getClass().getSimpleName();
        }
        List<String> problems = new ArrayList<>();
        to.file()
                .ifPresent(file ->
                        problem(file, add(file, event.marks(type), written)).ifPresent(problems::add));
        if (to.isPosted()) {
            problem("the address of lineage", post(written)).ifPresent(problems::add);
        }
        return String.join("; ", problems);
    }

    private Answer add(String file, List<String> marks, String event) {
        Attempt attempt = () -> folder.isEmpty()
                ? Answer.refused("the exports folder is no folder of this machine")
                : new Lines(folder.get(), file).add(marks, RunEvent.BEGIN, event);
        return answer(attempt);
    }

    private Answer post(String event) {
        return answer(() -> couriers.post(to.url(), to.key()).send(Map.of(), event));
    }

    private Answer answer(Attempt attempt) {
        try {
            return Delivery.tell(attempt, RETRIES, pauses).last();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.refused("interrupted");
        }
    }

    private static Optional<String> problem(String target, Answer answer) {
        return answer.kind() == Answer.Kind.DELIVERED
                ? Optional.empty()
                : Optional.of(target + " does not know of this run: " + answer.words());
    }
}
