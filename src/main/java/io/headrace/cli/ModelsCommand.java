package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.metric.Figure;
import io.headrace.metric.MetricId;
import io.headrace.metric.StandardMetrics;
import io.headrace.metric.Target;
import io.headrace.registry.ModelEvent;
import io.headrace.registry.ModelSignatures;
import io.headrace.registry.ModelState;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.NoteField;
import io.headrace.registry.Registry;
import io.headrace.report.DisplayFormat;
import io.headrace.report.Evidence;
import io.headrace.report.models.CardReader;
import io.headrace.report.models.EvidenceReader;
import io.headrace.report.models.ModelComparison;
import io.headrace.spec.Arms;
import io.headrace.spec.Project;
import io.headrace.trust.KeyRing;
import io.headrace.trust.SigningKey;
import io.headrace.trust.signing.SignedModel;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks into the registry and changes who is champion. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = "Lists and compares model versions; promotes, rolls back, reproduces, exports and imports.",
        subcommands = {ReproduceCommand.class, ModelsExportCommand.class, ModelsImportCommand.class},
        synopsisSubcommandLabel = "COMMAND")
final class ModelsCommand {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SHARE = Pattern.compile("0(\\.[0-9]+)?|1(\\.0+)?");
    private static final Pattern ALIAS = Pattern.compile(Arms.NAME);
    private static final int DIGITS = 12;

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all versions of all models.")
    int list(@Mixin ProjectOptions options, @Mixin OutputOptions output) {
        Registry registry = Engine.open(options.project()).registry();
        List<List<Object>> rows = new ArrayList<>();
        for (String model : registry.models()) {
            ModelState state = registry.state(model);
            state.versions().forEach(version -> rows.add(row(model, version, state.aliasesOf(version.number()))));
        }
        show(List.of("model", "version", "alias", "verdict", "metric", "test", "digest", "run"), rows, output);
        return 0;
    }

    private static List<Object> row(String model, ModelVersion version, List<String> aliases) {
        Optional<Figure> figure = headline(version);
        return List.of(
                model,
                version.number(),
                String.join(", ", aliases),
                version.verdictWord(),
                figure.map(found -> found.metric().name()).orElse(""),
                figure.<Object>map(Figure::value).orElse(Cell.NONE),
                version.digest(),
                version.runId());
    }

    /** The figure that says most of the test rows. */
    private static Optional<Figure> headline(ModelVersion version) {
        return Stream.of(StandardMetrics.AUC, StandardMetrics.ACCURACY, StandardMetrics.RMSE)
                .filter(metric -> !metric.equals(StandardMetrics.AUC) || !isMulticlass(version))
                .flatMap(metric -> version.record().figure(MetricId.of(metric)).stream())
                .findFirst();
    }

    private static boolean isMulticlass(ModelVersion version) {
        return version.record().provenance().target() == Target.MULTICLASS;
    }

    private static void show(List<String> headings, List<List<Object>> rows, OutputOptions output) {
        new Screen()
                .rows(
                        headings,
                        rows.stream()
                                .map(row ->
                                        row.stream().map(ModelsCommand::cell).toList())
                                .toList(),
                        output);
    }

    /** Numbers to a few digits and digests cut short for people, whole for programs. */
    private static Cell cell(Object value) {
        if (value instanceof Double number) {
            return new Cell(DisplayFormat.significant(number), number);
        }
        String text = String.valueOf(value);
        return DIGEST.matcher(text).matches() ? new Cell(text.substring(0, DIGITS), text) : Cell.of(value);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows all events of a model, oldest first, and what is known of its versions.")
    int show(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model) {
        List<ModelEvent> events = Engine.open(options.project()).registry().events(model);
        if (output.asJson()) {
            new Screen().json(events.stream().map(ModelsCommand::named).toList());
        } else {
            new ModelStory(new Screen()).show(events);
        }
        return 0;
    }

    private static Map<String, Object> named(ModelEvent event) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("seq", event.seq());
        row.put("at", Instant.EPOCH.plus(event.atMicros(), ChronoUnit.MICROS).toString());
        row.put("event", event.type().name().toLowerCase(Locale.ROOT));
        row.put("version", event.version());
        row.put("actor", event.actor());
        row.put("reason", event.reason());
        row.put("detail", event.detail());
        return row;
    }

    @Command(
            name = "compare",
            mixinStandardHelpOptions = true,
            description = "Compares two versions: settings, data, features and metrics.")
    int compare(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Parameters(paramLabel = "A", description = "A version.") int first,
            @Parameters(paramLabel = "B", description = "Another version.") int second) {
        Engine engine = Engine.open(options.project());
        ModelState state = engine.registry().state(model);
        ModelVersion one = state.version(first);
        ModelVersion other = state.version(second);
        CardReader reader = cards(engine);
        List<List<Object>> rows = new ModelComparison(side(reader, model, one), side(reader, model, other))
                .lines().stream()
                        .map(line -> List.of(line.what(), line.first(), line.second(), line.difference()))
                        .toList();
        List<String> headings = output.asJson()
                ? List.of("what", "first", "second", "difference")
                : List.of("what", "version " + first, "version " + second, "difference");
        show(headings, rows, output);
        return 0;
    }

    private static ModelComparison.Side side(CardReader reader, String model, ModelVersion version) {
        return new ModelComparison.Side(version, reader.inputs(version), reader.outcomes(model, version));
    }

    @Command(
            name = "card",
            mixinStandardHelpOptions = true,
            description = "Writes the model card of a version as one HTML page.")
    int card(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "VERSION",
                            description = "The version; by default the champion, or the newest where there is none.")
                    Integer number,
            @Option(names = "--out", paramLabel = "FILE", description = "The file; by default card-MODEL-N.html.")
                    Path file)
            throws IOException {
        Project project = options.project();
        Engine engine = Engine.open(project);
        ModelState state = engine.registry().state(model);
        ModelVersion version =
                number != null ? state.version(number) : state.champion().orElseGet(() -> newest(engine, model));
        Path target = file != null ? file : Path.of("card-" + model + "-" + version.number() + ".html");
        Files.writeString(
                target,
                cards(engine)
                        .card(options.folder().getFileName().toString(), project, model, version)
                        .page());
        String which = number == null && state.champion().isEmpty() ? ", the newest, as there is no champion" : "";
        new Screen().line("the card of version " + version.number() + " of " + model + which + ": " + target);
        return 0;
    }

    @Command(
            name = "evidence",
            mixinStandardHelpOptions = true,
            description = "Shows what is on record of a version for supervisors, and what a person still owes.")
    int evidence(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Parameters(paramLabel = "VERSION", description = "The version.") int number) {
        Project project = options.project();
        Engine engine = Engine.open(project);
        Evidence evidence = new EvidenceReader(
                        project, engine.lake(), engine.ledger(), engine.registry(), engine.publications())
                .of(model, engine.registry().state(model).version(number));
        Screen screen = new Screen();
        if (output.asJson()) {
            screen.json(evidence.json());
        } else {
            screen.table(
                    List.of("section", "field", "on record"),
                    evidence.sections().stream()
                            .flatMap(section -> section.fields().stream().map(field -> line(section, field)))
                            .toList());
            screen.line(evidence.owed().size() + " fields are owed by a person");
        }
        return 0;
    }

    @Command(
            name = "note",
            mixinStandardHelpOptions = true,
            description = "Keeps what only a person can say of a version, for its evidence.")
    int note(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Parameters(paramLabel = "VERSION", description = "The version.") int version,
            @Parameters(paramLabel = "FIELD", description = "One of ${COMPLETION-CANDIDATES}.") NoteField field,
            @Parameters(paramLabel = "TEXT", description = "What is said of it; next-review takes a date.")
                    String text) {
        if (text.isBlank()) {
            throw CliErrors.emptyNote(field);
        }
        Engine.open(options.project()).registry().note(model, version, field, Engine.actor(), text);
        new Screen().line(field + " of version " + version + " of " + model + ": " + text);
        return 0;
    }

    private static List<String> line(Evidence.Section section, Evidence.Field field) {
        String texts = field.texts().isEmpty() ? "none" : String.join("; ", field.texts());
        return List.of(section.name(), field.name(), field.isOwed() ? "(owed by a person)" : texts);
    }

    /** A model without versions has no champion either, and that is the failure to tell. */
    private static ModelVersion newest(Engine engine, String model) {
        return engine.registry().state(model).versions().stream()
                .reduce((older, newer) -> newer)
                .orElseGet(() -> engine.registry().champion(model));
    }

    private static CardReader cards(Engine engine) {
        return new CardReader(engine.lake(), engine.ledger(), engine.registry());
    }

    @Command(name = "promote", mixinStandardHelpOptions = true, description = "Makes a version the champion.")
    int promote(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Parameters(paramLabel = "VERSION", description = "The version.") int version,
            @Mixin ReasonOption reason) {
        Engine.open(options.project()).registry().promote(model, version, Engine.actor(), reason.text());
        new Screen().line("champion of " + model + " is now version " + version);
        return 0;
    }

    @Command(
            name = "sign",
            mixinStandardHelpOptions = true,
            description = "Signs a version as OpenSSF Model Signing does, or takes the signature of another tool.")
    int sign(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Parameters(paramLabel = "VERSION", description = "The version.") int number,
            @Option(names = "--key", paramLabel = "FILE", description = "The private key; the public one is FILE.pub.")
                    Path key,
            @Option(
                            names = "--signature",
                            paramLabel = "FILE",
                            description = "A signature that another tool made of the folder that --out writes.")
                    Path signature,
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            description =
                                    "Writes the files, and the signature, to the folder MODEL-VERSION in this one.")
                    Path folder) {
        if (key == null && signature == null && folder == null) {
            throw CliErrors.nothingToSignWith();
        }
        Project project = options.project();
        Engine engine = Engine.open(project);
        ModelVersion version = engine.registry().state(model).version(number);
        ModelSignatures signatures = new ModelSignatures(engine.lake(), engine.registry());
        if (key != null) {
            SigningKey signer = SigningKey.read(key);
            signatures.sign(model, version, signer);
            new Screen().line("version " + number + " of " + model + " is signed by the key " + signer);
        } else if (signature != null) {
            SignedModel signed =
                    signatures.keep(model, version, text(signature), signature.toString(), trusted(project));
            new Screen().line("version " + number + " of " + model + " is signed by " + signed.signer());
        }
        if (folder != null) {
            new Screen().line("its files: " + signatures.write(model, version, folder));
        }
        return 0;
    }

    private static KeyRing trusted(Project project) {
        return KeyRing.read(project.places().trust().keys().orElseThrow(CliErrors::noTrustedKeys));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw CliErrors.unreadableSignature(file, e);
        }
    }

    @Command(
            name = "alias",
            mixinStandardHelpOptions = true,
            description = "Lets an alias such as challenger or shadow name a version, for the arms of a score job.")
    int alias(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Parameters(paramLabel = "ALIAS", description = "The alias.") String alias,
            @Parameters(
                            paramLabel = "VERSION",
                            arity = "0..1",
                            description = "The version; without it the alias names nothing any more.")
                    Integer version,
            @Mixin ReasonOption reason) {
        if (!ALIAS.matcher(alias).matches()) {
            throw CliErrors.notAnAlias(alias);
        }
        Registry registry = Engine.open(options.project()).registry();
        if (version == null) {
            ModelEvent event = registry.dropAlias(model, alias, Engine.actor(), reason.text());
            new Screen().line(alias + " of " + model + " is no version any more, after version " + event.version());
        } else {
            registry.alias(model, alias, version, Engine.actor(), reason.text());
            new Screen().line(alias + " of " + model + " is now version " + version);
        }
        return 0;
    }

    @Command(
            name = "stage",
            mixinStandardHelpOptions = true,
            description = "Lets the version of an alias decide about another share, for an arm with stages.")
    int stage(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Parameters(paramLabel = "ALIAS", description = "The alias.") String alias,
            @Parameters(paramLabel = "SHARE", description = "The share of entities, 0 to 1.") String share,
            @Option(
                            names = "--from",
                            required = true,
                            paramLabel = "DATE",
                            description = "The first logical date on which it holds, as yyyy-MM-dd.")
                    LocalDate from,
            @Mixin ReasonOption reason) {
        if (!SHARE.matcher(share).matches()) {
            throw CliErrors.notAShare(share);
        }
        Engine.open(options.project())
                .registry()
                .stage(model, alias, new BigDecimal(share), from, Engine.actor(), reason.text());
        new Screen().line(alias + " of " + model + " decides about " + share + " of all from " + from + " on");
        return 0;
    }

    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Makes the previous champion the champion again.")
    int rollback(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Mixin ReasonOption reason) {
        ModelEvent event = Engine.open(options.project()).registry().rollBack(model, Engine.actor(), reason.text());
        new Screen().line("champion of " + model + " is again version " + event.version());
        return 0;
    }
}
