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
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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

    @Mixin
    private ErasureOptions erasure;

    @Option(names = "--dry-run", description = "Show what would be erased and change nothing.")
    private boolean dryRun;

    @Option(names = "--signing-key", paramLabel = "FILE", description = "The private key that signs the certificate.")
    private Path signingKey;

    @Option(names = "--force", description = "Erase again persons who were erased before.")
    private boolean force;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        Project project = options.project();
        erasure.requireReason();
        if (Lake.find(project.places()).isEmpty()) {
            throw CliErrors.noLakeToErase(project.places().lake());
        }
        Engine engine = Engine.open(project);
        ErasureRequest request = erasure.request();
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
                        persons.stream().map(ErasureOptions::value).toList(),
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
