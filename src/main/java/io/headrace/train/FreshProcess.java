package io.headrace.train;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.metric.Gate.Side;
import io.headrace.metric.GateOutcome;
import io.headrace.model.StoredSample;
import io.headrace.registry.Registry;
import io.headrace.table.SparkFailures;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Loads a stored model in a Java process of its own, without Spark, and compares what it says of a stored sample. */
final class FreshProcess {
    /** The gate's name. */
    static final String GATE = "load-test";

    private static final long SECONDS = 120;
    private static final Pattern COUNTS = Pattern.compile("(\\d+) \\d+");

    private FreshProcess() {}

    /** The outcome as that of a gate: rows that the process scores to the bit as they were scored in training. */
    static GateOutcome gate(Optional<Registry.Stored> stored, String digest, int rows) {
        String found =
                stored.map(bytes -> output(bytes, digest)).orElse("the artifact or its sample is not in the lake");
        Matcher counts = COUNTS.matcher(found);
        boolean ran = counts.matches();
        return new GateOutcome(
                GATE,
                ran ? Integer.parseInt(counts.group(1)) : 0,
                rows,
                Side.AT_LEAST,
                found.equals(rows + " " + rows),
                "rows of the stored sample that a fresh process scores alike" + (ran ? "" : ": " + found));
    }

    private static String output(Registry.Stored stored, String digest) {
        try {
            Path folder = Files.createTempDirectory("headrace-load-test");
            try {
                Path artifact = Files.write(folder.resolve("model.json"), stored.artifact());
                Path sample = Files.write(folder.resolve("sample.json"), stored.sample());
                return run(artifact, digest, sample);
            } finally {
                for (String file : new String[] {"model.json", "sample.json", "output", ""}) {
                    Files.deleteIfExists(folder.resolve(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(Path artifact, String digest, Path sample) throws IOException {
        Path output = artifact.resolveSibling("output");
        Process process = builder(artifact, digest, sample)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "it did not end within " + SECONDS + " seconds";
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw SparkFailures.unchecked(e);
        }
        return Files.readString(output, StandardCharsets.UTF_8)
                .trim()
                .lines()
                .limit(1)
                .collect(Collectors.joining());
    }

    /** Without options that the environment has for any Java: a process prints those before anything else. */
    static ProcessBuilder builder(Path artifact, String digest, Path sample) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                classPath(),
                StoredSample.class.getName(),
                artifact.toString(),
                digest,
                sample.toString());
        builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        return builder;
    }

    /** Our code and Jackson's: all that a scorer needs. */
    private static String classPath() {
        return Stream.of(StoredSample.class, ObjectMapper.class, JsonFactory.class, JsonCreator.class)
                .map(type -> type.getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .map(place -> Path.of(java.net.URI.create(place.toString())).toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }
}
