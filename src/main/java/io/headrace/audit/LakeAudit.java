package io.headrace.audit;

import io.headrace.registry.ModelState;
import io.headrace.registry.Registry;
import io.headrace.registry.RegistryAudit;
import io.headrace.run.Digest;
import io.headrace.spec.TableName;
import io.headrace.table.ChainedTables;
import io.headrace.table.DataFileAudit;
import io.headrace.table.Lake;
import io.headrace.table.PublicationAudit;
import io.headrace.table.Publications;
import io.headrace.table.Publications.Publication;
import io.headrace.table.Tampering;
import io.headrace.table.Tampering.Kind;
import io.headrace.trust.SigningKey;
import io.headrace.trust.chain.Anchor;
import io.headrace.trust.chain.ChainState;
import io.headrace.trust.chain.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Audits a whole lake: the chains of Headrace's own tables and the registry, publications against the tables that they speak of, data and model
 * files.
 */
public final class LakeAudit {
    private final Lake lake;
    private final Registry registry;
    private final Publications publications;
    private final SignedHeads heads;
    private final ChainedTables chained;
    private final Seals seals;

    public LakeAudit(Lake lake, Registry registry, Publications publications, SignedHeads heads) {
        this.lake = lake;
        this.registry = registry;
        this.publications = publications;
        this.heads = heads;
        this.chained = new ChainedTables(lake);
        this.seals = new Seals(lake, registry);
    }

    /** Looks at everything and changes nothing. */
    public Report verify() {
        List<Chain> chains = chains();
        List<Tampering> found = new ArrayList<>();
        chains.forEach(chain -> found.addAll(chain.found()));
        publications.tables().forEach(table -> found.addAll(new PublicationAudit(lake, publications).of(table)));
        Map<String, Map<String, String>> sealed = seals.known();
        int files = 0;
        List<TableName> tables = seals.allTables().toList();
        for (TableName table : tables) {
            DataFileAudit.Result result =
                    new DataFileAudit(lake).of(table, sealed.getOrDefault(table.toString(), Map.of()));
            files += result.files();
            found.addAll(result.found());
        }
        if (chains.stream().allMatch(chain -> chain.found().isEmpty())) {
            registry.models()
                    .forEach(model ->
                            found.addAll(modelFiles(model, sealed.getOrDefault(Seals.ofModel(model), Map.of()))));
        }
        return new Report(chains, tables.size(), files, found);
    }

    /** Chains with their ends; of the registry one for each model. */
    private List<Chain> chains() {
        List<Chain> chains = new ArrayList<>();
        for (TableName table : chained.tables()) {
            String name = table.toString();
            String origin = chained.id(table) + "/" + name;
            ChainedTables.Result result = chained.audit(table, heads.of(lake, name, origin));
            chains.add(new Chain(
                    name,
                    origin,
                    result.report().state(),
                    result.report().anchors(),
                    result.unchained(),
                    result.found()));
        }
        modelsAndWhatWasSeen().forEach(model -> chains.add(registryChain(model)));
        return chains;
    }

    /** Models whose events are all gone are known by what runs saw of them. */
    private NavigableSet<String> modelsAndWhatWasSeen() {
        NavigableSet<String> models = new TreeSet<>(registry.models());
        seen().map(p -> p.seen().model()).forEach(models::add);
        return models;
    }

    private Stream<Publication> seen() {
        return publications.tables().stream()
                .flatMap(table -> publications.history(table).stream())
                .filter(publication -> !publication.seen().equals(Publications.Seen.NOTHING));
    }

    private Chain registryChain(String model) {
        String name = Registry.TABLE + "/" + model;
        String origin = (lake.has(Registry.TABLE) ? chained.id(Registry.TABLE) : "none") + "/" + name;
        List<Anchor> anchors = new ArrayList<>(heads.of(lake, name, origin));
        seen().filter(publication -> publication.seen().model().equals(model))
                .map(publication -> new Anchor.Mark(
                        publication.seen().events(),
                        publication.seen().digest(),
                        Publications.TABLE + ", " + publication.table() + " as-of " + publication.asOf()))
                .forEach(anchors::add);
        RegistryAudit.Result result = registry.audit(model, anchors);
        return new Chain(name, origin, result.state(), result.anchors(), 0, result.found());
    }

    private List<Tampering> modelFiles(String model, Map<String, String> sealed) {
        List<Tampering> found = new ArrayList<>();
        DataFileAudit files = new DataFileAudit(lake);
        ModelState state = registry.state(model);
        state.versions().forEach(version -> {
            String artifact = registry.files(model, version.digest()).get(0);
            lake.readBytes(artifact)
                    .ifPresentOrElse(
                            bytes -> {
                                if (!Digest.of(bytes).equals(version.digest())) {
                                    found.add(new Tampering(
                                            Kind.FILE_REPLACED,
                                            artifact,
                                            "its bytes are not those of version " + version.number() + " of " + model));
                                }
                            },
                            () -> found.add(new Tampering(
                                    Kind.FILE_MISSING,
                                    artifact,
                                    "it is version " + version.number() + " of " + model)));
        });
        sealed.forEach((path, digest) -> files.changed(path, digest)
                .filter(change ->
                        found.stream().noneMatch(known -> known.where().equals(path)))
                .ifPresent(found::add));
        return found;
    }

    /**
     * Seals the files that are new, and signs the heads of all chains; refuses where anything is not as it was written.
     *
     * @param name whose key it is: one word
     */
    public Signed sign(String name, SigningKey key) {
        Report report = verify();
        if (!report.found().isEmpty()) {
            throw AuditErrors.notSignable(report.found());
        }
        int sealed = seals.seal();
        List<Chain> chains = chains();
        chains.forEach(chain -> heads.keep(
                lake,
                chain.name(),
                chain.state().size(),
                Checkpoint.of(chain.origin(), chain.state()).signed(name, key)));
        return new Signed(chains, sealed);
    }

    /**
     * A chain.
     *
     * @param origin by which a signed head names it
     * @param state its end
     * @param anchors how many it was held against
     * @param unchained rows of an earlier release, which has no chain
     * @param found what is not as it was
     */
    public record Chain(
            String name, String origin, ChainState state, int anchors, int unchained, List<Tampering> found) {
        public Chain {
            Objects.requireNonNull(state, "state");
            found = List.copyOf(found);
        }
    }

    /**
     * What an audit found.
     *
     * @param tables whose files were looked at
     * @param files how many
     * @param found all that is not as it was written
     */
    public record Report(List<Chain> chains, int tables, int files, List<Tampering> found) {
        public Report {
            chains = List.copyOf(chains);
            found = List.copyOf(found);
        }
    }

    /**
     * What was signed.
     *
     * @param sealed files whose digests were new
     */
    public record Signed(List<Chain> chains, int sealed) {
        public Signed {
            chains = List.copyOf(chains);
        }
    }
}
