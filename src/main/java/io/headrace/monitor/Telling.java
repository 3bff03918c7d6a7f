package io.headrace.monitor;

import io.headrace.job.JobStage;
import io.headrace.notice.Couriers;
import io.headrace.notice.Delivery;
import io.headrace.notice.Notice;
import io.headrace.notice.Pauses;
import io.headrace.notice.Retries;
import io.headrace.run.Faults;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.NoticeTarget;
import io.headrace.spec.NoticeTarget.Channel;
import io.headrace.table.Lake;
import io.headrace.table.SparkFailures;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Tells targets of alerts. A delivery is written down as soon as it is known, so that only a process that ends between the two makes the next one
 * send a notice again, with the same id. The other order would lose it instead. A file knows itself what it has.
 */
final class Telling {
    private final MonitorSpec spec;
    private final NoticeTable table;
    private final Couriers couriers;
    private final Retries retries;
    private final Pauses pauses;
    private int delivered;
    private int missed;
    private final List<String> reasons = new ArrayList<>();

    Telling(MonitorSpec spec, Lake lake, Couriers couriers, Retries retries, Pauses pauses) {
        this.spec = spec;
        this.table = NoticeTable.in(lake);
        this.couriers = couriers;
        this.retries = retries;
        this.pauses = pauses;
    }

    /** Tells each target what it does not know. */
    JobStage.Told tell(OpenNotices open, RunContext context, RunId run) {
        for (NoticeTarget target : spec.notices().targets()) {
            tell(target, open.to(target), context, run);
        }
        return new JobStage.Told(
                Map.of("notices", Integer.toString(delivered), "notices-missed", Integer.toString(missed)),
                String.join("; ", reasons));
    }

    /** Goes on after a notice that is refused, and gives up where the target is out of reach. */
    private void tell(NoticeTarget target, List<Notice> notices, RunContext context, RunId run) {
        Delivery delivery = new Delivery(couriers.to(target), retries, pauses);
        List<Row> rows = new ArrayList<>();
        int arrived = 0;
        String reason = "";
        boolean isOutOfReach = false;
        for (Iterator<Notice> next = notices.iterator(); next.hasNext() && !isOutOfReach; ) {
            Notice notice = next.next();
            Delivery.Told told = attempt(delivery, notice);
            Faults.reach("told " + target.name());
            rows.add(NoticeTable.row(context, run, target.name(), notice, told));
            if (told.isDelivered() && target.channel() instanceof Channel.Webhook) {
                table.add(run.job(), rows);
                rows.clear();
            }
            arrived += told.isDelivered() ? 1 : 0;
            reason = told.isDelivered() ? reason : told.last().words();
            isOutOfReach = told.isOutOfReach();
        }
        table.add(run.job(), rows);
        count(target, notices.size(), arrived, reason);
    }

    private void count(NoticeTarget target, int notices, int arrived, String reason) {
        delivered += arrived;
        missed += notices - arrived;
        if (arrived < notices) {
            reasons.add(target.name() + " could not be told of " + (notices - arrived)
                    + ", which the next run tries again: " + reason);
        }
    }

    private static Delivery.Told attempt(Delivery delivery, Notice notice) {
        try {
            return delivery.tell(notice);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SparkFailures.unchecked(e);
        }
    }
}
