package io.headrace.spec.hocon;

import io.headrace.spec.JobHeader;
import io.headrace.spec.MaintainSpec;
import io.headrace.spec.hocon.JobReader.Declared;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a maintain job. */
public final class MaintainReader {
    private MaintainReader() {}

    /** Reads the keys of the job. */
    public static Declared read(Section section, JobHeader header) {
        Optional<Integer> keep = section.find("keep", ValueType.daysFrom(1));
        MaintainSpec job = new MaintainSpec(
                header,
                keep.map(OptionalInt::of).orElse(OptionalInt.empty()),
                section.value("compact", ValueType.TRUTH, true));
        return new Declared(job, section.place("kind"));
    }
}
