package io.headrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;

/**
 * Listens in a driver and hurts the cluster during jobs of Headrace.
 *
 * <p>The property {@link #PLAN} names beginnings of jobs, each with a deed, as {@code ingest-=executor,score-=driver}. When
 * the job's first task starts: {@code executor} kills the executor that was given it, {@code worker} its worker too,
 * {@code stall} stops it until a copy of a task has ended elsewhere, {@code driver} ends the driver; {@code executors} kills at
 * every task, once it runs.
 */
public final class Saboteur extends SparkListener {
    /** What to do, by job. */
    public static final String PLAN = "spark.headrace.sabotage";

    private final SparkConf conf;
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private volatile String job = "";
    private volatile long stalled;

    /** Spark makes it, by {@code spark.extraListeners}. */
    public Saboteur(SparkConf conf) {
        this.conf = conf;
    }

    @Override
    public void onJobStart(SparkListenerJobStart start) {
        String description = start.properties().getProperty("spark.job.description", "");
        if (description.matches("[a-z-]+ \\d{4}-\\d\\d-\\d\\d")) {
            job = description;
        }
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
        String deed = deed();
        if (deed.isEmpty() || (!done.add(job) && !deed.equals("executors"))) {
            return;
        }
        System.out.println("sabotage: " + deed + " during " + job);
        switch (deed) {
            case "driver" -> Runtime.getRuntime().halt(137);
            case "stall" -> {
                stalled = executor(start).pid();
                signal("-STOP", stalled);
            }
            case "worker" -> {
                ProcessHandle executor = executor(start);
                executor.parent().orElseThrow().destroyForcibly();
                executor.destroyForcibly();
            }
            case "executors" -> {
                awaitRunning(start.taskInfo());
                executor(start).destroyForcibly();
            }
            default -> executor(start).destroyForcibly();
        }
    }

    /** Spark counts no failure of a task whose executor is lost before it has said that the task runs. */
    private static void awaitRunning(TaskInfo task) {
        while (task.running() && task.launching()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private String deed() {
        return Stream.of(conf.get(PLAN).split(",", -1))
                .map(part -> part.split("=", 2))
                .filter(part -> job.startsWith(part[0]))
                .map(part -> part[1])
                .findFirst()
                .orElse("");
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        if (stalled != 0 && end.taskInfo().speculative()) {
            System.out.println("sabotage: a copy of the stalled task has ended");
            signal("-CONT", stalled);
            stalled = 0;
        }
    }

    private ProcessHandle executor(SparkListenerTaskStart start) {
        String id = start.taskInfo().executorId();
        String driver = ":" + conf.get("spark.driver.port") + " ";
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    String line = commandLine(process.pid());
                    return line.contains("CoarseGrainedScheduler@")
                            && line.contains(driver)
                            && line.contains("--executor-id " + id + " ")
                            && line.contains("/bin/java ");
                })
                .findFirst()
                .orElseThrow();
    }

    /** Java's own view of a command line ends after 4,096 characters. */
    private static String commandLine(long process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException ended) {
            return "";
        }
    }

    private static void signal(String signal, long process) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
