package io.headrace.table;

import io.headrace.run.Invocation;
import io.headrace.run.Json;
import io.headrace.run.Outcome;
import io.headrace.spec.Places;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * The outcome records of a lake, small files below {@code headrace/outcomes}.
 *
 * <p>{@code JOB/DATE.json} is the newest of a job and date, {@code JOB/DATE/INVOCATION.json} that of one call by a
 * scheduler. Nothing but schedulers reads them: they may be removed at any time.
 */
public final class Outcomes {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");

    private final Lake lake;

    public Outcomes(Lake lake) {
        this.lake = lake;
    }

    /** Makes the outcome the newest of its job and date. */
    public void write(Outcome outcome) {
        write(file(outcome.job(), outcome.date()), outcome);
    }

    /** Writes the outcome as that of the call. */
    public void write(Outcome outcome, Invocation call) {
        write(file(outcome.job(), outcome.date(), call), outcome.forCall(call));
    }

    private void write(String file, Outcome outcome) {
        lake.files().overwrite(file, (Json.pretty(outcome) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Where the outcome of the call, or without one the newest, lies in the lake of these places. */
    public static String place(Places places, String job, LocalDate date, Optional<Invocation> call) {
        String day = date.toString();
        return places.lake() + "/" + call.map(id -> file(job, day, id)).orElse(file(job, day));
    }

    /** The outcome record, as JSON, at a place that {@link #place} named. Opens no Spark session. */
    public static Optional<String> read(Places places, String place) {
        try (FSDataInputStream in =
                new Path(place).getFileSystem(Session.configuration(places)).open(new Path(place))) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (FileNotFoundException absent) {
            return Optional.empty();
        } catch (IOException e) {
            throw LakeErrors.notReadable(place, e);
        }
    }

    private static String file(String job, String date) {
        return folder(job) + date + ".json";
    }

    private static String file(String job, String date, Invocation call) {
        return folder(job) + date + "/" + call + ".json";
    }

    /** A call may name a job that does not exist, so the name may hold anything. */
    private static String folder(String job) {
        if (!NAME.matcher(job).matches()) {
            throw new IllegalArgumentException("no job can have the name \"" + job + "\"");
        }
        return "headrace/outcomes/" + job + "/";
    }
}
