package io.headrace.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LandingPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/hostname",
                "//host/share",
                "..",
                "../other/{date}.csv",
                "a/../../b",
                "a/..",
                "file:/x",
                "hdfs://host/x",
                "s3a:/x",
                "a\nb"
            })
    void placesElsewhereAreRefused(String path) {
        assertThat(LandingPath.misfit(path)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{date}.csv", "a/b/*.csv", "a..b/..c", "10:30.csv", "a:b/c.csv", "ünï çödé.csv", "./a.csv"})
    void placesBelowAreTaken(String path) {
        assertThat(LandingPath.misfit(path)).isEmpty();
    }
}
