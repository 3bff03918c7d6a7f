package io.headrace.engine;

import io.headrace.ingest.ReplayStage;
import io.headrace.job.JobRunner.Again;
import io.headrace.run.Outcome;
import io.headrace.spec.IngestSpec;
import io.headrace.table.Ledger.Claim;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A replay of a source's quarantine. */
public final class Replay {
    private final Engine engine;
    private final IngestSpec ingest;
    private final IngestSpec job;
    private final ReplayStage stage;

    /**
     * A replay of what one rule refused.
     *
     * @param rule its name; empty for all rules
     */
    public Replay(Engine engine, IngestSpec ingest, String rule) {
        this.engine = engine;
        this.ingest = ingest;
        this.job = ReplayStage.job(ingest);
        this.stage = new ReplayStage(ingest, engine.lake(), engine.ledger(), rule, engine.cipher());
    }

    /** How many rows would move, by the rule that refused them; changes nothing. */
    public Map<String, Long> preview() {
        return stage.preview(engine.zone());
    }

    /**
     * Finishes an interrupted replay of the date, or begins a new one.
     *
     * @param wanted the logical date of the run; null for that of the newest ingest run
     */
    public Outcome run(LocalDate wanted) {
        LocalDate date = wanted == null ? newestIngest() : wanted;
        List<Claim> claims = engine.ledger().claims(job.name()).stream()
                .filter(claim -> claim.date().equals(date))
                .toList();
        boolean interrupted = !claims.isEmpty()
                && !claims.get(claims.size() - 1).isDone()
                && !claims.get(claims.size() - 1).isVoid();
        return engine.run(job, stage, date, interrupted ? Again.SKIP : Again.FORCE);
    }

    private LocalDate newestIngest() {
        return engine.ledger().claims(ingest.name()).stream()
                .filter(Claim::isDone)
                .map(Claim::date)
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> EngineErrors.neverIngested(ingest.name()));
    }
}
