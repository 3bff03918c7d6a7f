package io.headrace.spec.hocon;

import io.headrace.spec.FeaturesSpec;
import io.headrace.spec.JobHeader;
import io.headrace.spec.hocon.JobReader.Declared;

/** Reads a features job. */
public final class FeaturesReader {
    private FeaturesReader() {}

    /** Reads the keys of the job. */
    public static Declared read(Section section, JobHeader header, Catalog catalog) {
        FeaturesSpec job = new FeaturesSpec(
                MaskedViewReader.read(section.section("publish"), header), catalog.view(section, "view"));
        return new Declared(job, section.place("view"));
    }
}
