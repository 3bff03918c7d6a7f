package io.headrace.table;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Objects;

/**
 * Who works on a run: host, process id and the process's start, so that a reused process id is not taken for it.
 *
 * @param host the machine
 * @param pid the process id
 * @param started the process's start, milliseconds since 1970, 0 where unknown
 */
public record ProcessOwner(String host, long pid, long started) {
    public ProcessOwner {
        Objects.requireNonNull(host, "host");
    }

    /** This process. */
    public static ProcessOwner current() {
        return new ProcessOwner(hostName(), ProcessHandle.current().pid(), start(ProcessHandle.current()));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static long start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /**
     * Whether the owner may still be at work. On this host the process is looked up; elsewhere only the lease decides.
     *
     * @param owner as {@link #toString} wrote it
     */
    public boolean mayLive(String owner, Instant leaseUntil, Instant now) {
        String[] parts = owner.split(" ", -1);
        if (parts.length != 3 || !parts[0].equals(host)) {
            return now.isBefore(leaseUntil);
        }
        long otherPid = Long.parseLong(parts[1]);
        long otherStart = Long.parseLong(parts[2]);
        return ProcessHandle.of(otherPid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> start(process) == otherStart)
                .isPresent();
    }

    @Override
    public String toString() {
        return host + " " + pid + " " + started;
    }
}
