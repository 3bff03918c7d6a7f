package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.engine.TableEdits;
import io.headrace.job.SpecEdit;
import io.headrace.job.StaleRuns;
import io.headrace.job.StaleRuns.Stale;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Project;
import io.headrace.table.Ledger;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what a run for a date would do, and why. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Shows what headrace run would do for a date, in order, and why.")
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @ArgGroup(multiplicity = "1")
    private Asked asked;

    /** One of the two. */
    private static final class Asked {
        @Option(names = "--date", paramLabel = "D", description = "The logical date, yyyy-MM-dd.")
        private LocalDate date;

        @Option(
                names = "--stale",
                description =
                        "Shows instead the finished runs of all dates that would give other results now, and why.")
        private boolean stale;
    }

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        Project project = options.project();
        Engine engine = Engine.open(project);
        StaleRuns stale = engine.stale();
        if (asked.stale) {
            new Screen().rows(List.of("job", "first", "last", "days", "why"), stretches(stale.all()), output);
            return 0;
        }
        Screen screen = new Screen();
        TableEdits edits = new TableEdits(project, engine.lake());
        List<List<String>> rows = new ArrayList<>();
        for (JobSpec job : project.inOrder()) {
            rows.add(List.of(
                    job.name(),
                    job.kind(),
                    what(engine, stale, job),
                    String.join(" ", project.upstream().get(job.name())),
                    isEdited(engine, job) ? String.join("; ", edits.of(job)) : ""));
        }
        screen.rows(List.of("job", "kind", "plan", "needs", "columns"), rows, output);
        return 0;
    }

    /** Days that follow one another and are stale for the same reason. */
    private record Stretch(String job, LocalDate first, LocalDate last, String reason) {
        private boolean isFollowedBy(Stale stale) {
            return job.equals(stale.run().job())
                    && reason.equals(stale.reason())
                    && last.plusDays(1).equals(stale.run().date());
        }

        private List<Object> row() {
            return List.of(job, first, last, ChronoUnit.DAYS.between(first, last) + 1, reason);
        }
    }

    private static List<List<Object>> stretches(List<Stale> runs) {
        Deque<Stretch> stretches = new ArrayDeque<>();
        for (Stale stale : runs) {
            LocalDate date = stale.run().date();
            boolean follows = !stretches.isEmpty() && stretches.getLast().isFollowedBy(stale);
            LocalDate first = follows ? stretches.removeLast().first() : date;
            stretches.add(new Stretch(stale.run().job(), first, date, stale.reason()));
        }
        return stretches.stream().map(Stretch::row).toList();
    }

    /** Looking at schemas needs Spark: only where the definition is not that of the last run. */
    private static boolean isEdited(Engine engine, JobSpec job) {
        List<Ledger.Claim> claims = engine.ledger().claims(job.name());
        return !claims.isEmpty() && SpecEdit.isEdited(job, claims.get(claims.size() - 1));
    }

    private String what(Engine engine, StaleRuns stale, JobSpec job) {
        List<Ledger.Claim> claims = engine.ledger().claims(job.name()).stream()
                .filter(claim -> claim.date().equals(asked.date))
                .toList();
        if (claims.isEmpty()) {
            return engine.isDue(job, asked.date)
                    ? "run: due"
                            + engine.whyDue(job, asked.date)
                                    .map(why -> ", as decided: " + why)
                                    .orElse("")
                    : "skip: scheduled " + job.header().schedule().word();
        }
        Ledger.Claim last = claims.get(claims.size() - 1);
        if (last.isDone()) {
            return stale.reason(job.name(), asked.date)
                    .map(reason -> "stale: " + reason + "; headrace backfill --stale runs it again")
                    .orElse("skip: done by " + last.run() + edited(job, last));
        }
        return last.isVoid()
                ? "run: the last attempt published nothing"
                : "finish: " + last.run() + " was interrupted" + edited(job, last);
    }

    private static String edited(JobSpec job, Ledger.Claim last) {
        return SpecEdit.since(job, last).map(edited -> "; " + edited).orElse("");
    }
}
