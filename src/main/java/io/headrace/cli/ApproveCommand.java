package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.privacy.Erasures;
import io.headrace.registry.Registry;
import io.headrace.run.RunContext;
import io.headrace.spec.Project;
import io.headrace.trust.SigningKey;
import io.headrace.trust.approval.Action;
import io.headrace.trust.approval.Approval;
import io.headrace.trust.approval.ApprovalVerdict;
import io.headrace.trust.approval.Proposal;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs that a person agrees to what is to be done with a model, or with the data of persons. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = "Adds a signed approval, where the project asks for some.",
        synopsisSubcommandLabel = "COMMAND")
final class ApproveCommand {
    @Command(
            name = "promote",
            mixinStandardHelpOptions = true,
            description = "Approves that a version becomes champion, with its figures and gates as they are.")
    int promote(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Parameters(paramLabel = "VERSION", description = "The version.") int version,
            @Option(
                            names = "--key",
                            required = true,
                            paramLabel = "FILE",
                            description =
                                    "The approver's private key; the public one is FILE.pub, the approver FILE's name.")
                    Path key,
            @Mixin ReasonOption reason) {
        return approved(Engine.open(options.project()), Action.PROMOTE, model, version, key, reason.text());
    }

    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Approves that the previous champion becomes champion again.")
    int rollback(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Option(
                            names = "--key",
                            required = true,
                            paramLabel = "FILE",
                            description =
                                    "The approver's private key; the public one is FILE.pub, the approver FILE's name.")
                    Path key,
            @Mixin ReasonOption reason) {
        Engine engine = Engine.open(options.project());
        int version = engine.registry().formerChampion(model).number();
        return approved(engine, Action.ROLL_BACK, model, version, key, reason.text());
    }

    @Command(
            name = "erase",
            mixinStandardHelpOptions = true,
            description =
                    "Approves that persons are erased, for the reason that the erasure names; no key of theirs is kept.")
    int erase(
            @Mixin ProjectOptions options,
            @Mixin ErasureOptions erasure,
            @Option(
                            names = "--key",
                            required = true,
                            paramLabel = "FILE",
                            description =
                                    "The approver's private key; the public one is FILE.pub, the approver FILE's name.")
                    Path key) {
        erasure.requireReason();
        Project project = options.project();
        ApprovalVerdict verdict = new Erasures(project, Engine.open(project))
                .approve(erasure.request(), key.getFileName().toString(), SigningKey.read(key));
        new Screen().line(verdict.words());
        return 0;
    }

    private static int approved(Engine engine, Action action, String model, int version, Path file, String reason) {
        if (reason.isBlank()) {
            throw CliErrors.noReason();
        }
        Registry registry = engine.registry();
        SigningKey key = SigningKey.read(file);
        Proposal proposal = registry.proposal(action, model, version);
        long now = RunContext.micros(engine.clock().instant());
        Approval approval = Approval.of(proposal, file.getFileName().toString(), reason, now, key);
        ApprovalVerdict verdict =
                registry.approve(action, model, version, approval.signed(key), Engine.actor(), reason);
        new Screen().line(verdict.words());
        return 0;
    }
}
