package io.headrace.spec.hocon;

import io.headrace.spec.FeaturesSpec;
import io.headrace.spec.JobHeader;

/** Reads a features job. */
final class FeaturesReader implements JobReader {
    @Override
    public Declared read(Section section, JobHeader header, Catalog catalog) {
        FeaturesSpec job = new FeaturesSpec(header, catalog.view(section, "view"));
        return new Declared(job, section.place("view"));
    }
}
