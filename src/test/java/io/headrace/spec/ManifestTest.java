package io.headrace.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.hocon.ProjectReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestTest {
    @Test
    void ofTheReferenceProjectIsTheOneCommitted() throws IOException {
        try (var golden = ManifestTest.class.getResourceAsStream("manifest.json")) {
            assertThat(manifest("local")).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void doesNotDependOnTheEnvironment() {
        assertThat(manifest("ci")).isEqualTo(manifest("local"));
    }

    @Test
    void ofAnEmptyProjectHasEmptyLists() {
        assertThat(new Manifest(1, List.of(), List.of()).toJson())
                .isEqualTo("{\n  \"format\": 1,\n  \"jobs\": [ ],\n  \"views\": [ ]\n}\n");
    }

    private static String manifest(String environment) {
        return Manifest.of(ProjectReader.read(Path.of(""), environment, List.of(), Map.of())
                        .projectOrThrow())
                .toJson();
    }
}
