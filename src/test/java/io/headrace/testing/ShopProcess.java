package io.headrace.testing;

import io.headrace.run.HeadraceException;
import io.headrace.spec.JobSpec;
import io.headrace.table.Lake;
import io.headrace.table.SparkFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs one job of the {@link SmallShop} in a process of its own. */
public final class ShopProcess {
    /** The exit code where the failure is known by its code and may pass. */
    public static final int TRANSIENT = 75;

    private ShopProcess() {}

    /** Runs the job named by the second argument on the lake named by the first, for {@link SmallShop#DAY}. */
    public static void main(String[] arguments) {
        Map<String, JobSpec> jobs = Stream.of(
                        SmallShop.ingest(), SmallShop.features(), SmallShop.train(), SmallShop.score(0.2))
                .collect(Collectors.toMap(JobSpec::name, job -> job));
        try {
            Lake lake = Lake.open(LakeExtension.session(), arguments[0]);
            SmallShop.of(lake).run(jobs.get(arguments[1]), SmallShop.DAY);
            System.exit(0);
        } catch (RuntimeException e) {
            HeadraceException failure = SparkFailures.known(e);
            System.err.println(failure.report());
            System.exit(failure.kind().exitCode());
        }
    }

    /** Starts the job on the lake in a new Java process with the properties given. */
    public static Process start(Lake lake, JobSpec job, String... properties) throws IOException {
        return ChildJvm.of(ShopProcess.class, log(lake, job)).with(properties).start(lake.root(), job.name());
    }

    /** What the processes of the job have said so far. */
    public static String output(Lake lake, JobSpec job) throws IOException {
        return Files.readString(ChildJvm.output(log(lake, job)));
    }

    private static Path log(Lake lake, JobSpec job) {
        return Path.of(lake.root()).resolveSibling(job.name() + ".log");
    }
}
