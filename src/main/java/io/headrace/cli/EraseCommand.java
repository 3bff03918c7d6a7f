package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.job.JobRunner;
import io.headrace.privacy.ErasurePlan;
import io.headrace.privacy.ErasureRequest;
import io.headrace.privacy.Erasures;
import io.headrace.run.Outcome;
import io.headrace.spec.Project;
import io.headrace.table.Lake;
import io.headrace.trust.KeyRing;
import io.headrace.trust.SigningKey;
import io.headrace.trust.approval.ErasureCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases persons from the project, and searches for them again. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description =
                "Erases persons: from tables, old files and logs; keeps them from coming back; writes a signed certificate.")
final class EraseCommand implements Callable<Integer> {
    private static final int SALT_BYTES = 32;

    @Mixin
    private ProjectOptions options;

    @Option(
            names = "--subject",
            paramLabel = "NAME=KEY",
            description =
                    "A person: whose key it is, as sources declare it by subject-key, and the key. May be repeated.")
    private List<String> subjects = new ArrayList<>();

    @Option(
            names = "--subjects",
            paramLabel = "NAME=FILE",
            description = "Persons: a file with one key in a line. They are erased in one pass.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why, such as the number of the request; no personal data.")
    private String reason;

    @Option(names = "--dry-run", description = "Show what would be erased and change nothing.")
    private boolean dryRun;

    @Option(names = "--signing-key", paramLabel = "FILE", description = "The private key that signs the certificate.")
    private Path signingKey;

    @Option(
            names = "--models",
            paramLabel = "WHAT",
            defaultValue = "RETRAIN",
            description =
                    "What becomes of models that learnt from the persons, for the certificate: retrain, or keep by a policy of"
                            + " yours; default: retrain.")
    private ErasureRequest.Models models;

    @Option(
            names = "--keys-only",
            description =
                    "Destroy the keys of the persons' encrypted values, and nothing else: all versions of all tables stay.")
    private boolean keysOnly;

    @Option(names = "--force", description = "Erase again persons who were erased before.")
    private boolean force;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        Project project = options.project();
        if (reason == null || reason.isBlank()) {
            throw CliErrors.erasureLacks("--reason");
        }
        if (Lake.find(project.places()).isEmpty()) {
            throw CliErrors.noLakeToErase(project.places().lake());
        }
        Engine engine = Engine.open(project);
        ErasureRequest request = request();
        Erasures erasures = new Erasures(project, engine);
        Screen screen = new Screen();
        if (dryRun) {
            show(screen, erasures.plan(request));
            return 0;
        }
        if (signingKey == null) {
            throw CliErrors.erasureLacks("--signing-key");
        }
        long start = System.nanoTime();
        Outcome outcome = erasures.erase(
                request,
                SigningKey.read(signingKey),
                salt(),
                LocalDate.ofInstant(engine.clock().instant(), engine.zone()),
                force ? JobRunner.Again.FORCE : JobRunner.Again.SKIP);
        if (output.asJson()) {
            screen.json(outcome);
        } else {
            screen.step("erase", outcome.message(), start);
        }
        return outcome.exitCode();
    }

    private static String salt() {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }

    private ErasureRequest request() {
        Map<String, List<String>> keys = keys(subjects, files);
        if (keys.size() != 1) {
            throw CliErrors.erasureLacks("--subject NAME=KEY or --subjects NAME=FILE, all of one name");
        }
        String subject = keys.keySet().iterator().next();
        return new ErasureRequest(
                subject,
                new TreeSet<>(keys.get(subject)),
                reason,
                models,
                keysOnly ? ErasureRequest.Reach.KEYS : ErasureRequest.Reach.ALL);
    }

    private static Map<String, List<String>> keys(List<String> subjects, List<String> files) {
        Map<String, List<String>> keys = new TreeMap<>();
        for (String subject : subjects) {
            String key = value(subject);
            of(keys, subject).add(key);
        }
        for (String file : files) {
            List<String> own = lines(Path.of(value(file)));
            of(keys, file).addAll(own);
        }
        return keys;
    }

    private static List<String> of(Map<String, List<String>> keys, String named) {
        return keys.computeIfAbsent(named.substring(0, named.indexOf('=')), first -> new ArrayList<>());
    }

    /** What stands behind the name; a user error where there is no name. */
    private static String value(String named) {
        int at = named.indexOf('=');
        if (at < 1 || at == named.length() - 1) {
            throw CliErrors.erasureLacks("a name and a key, as in --subject customer_id=12431");
        }
        return named.substring(at + 1);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw CliErrors.unreadablePersons(file, e);
        }
    }

    private void show(Screen screen, ErasurePlan plan) {
        List<List<?>> rows = new ArrayList<>();
        plan.places().forEach((name, place) -> {
            if (place.found() > 0) {
                rows.add(List.of(name, place.found(), place.filesWithHits(), place.files()));
            }
        });
        screen.rows(List.of("place", "values", "files with them", "files read"), rows, output);
        if (!output.asJson()) {
            plan.learnt()
                    .forEach((model, versions) ->
                            screen.line("model " + model + ": learnt from them in " + String.join(", ", versions)));
        }
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Verifies the signature of a certificate and searches everything again.")
    int verify(
            @Mixin ProjectOptions project,
            @Parameters(paramLabel = "CERTIFICATE", description = "The file.") Path certificate,
            @Option(
                            names = "--trusted",
                            required = true,
                            paramLabel = "DIR",
                            description = "The folder of public keys of those who may sign.")
                    Path trusted,
            @Option(
                            names = "--subject",
                            required = true,
                            paramLabel = "NAME=KEY",
                            description = "A person whom it is about. May be repeated.")
                    List<String> persons,
            @Option(
                            names = "--text",
                            paramLabel = "TEXT",
                            description =
                                    "What else of the persons is to be looked for, such as an address. May be repeated.")
                    List<String> texts) {
        Project read = project.project();
        ErasureCertificate verified = new Erasures(read, Engine.open(read))
                .verify(
                        certificate,
                        KeyRing.read(trusted),
                        persons.stream().map(EraseCommand::value).toList(),
                        texts == null ? List.of() : texts);
        Screen screen = new Screen();
        screen.line("the certificate holds: " + verified.places().size()
                + " places, nothing of the persons is found that was not" + " left");
        verified.places().stream()
                .filter(place -> place.left() > 0)
                .forEach(place -> screen.line("  left: " + place.name() + ", " + place.left() + ": " + place.remark()));
        return 0;
    }
}
