package io.headrace.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ViewExamplesSparkIT {
    @TestFactory
    Stream<DynamicTest> theExamplesOfTheShopHold() {
        return ViewExamples.of(Path.of(""));
    }

    @Test
    void theExampleOfANewProjectHoldsUntilItIsBent(@TempDir Path folder) throws Throwable {
        Path project = folder.resolve("new");
        assertThat(Main.run("init", project.toString())).isZero();
        only(project).getExecutable().execute();

        Path view = project.resolve("features/profile.conf");
        bend(view, "months = null, visits = 2.5, complaints = 0", "visits = 3, complaints = 0");
        assertThatThrownBy(() -> only(project).getExecutable().execute())
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        expected 1 row, found 1 row
                          missing:    customer_id = 1, as_of = 2026-02-01T00:00:00Z, age = 40, plan = "basic", \
                        months = null, visits = 3, complaints = 0
                          unexpected: customer_id = 1, as_of = 2026-02-01T00:00:00Z, age = 40, plan = "basic", \
                        months = null, visits = 2.5, complaints = 0""");

        bend(view, "customers = [{ customer_id = 1,", "customers = [{ customer = 1,");
        assertThatThrownBy(() -> only(project).getExecutable().execute())
                .hasMessageStartingWith(
                        "the example's customers has a column \"customer\" that the table does not have");
    }

    private static DynamicTest only(Path project) {
        List<DynamicTest> tests = ViewExamples.of(project).toList();
        assertThat(tests).extracting(DynamicTest::getDisplayName).containsExactly("profile");
        return tests.get(0);
    }

    private static void bend(Path file, String old, String text) throws IOException {
        String before = Files.readString(file);
        assertThat(before).contains(old);
        Files.writeString(file, before.replace(old, text));
    }
}
