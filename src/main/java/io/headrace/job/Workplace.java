package io.headrace.job;

import io.headrace.spec.Places;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import java.time.Clock;
import java.util.Objects;

/** Where jobs run: the project's places, its lake, the ledger of runs, and the clock that stamps what is written. */
public record Workplace(Places places, Lake lake, Ledger ledger, Clock clock) {
    public Workplace {
        Objects.requireNonNull(places, "places");
        Objects.requireNonNull(lake, "lake");
        Objects.requireNonNull(ledger, "ledger");
        Objects.requireNonNull(clock, "clock");
    }
}
