package io.headrace.monitor;

import io.headrace.policy.Basis;
import io.headrace.policy.Grouping;
import io.headrace.policy.Persistence;
import io.headrace.policy.Policy;
import io.headrace.policy.RetrainRules;
import io.headrace.policy.RollbackRules;
import io.headrace.spec.JobHeader;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.Schedule;
import io.headrace.spec.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Monitor jobs without a file. */
final class MonitorSpecs {
    private MonitorSpecs() {}

    /** What a job is that says nothing. */
    static MonitorSpec standard() {
        return with(new MonitorSpec.Window.Days(1));
    }

    /** The same with another window. */
    static MonitorSpec with(MonitorSpec.Window window) {
        return new MonitorSpec(
                new JobHeader("monitor-lapse", "crm", Schedule.DAILY, "digest"),
                "lapse",
                new TableName("scores", "lapse"),
                window,
                List.of(new MonitorSpec.Against.Training()),
                new MonitorSpec.Drift(0.1, new TreeMap<>(), 0.05, 0.05, Set.of(), 100),
                new MonitorSpec.Calibration(0.2, 0.2),
                new MonitorSpec.Delivery(14, 0.3, 0),
                new Policy(
                        0.01,
                        Map.of(),
                        new Persistence(2, 3),
                        new Persistence(1, 1),
                        Set.of(Basis.ESTIMATED, Basis.REALISED),
                        7,
                        Grouping.TOGETHER,
                        90,
                        RetrainRules.never(),
                        RollbackRules.never()),
                MonitorSpec.Notices.NONE);
    }
}
