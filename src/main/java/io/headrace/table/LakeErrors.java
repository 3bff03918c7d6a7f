package io.headrace.table;

import io.delta.exceptions.DeltaConcurrentModificationException;
import io.delta.kernel.exceptions.UnsupportedProtocolVersionException;
import io.delta.kernel.exceptions.UnsupportedTableFeatureException;
import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.ipc.RemoteException;

/** The failures of the lake, worded in one place. */
final class LakeErrors {
    /** The exceptions of a name node of HDFS in safe mode or standing by. */
    private static final Set<String> AWAY = Set.of(
            "org.apache.hadoop.hdfs.server.namenode.SafeModeException", "org.apache.hadoop.ipc.StandbyException");

    /** HDFS has no class of its own for data nodes that are away. */
    private static final String NO_DATA_NODE = "could only be written to 0 of";

    private static final List<String> NEWER_PROTOCOL =
            List.of("DELTA_UNSUPPORTED_FEATURES", "DELTA_INVALID_PROTOCOL_VERSION");

    /** Delta reads the state of a table by a dataset whose decoder fails on a protocol of the future: it has no condition of its own. */
    private static final String UNKNOWN_PROTOCOL = "Mismatched minReaderVersion";

    private static final String TOO_OLD = "DELTA_UNSUPPORTED_TIME_TRAVEL_BEYOND";

    /** The code of an interruption. */
    static final String INTERRUPTED = "HEAD-RUN-007";

    private LakeErrors() {}

    static HeadraceException interrupted(String how, Throwable cause) {
        return HeadraceException.of(
                        INTERRUPTED,
                        FailureKind.TRANSIENT,
                        "interrupted: " + how,
                        "Run the same command again: it goes on from what is published, nothing is lost.")
                .causedBy(cause);
    }

    static HeadraceException noTable(String table, String path) {
        return HeadraceException.of(
                "HEAD-LAKE-001",
                FailureKind.USER,
                "the table " + table + " does not exist (looked in " + path + ")",
                "Run the job that writes it first: headrace plan shows which one.");
    }

    static HeadraceException noLake(String root) {
        return HeadraceException.of(
                "HEAD-LAKE-010",
                FailureKind.USER,
                "there is no lake in " + root,
                "Name the folder of a lake; a run of any job makes one.");
    }

    static HeadraceException notALake(String root) {
        return HeadraceException.of(
                "HEAD-LAKE-002",
                FailureKind.USER,
                "the folder " + root + " holds other things and is not a lake",
                "Set lake in conf/ to an empty or new folder, or to an existing lake.");
    }

    static HeadraceException newerLake(String root, int found, int known) {
        return HeadraceException.of(
                "HEAD-LAKE-003",
                FailureKind.USER,
                "the lake " + root + " has layout version " + found + ", this Headrace knows up to " + known,
                "Use the newer Headrace that made it.");
    }

    static HeadraceException olderLake(String root, int found, int wanted) {
        return HeadraceException.of(
                "HEAD-LAKE-014",
                FailureKind.USER,
                "the lake " + root + " has layout version " + found + ", this Headrace needs " + wanted,
                "Set lake in conf/ to a new folder and load it again from the landing folder with headrace backfill, or use"
                        + " the older Headrace that made this lake.");
    }

    static HeadraceException otherZone(String root, String found, String wanted) {
        return HeadraceException.of(
                "HEAD-LAKE-015",
                FailureKind.USER,
                "the days and times in the lake " + root + " are those of " + found + ", this project has time-zone = "
                        + wanted,
                "Set time-zone = \"" + found
                        + "\" in conf/, or set lake to a new folder and load it again from the landing"
                        + " folder with headrace backfill.");
    }

    static HeadraceException brokenZone(String file, String found) {
        return HeadraceException.of(
                "HEAD-LAKE-016",
                FailureKind.USER,
                "the file " + file + " should hold the lake's time zone, found \"" + found + "\"",
                "Restore it: the time-zone of the project that made the lake.");
    }

    static HeadraceException brokenMarker(String file, String found) {
        return HeadraceException.of(
                "HEAD-LAKE-008",
                FailureKind.USER,
                "the file " + file + " should hold the lake's layout version, found \"" + found + "\"",
                "Restore it; a lake of this release has " + Lake.LAYOUT + ".");
    }

    static HeadraceException newerProtocol(String table, Throwable cause) {
        return HeadraceException.of(
                        "HEAD-LAKE-004",
                        FailureKind.USER,
                        "the table " + table + " was written by a newer Delta Lake: " + firstLine(cause),
                        "Use a Headrace with a newer Delta Lake, or restore the table from before the upgrade.")
                .causedBy(cause);
    }

    /** A column that was written in clear is encrypted from now on, or the other way. */
    static HeadraceException encryptionChanged(String table, String column) {
        return HeadraceException.of(
                "HEAD-LAKE-017",
                FailureKind.USER,
                table + " was made with another encryption of the column " + column
                        + " than it is declared with now: old files and versions would keep it as it was",
                "Undo it, or set lake in conf/ to a new folder and load the source again"
                        + " from the landing folder with headrace backfill.");
    }

    /** An error of the storage while something was read. */
    static HeadraceException reading(String where, Throwable cause) {
        return isAway(cause) ? unavailable(where, cause) : notReadable(where, cause);
    }

    /** An error of the storage while something was written. */
    static HeadraceException writing(String where, Throwable cause) {
        // The operating system's word for a full disk comes as text alone.
        if (String.valueOf(cause.getMessage()).contains("No space left")) {
            return noSpace(where, cause);
        }
        return isAway(cause) ? unavailable(where, cause) : notWritable(where, cause);
    }

    private static boolean isAway(Throwable cause) {
        // Hadoop's client makes the name node's exception of it where it has the class.
        String name = cause instanceof RemoteException remote
                ? remote.getClassName()
                : cause.getClass().getName();
        return AWAY.contains(name)
                || cause instanceof SocketException
                || cause instanceof SocketTimeoutException
                || String.valueOf(cause.getMessage()).contains(NO_DATA_NODE);
    }

    /** The failure that Delta's condition or exception names; empty where it is about something else. */
    static Optional<HeadraceException> ofTable(String table, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnsupportedProtocolVersionException
                    || cause instanceof UnsupportedTableFeatureException) {
                return Optional.of(newerProtocol(table, cause));
            }
            if (cause instanceof DeltaConcurrentModificationException) {
                return Optional.of(conflict(table, cause));
            }
            String condition = SparkFailures.condition(cause);
            if (NEWER_PROTOCOL.stream().anyMatch(condition::startsWith)
                    || DeltaFiles.isNewerProtocol(cause)
                    || String.valueOf(cause.getMessage()).contains(UNKNOWN_PROTOCOL)) {
                return Optional.of(newerProtocol(table, cause));
            }
            if (condition.startsWith(TOO_OLD)) {
                return Optional.of(tooOld(table, cause));
            }
        }
        return Optional.empty();
    }

    private static HeadraceException unavailable(String where, Throwable cause) {
        return HeadraceException.of(
                        "HEAD-LAKE-011",
                        FailureKind.TRANSIENT,
                        "the storage of " + where + " cannot be used now: " + firstLine(cause),
                        "Run the same command again when it is back; nothing half-written is visible.")
                .causedBy(cause);
    }

    private static HeadraceException noSpace(String where, Throwable cause) {
        return HeadraceException.of(
                        "HEAD-LAKE-005",
                        FailureKind.TRANSIENT,
                        "no space left while writing below " + where,
                        "Free space there and run the same command again; nothing half-written is visible.")
                .causedBy(cause);
    }

    private static HeadraceException notWritable(String where, Throwable cause) {
        return HeadraceException.of(
                        "HEAD-LAKE-006",
                        FailureKind.USER,
                        "cannot write below " + where + ": " + firstLine(cause),
                        "Give the user who runs Headrace write permission there, or set another lake in conf/.")
                .causedBy(cause);
    }

    static HeadraceException notReadable(String where, Throwable cause) {
        return HeadraceException.of(
                        "HEAD-LAKE-009",
                        FailureKind.TRANSIENT,
                        "cannot read " + where + ": " + firstLine(cause),
                        "Look whether the lake's storage answers and the user may read there, then try again.")
                .causedBy(cause);
    }

    static HeadraceException noSession(String master, Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return HeadraceException.of(
                        "HEAD-LAKE-012",
                        FailureKind.TRANSIENT,
                        "Spark cannot start with master \"" + master + "\": " + firstLine(root),
                        "Check that this cluster is there and has room; its address is --master of submit, or master"
                                + " in conf/.")
                .causedBy(failure);
    }

    static HeadraceException columnChanged(String table, String column, String was, String wanted) {
        return HeadraceException.of(
                "HEAD-LAKE-007",
                FailureKind.USER,
                "the column " + column + " of " + table + " is " + was + ", the spec now has " + wanted,
                "Columns can be added but not changed: give the column a new name, or move the table away and load it"
                        + " again.");
    }

    static HeadraceException tooOld(String table, Throwable cause) {
        return HeadraceException.of(
                        "HEAD-LAKE-013",
                        FailureKind.USER,
                        "a version of " + table + " is older than the table promises to keep: " + firstLine(cause),
                        "Choose a later date. How long versions are kept is the table's property"
                                + " delta.deletedFileRetentionDuration.")
                .causedBy(cause);
    }

    static HeadraceException superseded(String runId, String table, long generation) {
        return HeadraceException.turnedAway(
                "HEAD-RUN-002",
                FailureKind.USER,
                "the run " + runId + " may not publish " + table + ": generation " + generation + " has published it",
                "Nothing to do: a newer generation of the same run has taken its place.");
    }

    static HeadraceException conflict(String table, Throwable cause) {
        return HeadraceException.of(
                        "HEAD-RUN-003",
                        FailureKind.TRANSIENT,
                        "another process changed " + table + " at the same moment: " + firstLine(cause),
                        "Run the same command again.")
                .causedBy(cause);
    }

    static HeadraceException changedMeanwhile(String table, String asOf) {
        return HeadraceException.of(
                "HEAD-PUBLISH-002",
                FailureKind.TRANSIENT,
                "what is visible of as-of " + asOf + " of " + table
                        + " was changed by somebody else at the same moment",
                "Look at headrace scores list " + table + " and run the command again if it is still wanted.");
    }

    static HeadraceException nothingToUndo(String table, String asOf) {
        return HeadraceException.of(
                "HEAD-PUBLISH-001",
                FailureKind.USER,
                table + " has no earlier publication of as-of " + asOf + " to go back to",
                "headrace scores list " + table + " shows the publications.");
    }

    static HeadraceException brokenHead(String file, String chain) {
        return HeadraceException.of(
                "HEAD-AUDIT-001",
                FailureKind.REFUSED,
                file + " in the lake does not say how " + chain + " ends: it was changed",
                "Restore the file from a backup; headrace audit verify looks at all chains.");
    }

    static HeadraceException brokenEvent(String subject, long seq, Throwable cause) {
        return HeadraceException.of(
                        "HEAD-AUDIT-003",
                        FailureKind.REFUSED,
                        "event " + seq + " of " + subject
                                + " cannot be read: it was changed by hand, or written by a newer" + " release",
                        "Restore the table of events from a backup, or use the newer release.")
                .causedBy(cause);
    }

    static HeadraceException notAsPublished(String table, String asOf, List<Tampering> found) {
        return HeadraceException.of(
                "HEAD-AUDIT-002",
                FailureKind.REFUSED,
                table + " of as-of " + asOf + " is not as it was published: "
                        + found.stream().map(Tampering::words).collect(Collectors.joining("; ")),
                "headrace audit verify says all that was changed. The job that scores that date, run with --force, publishes"
                        + " it again.");
    }

    static HeadraceException publicationGone(String table, String asOf, int files) {
        return HeadraceException.of(
                "HEAD-PUBLISH-003",
                FailureKind.USER,
                "the earlier publication of " + table + " for as-of " + asOf + " is not complete any more: " + files
                        + (files == 1 ? " file is" : " files are") + " gone, as after an erasure of persons",
                "Run the score job for that date again with --force, by the version that is wanted.");
    }

    static HeadraceException callIntoJava(String function) {
        return HeadraceException.of(
                "HEAD-SQL-003",
                FailureKind.USER,
                function + "() calls into Java, which no SQL of a project may do",
                "Use functions of Spark's SQL; headrace check shows the place.");
    }

    static String firstLine(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return message.lines().findFirst().orElse(cause.getClass().getSimpleName());
    }
}
