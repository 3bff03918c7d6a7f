package io.headrace.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.Intent;
import io.headrace.table.Ledger.Claim;
import io.headrace.testing.LakeExtension;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An attempt on another host is believed as long as it gives signs. */
@ExtendWith(LakeExtension.class)
class LeaseSparkIT {
    private static final Instant START = Instant.parse("2026-01-21T00:00:00Z");
    private static final Duration LENGTH = Duration.ofMinutes(5);
    private static final ProcessOwner ELSEWHERE = new ProcessOwner("elsewhere", 1, 0);

    @Test
    void isBelievedUntilItHasNotBeenRenewedForItsLength(Lake lake) {
        Claim claim = claimed(lake);
        assertThat(ledgerAt(lake, 4, ProcessOwner.current()).isAlive(claim)).isTrue();
        assertThat(ledgerAt(lake, 6, ProcessOwner.current()).isAlive(claim)).isFalse();

        try (Lease lease = ledgerAt(lake, 4, ELSEWHERE).keepAlive(claim)) {
            lease.renew();
            assertThat(ledgerAt(lake, 8, ProcessOwner.current()).isAlive(claim)).isTrue();
            assertThat(ledgerAt(lake, 10, ProcessOwner.current()).isAlive(claim))
                    .isFalse();
        }
        assertThat(ledgerAt(lake, 6, ProcessOwner.current()).isAlive(claim)).isFalse();
    }

    private static Claim claimed(Lake lake) {
        Intent intent = new Intent("score-lapse/2026-01-20/1", "digest", Map.of(), List.of(), Map.of(), 0);
        return ledgerAt(lake, 0, ELSEWHERE).claim(intent, 1, -1).orElseThrow();
    }

    private static Ledger ledgerAt(Lake lake, int minute, ProcessOwner owner) {
        Clock clock = Clock.fixed(START.plus(Duration.ofMinutes(minute)), ZoneOffset.UTC);
        return new Ledger(lake, clock, LENGTH, owner);
    }
}
