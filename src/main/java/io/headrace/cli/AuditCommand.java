package io.headrace.cli;

import io.headrace.audit.AuditTrail;
import io.headrace.audit.AuditTrail.Deed;
import io.headrace.audit.LakeAudit;
import io.headrace.audit.SignedHeads;
import io.headrace.engine.Engine;
import io.headrace.run.FailureKind;
import io.headrace.spec.Project;
import io.headrace.spec.TableName;
import io.headrace.table.Tampering;
import io.headrace.trust.KeyRing;
import io.headrace.trust.SigningKey;
import io.headrace.trust.chain.ChainState;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks whether the lake is as it was written, and signs that it is. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Shows who did what; finds what others changed in the lake; signs heads of chains.",
        synopsisSubcommandLabel = "COMMAND")
final class AuditCommand {
    private static final int DIGITS = 12;

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description =
                    "Looks at all chains, publications and files; exit code 3 where one is not as it was written.")
    int verify(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Option(
                            names = "--keys",
                            paramLabel = "DIR",
                            description =
                                    "The folder of the public keys that are trusted; default: trust.keys in conf/.")
                    Path given,
            @Option(
                            names = "--heads",
                            paramLabel = "DIR",
                            description = "A folder of signed heads outside the lake. May be repeated.")
                    List<Path> folders) {
        Optional<Path> keys = Optional.ofNullable(given)
                .or(() -> options.project().places().trust().keys());
        if (keys.isEmpty() && folders != null) {
            throw CliErrors.headsWithoutKeys();
        }
        SignedHeads heads = new SignedHeads(keys.map(KeyRing::read), folders == null ? List.of() : folders);
        LakeAudit.Report report = audit(options, heads).verify();
        if (output.asJson()) {
            new Screen().json(json(report));
        } else {
            show(report, keys.isPresent());
        }
        return report.found().isEmpty() ? 0 : FailureKind.REFUSED.exitCode();
    }

    private static LakeAudit audit(ProjectOptions options, SignedHeads heads) {
        Engine engine = Engine.open(options.project());
        return new LakeAudit(engine.lake(), engine.registry(), engine.publications(), heads);
    }

    private static void show(LakeAudit.Report report, boolean isHeldAgainstSignatures) {
        Screen screen = new Screen();
        screen.table(
                List.of("chain", "rows", "end", "anchors", "found"),
                report.chains().stream()
                        .map(chain -> List.<Object>of(
                                chain.name(),
                                chain.state().size(),
                                end(chain.state()),
                                chain.anchors(),
                                chain.unchained() > 0
                                        ? "not chained yet: " + chain.unchained() + " rows of an earlier release"
                                        : chain.found().isEmpty()
                                                ? "nothing"
                                                : chain.found().size()))
                        .toList());
        screen.line(report.files() + " files of " + report.tables() + " tables");
        if (!isHeldAgainstSignatures) {
            screen.line("not held against signed heads: trust.keys in conf/, or --keys, names whose count");
        }
        if (report.found().isEmpty()) {
            screen.line("all is as it was written");
        } else {
            screen.table(
                    List.of("what", "where", "found"),
                    report.found().stream()
                            .map(found -> List.of(found.kind().word(), found.where(), found.words()))
                            .toList());
        }
    }

    private static String end(ChainState state) {
        String digest = state.last();
        return digest.length() > DIGITS ? digest.substring(0, DIGITS) : digest;
    }

    private static Map<String, Object> json(LakeAudit.Report report) {
        List<Map<String, Object>> chains = new ArrayList<>();
        report.chains().forEach(chain -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("chain", chain.name());
            row.put("rows", chain.state().size());
            row.put("end", chain.state().last());
            row.put("anchors", chain.anchors());
            row.put("unchained", chain.unchained());
            chains.add(row);
        });
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("intact", report.found().isEmpty());
        all.put("chains", chains);
        all.put("tables", report.tables());
        all.put("files", report.files());
        all.put("found", report.found().stream().map(AuditCommand::json).toList());
        return all;
    }

    private static Map<String, Object> json(Tampering found) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("what", found.kind().word());
        row.put("where", found.where());
        row.put("words", found.words());
        return row;
    }

    @Command(
            name = "sign",
            mixinStandardHelpOptions = true,
            description = "Verifies the lake, seals its files by their digests, and signs the heads of all chains.")
    int sign(
            @Mixin ProjectOptions options,
            @Option(
                            names = "--key",
                            required = true,
                            paramLabel = "FILE",
                            description = "The private key; the public one is FILE.pub, and its owner FILE's name.")
                    Path key,
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            description = "A folder for the heads that those who may write the lake may not write.")
                    Path folder) {
        SignedHeads heads = new SignedHeads(
                Optional.empty(), Optional.ofNullable(folder).stream().toList());
        LakeAudit.Signed signed = audit(options, heads).sign(key.getFileName().toString(), SigningKey.read(key));
        new Screen()
                .line(signed.chains().size() + " heads signed, " + signed.sealed() + " files sealed"
                        + (folder == null
                                ? "; no copy outside the lake: --out names a folder"
                                : "; heads in " + folder));
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows who did what, when, on which data, and why, oldest first.")
    int show(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Option(names = "--model", paramLabel = "MODEL", description = "Only what was done with this model.")
                    String model,
            @Option(
                            names = "--table",
                            paramLabel = "TABLE",
                            description = "Only what read or wrote this table, such as scores.lapse.")
                    String table,
            @Option(
                            names = "--since",
                            paramLabel = "D",
                            description = "Only what was done on this day of the project's time zone, or later.")
                    LocalDate since) {
        Project project = options.project();
        Engine engine = Engine.open(project);
        List<Deed> deeds = new AuditTrail(engine.lake(), engine.registry(), engine.publications(), engine.ledger())
                .of(new AuditTrail.Filter(
                        Optional.ofNullable(model),
                        Optional.ofNullable(table).map(AuditCommand::table),
                        Optional.ofNullable(since)
                                .map(day -> day.atStartOfDay(project.places().zone())
                                        .toInstant())));
        if (output.asJson()) {
            new Screen().json(deeds.stream().map(AuditCommand::json).toList());
        } else {
            new Screen()
                    .table(
                            List.of("when", "who", "what", "on", "why"),
                            deeds.stream()
                                    .map(deed -> List.of(
                                            deed.at()
                                                    .truncatedTo(ChronoUnit.SECONDS)
                                                    .toString(),
                                            deed.actor(),
                                            deed.what(),
                                            data(deed),
                                            deed.why()))
                                    .toList());
        }
        return 0;
    }

    private static TableName table(String text) {
        try {
            return TableName.parse(text);
        } catch (IllegalArgumentException e) {
            throw CliErrors.badTable(e.getMessage());
        }
    }

    private static String data(Deed deed) {
        return Stream.of(
                        String.join(" ", deed.read()),
                        deed.written().isEmpty() ? "" : "-> " + String.join(" ", deed.written()),
                        deed.personal().isEmpty() ? "" : "personal: " + String.join(" ", deed.personal()))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static Map<String, Object> json(Deed deed) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("at", deed.at().toString());
        row.put("actor", deed.actor());
        row.put("kind", deed.kind().word());
        row.put("what", deed.what());
        row.put("read", deed.read());
        row.put("written", deed.written());
        row.put("personal", deed.personal());
        row.put("why", deed.why());
        row.put("run", deed.run());
        row.put("model", deed.model().orElse(""));
        return row;
    }
}
