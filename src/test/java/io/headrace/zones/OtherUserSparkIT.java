package io.headrace.zones;

import static io.headrace.zones.CopiedScores.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.job.JobRunner;
import io.headrace.spec.ZonePlaces.Zone;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.PythonEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Another user of the operating system, who is in the zone's group, reads the copy by other engines, and nothing else. */
@Tag("full")
@ExtendWith(LakeExtension.class)
class OtherUserSparkIT {
    private static final String USER = "nobody";
    private static final String GROUP = "nogroup";

    @TempDir
    private Path folder;

    @Test
    void readsTheCopyAndNothingElse(SparkSession spark) throws Exception {
        assumeTrue(mayBecomeSomebodyElse(), "only root may run a program as " + USER + ", by setpriv");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path root = Files.createDirectory(folder.resolve("lake"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-x---"));
        Zone zone = new Zone(folder.resolve("zones/analyst").toString(), "rwxr-x---", Optional.of(GROUP));
        CopiedScores scores =
                CopiedScores.in(folder, Lake.open(spark, root.toString()), zone, MaskedCopiesSparkIT.VIEW);
        scores.run(scores.people(1), JobRunner.Again.SKIP);
        Row expected = scores.copied()
                .selectExpr("count(*)", "count(distinct customer_id)", "sum(score)")
                .first();
        JsonNode found = asOther(
                scores.copy().path(TABLE), root.toString(), scores.lake().path(TABLE), folder + "/key");
        assertThat(found.get("user").asInt()).isNotZero();
        for (String reader : List.of("delta-rs", "duckdb")) {
            assertThat(found.get(reader).get(0).asLong()).as(reader).isEqualTo(expected.getLong(0));
            assertThat(found.get(reader).get(1).asLong()).as(reader).isEqualTo(expected.getLong(1));
            assertThat(found.get(reader).get(2).asDouble()).as(reader).isCloseTo(expected.getDouble(2), within(1e-9));
        }
        assertThat(expected.getLong(0)).isPositive();
        assertThat(found.get("writes_copy").asBoolean()).isFalse();
        assertThat(found.get("others")).hasSize(3).allSatisfy(other -> {
            assertThat(other.get("table").isTextual()).isTrue();
            assertThat(other.get("list").asBoolean()).isFalse();
            assertThat(other.get("write").asBoolean()).isFalse();
        });
    }

    private static boolean mayBecomeSomebodyElse() throws IOException, InterruptedException {
        return Files.exists(Path.of("/usr/bin/setpriv"))
                && new ProcessBuilder(as("true"))
                                .redirectErrorStream(true)
                                .start()
                                .waitFor()
                        == 0;
    }

    private static List<String> as(String... command) {
        List<String> all =
                new ArrayList<>(List.of("/usr/bin/setpriv", "--reuid=" + USER, "--regid=" + GROUP, "--clear-groups"));
        all.addAll(List.of(command));
        return all;
    }

    private JsonNode asOther(String copy, String... others) throws IOException, InterruptedException {
        Path program = folder.resolve("read_zone.py");
        Files.copy(PythonEnvironment.SOURCES.resolve("read_zone.py"), program);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));
        List<String> command = as(PythonEnvironment.named("notebooks").program("python"), program.toString(), copy);
        command.addAll(List.of(others));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(errors).isZero();
        return new ObjectMapper().readTree(output);
    }
}
