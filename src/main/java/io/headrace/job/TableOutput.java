package io.headrace.job;

import io.headrace.run.RunId;
import io.headrace.table.StagedTable;
import java.util.Objects;

/** A staged table as an output. */
public record TableOutput(StagedTable staged) implements JobStage.Output {
    public TableOutput {
        Objects.requireNonNull(staged, "staged");
    }

    @Override
    public String name() {
        return staged.table().toString();
    }

    @Override
    public long publish(RunId run) {
        return staged.publish(run);
    }
}
