package io.headrace.table;

import io.headrace.table.Ledger.Claim;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells other hosts that an attempt is still being worked on, by a small file that is renewed until it is closed.
 *
 * <p>Where it cannot be renewed the lease runs out and another host may take the attempt over: two then work on the same
 * intent, and the once-only marks let one of them publish. A holder that finds its lease lost gives up.
 */
public final class Lease implements AutoCloseable {
    private static final int RENEWALS = 5;
    /** Those that this process has begun and not closed. */
    private static final Set<String> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Lake lake;
    private final Clock clock;
    private final Duration length;
    private final String file;
    private final Timer renewals;
    private volatile Instant until;

    private Lease(Lake lake, Clock clock, Duration length, Claim claim) {
        this.lake = lake;
        this.clock = clock;
        this.length = length;
        this.file = file(claim);
        this.until = claim.leaseUntil();
        this.renewals = new Timer("lease of " + claim.run(), true);
    }

    /** Begins to renew; short attempts end before the first renewal. */
    static Lease begin(Lake lake, Clock clock, Duration length, Claim claim) {
        Lease lease = new Lease(lake, clock, length, claim);
        HELD_HERE.add(lake.root() + "/" + lease.file);
        long pause = length.toMillis() / RENEWALS;
        lease.renewals.schedule(lease.renewal(), pause, pause);
        return lease;
    }

    /** Whether this process works on the attempt at this moment. */
    static boolean isHeldHere(Lake lake, Claim claim) {
        return HELD_HERE.contains(lake.root() + "/" + file(claim));
    }

    /** Until when the attempt counts as alive on other hosts. */
    static Instant until(Lake lake, Claim claim) {
        return lake.files()
                .readText(file(claim))
                .map(Instant::parse)
                .filter(renewed -> renewed.isAfter(claim.leaseUntil()))
                .orElse(claim.leaseUntil());
    }

    private static String file(Claim claim) {
        return "headrace/leases/" + claim.run() + "-" + claim.attempt();
    }

    private TimerTask renewal() {
        return new TimerTask() {
            @Override
            public void run() {
                try {
                    renew();
                } catch (RuntimeException unwritable) {
                    // The next renewal may succeed; if none does the lease runs out, which is safe.
                }
            }
        };
    }

    void renew() {
        if (isLost()) {
            return;
        }
        Instant next = clock.instant().plus(length);
        lake.files().overwrite(file, next.toString().getBytes(StandardCharsets.UTF_8));
        until = next;
    }

    /** Whether it ran out, as the process or its machine stood still for example; once lost it stays so. */
    public boolean isLost() {
        return !clock.instant().isBefore(until);
    }

    @Override
    public void close() {
        renewals.cancel();
        HELD_HERE.remove(lake.root() + "/" + file);
        try {
            lake.files().delete(file);
        } catch (RuntimeException unwritable) {
            // The attempt has ended and the ledger records it; a file left behind does no harm.
        }
    }
}
