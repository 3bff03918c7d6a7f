package io.headrace.registry;

import io.headrace.run.Digest;
import io.headrace.table.Lake;
import io.headrace.trust.KeyRing;
import io.headrace.trust.SigningKey;
import io.headrace.trust.signing.ModelSignature;
import io.headrace.trust.signing.SignedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Signatures of model versions in the format of OpenSSF Model Signing, beside the model files in the lake.
 *
 * <p>What is signed is a folder of two files: {@value #MODEL}, the artifact, and {@value #SAMPLE}, the rows stored beside it.
 */
public final class ModelSignatures {
    /** The artifact in a signed folder. */
    public static final String MODEL = "model.json";

    /** The rows with their scores in a signed folder. */
    public static final String SAMPLE = "sample.json";

    /** The signature in a signed folder. */
    public static final String SIGNATURE = "model.sig";

    private final Lake lake;
    private final Registry registry;

    public ModelSignatures(Lake lake, Registry registry) {
        this.lake = lake;
        this.registry = registry;
    }

    private static String path(String model, String digest) {
        return "models/" + model + "/" + digest + ".sig";
    }

    /** Signs the version as its files are now, and keeps the signature in the place of an older one. */
    public void sign(String model, ModelVersion version, SigningKey key) {
        keep(model, version, ModelSignature.of(name(model, version), files(model, version.digest()), SIGNATURE, key));
    }

    /** Keeps a signature that was made elsewhere, if a trusted key made it of these files. */
    public SignedModel keep(String model, ModelVersion version, String signature, String where, KeyRing trusted) {
        SignedModel signed = ModelSignature.verify(files(model, version.digest()), signature, where, trusted);
        keep(model, version, signature);
        return signed;
    }

    private void keep(String model, ModelVersion version, String signature) {
        lake.files().overwrite(path(model, version.digest()), signature.getBytes(StandardCharsets.UTF_8));
    }

    /** The signature that is kept of an artifact; empty where nobody has signed it. */
    public Optional<String> kept(String model, String digest) {
        return lake.readText(path(model, digest));
    }

    /** Keeps a signature that was verified, unless there is one. */
    public void keep(String model, String digest, String signature) {
        lake.writeOnce(path(model, digest), signature.getBytes(StandardCharsets.UTF_8));
    }

    /** Refuses files that are not those that a trusted key has signed. */
    public static SignedModel verified(Registry.Stored files, String signature, String where, KeyRing trusted) {
        return ModelSignature.verify(digests(files), signature, where, trusted);
    }

    private static String name(String model, ModelVersion version) {
        return model + "-" + version.number();
    }

    /** Refuses a version that no trusted key has signed as its files are now. */
    public SignedModel require(String model, String digest, KeyRing trusted) {
        String where = path(model, digest);
        String signature =
                kept(model, digest).orElseThrow(() -> RegistryErrors.unsigned(model, digest, where, trusted));
        return ModelSignature.verify(files(model, digest), signature, where, trusted);
    }

    /** Writes the version's files, and its signature if it has one, to a folder {@code MODEL-VERSION} that the reference tool takes. */
    public Path write(String model, ModelVersion version, Path parent) {
        Path folder = parent.resolve(name(model, version));
        Registry.Stored stored = stored(model, version.digest());
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(MODEL), stored.artifact());
            Files.write(folder.resolve(SAMPLE), stored.sample());
            String signature = kept(model, version.digest()).orElse("");
            if (!signature.isEmpty()) {
                Files.writeString(folder.resolve(SIGNATURE), signature);
            }
            return folder;
        } catch (IOException e) {
            throw RegistryErrors.notWritten(folder, e);
        }
    }

    private SortedMap<String, String> files(String model, String digest) {
        return digests(stored(model, digest));
    }

    private static SortedMap<String, String> digests(Registry.Stored stored) {
        return new TreeMap<>(Map.of(MODEL, Digest.of(stored.artifact()), SAMPLE, Digest.of(stored.sample())));
    }

    private Registry.Stored stored(String model, String digest) {
        return registry.stored(model, digest)
                .orElseThrow(() -> RegistryErrors.noArtifact(model, registry.artifact(model, digest)));
    }
}
