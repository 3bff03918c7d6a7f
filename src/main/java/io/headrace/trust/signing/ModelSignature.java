package io.headrace.trust.signing;

import io.headrace.run.Json;
import io.headrace.trust.Envelope;
import io.headrace.trust.KeyRing;
import io.headrace.trust.SignedJson;
import io.headrace.trust.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Signs a folder of files, and verifies it, in the format of OpenSSF Model Signing 1.0 (method {@code files}, SHA-256, key).
 *
 * <p>Every file below the folder is signed by its path and content, hidden ones too. Left out are Git's own files at the top
 * ({@code .git}, {@code .gitignore}, {@code .gitattributes}, {@code .github}) and the signature itself, as the format asks. Links
 * and other special files are refused, whatever a signature says of them; folders without files are not signed. When verified, paths that
 * the signer had left out are left out too, and named in the result.
 */
public final class ModelSignature {
    private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
    private static final List<String> OF_GIT = List.of(".git", ".gitattributes", ".github", ".gitignore");

    private ModelSignature() {}

    /** Signs all files of the folder as they are now, and writes the signature; an older one is replaced. */
    public static SignedModel write(Path folder, Path signature, SigningKey key) {
        List<String> ignored = ignored(folder, signature);
        SortedMap<String, String> files = FolderFiles.digests(folder, new HashSet<>(ignored));
        if (files.isEmpty()) {
            throw SigningErrors.empty(folder);
        }
        ModelStatement statement = ModelStatement.of(nameOf(folder), files, ignored);
        try {
            Files.writeString(signature, bundle(statement, key));
        } catch (IOException e) {
            throw SigningErrors.unreadable(signature, e);
        }
        return model(statement, key.verifyingKey().identifier());
    }

    /**
     * The signature of files that are not in a folder here, such as those of a store.
     *
     * @param name what the model is called
     * @param files digests (SHA-256, hexadecimal) by path
     * @param signature path of the signature itself, in a folder in which somebody verifies it
     * @return what stands in the file of the signature
     */
    public static String of(String name, SortedMap<String, String> files, String signature, SigningKey key) {
        List<String> ignored = new ArrayList<>(OF_GIT);
        ignored.add(signature);
        return bundle(ModelStatement.of(name, ordered(files), ignored), key);
    }

    private static SortedMap<String, String> ordered(SortedMap<String, String> files) {
        SortedMap<String, String> ordered = new TreeMap<>(FolderFiles.BY_CODE_POINT);
        ordered.putAll(files);
        return ordered;
    }

    private static String bundle(ModelStatement statement, SigningKey key) {
        Envelope envelope = Envelope.signed(PAYLOAD_TYPE, Json.write(statement), key);
        return SignatureBundle.of(envelope, key.verifyingKey()).json();
    }

    private static String nameOf(Path folder) {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    private static List<String> ignored(Path folder, Path signature) {
        Path top = folder.toAbsolutePath().normalize();
        Path file = signature.toAbsolutePath().normalize();
        List<String> ignored = new ArrayList<>(OF_GIT);
        if (file.startsWith(top)) {
            ignored.add(
                    top.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/"));
        }
        return ignored;
    }

    /**
     * Whether the folder holds what a trusted key has signed, no more and no less.
     *
     * @throws io.headrace.run.HeadraceException if it does not, with what is wrong and each file that it is wrong with
     */
    public static SignedModel verify(Path folder, Path signature, KeyRing trusted) {
        if (!Files.isRegularFile(signature, LinkOption.NOFOLLOW_LINKS)) {
            throw SigningErrors.unsigned(folder, signature);
        }
        return verified(
                text(signature),
                signature,
                trusted,
                folder,
                statement -> FolderFiles.digests(folder, ignored(folder, signature, statement)));
    }

    /**
     * The same of files that are not in a folder here.
     *
     * @param files digests (SHA-256, hexadecimal) of all files by path
     * @param bundle what stands in the file of the signature
     * @param where where that is from, for messages
     */
    public static SignedModel verify(SortedMap<String, String> files, String bundle, String where, KeyRing trusted) {
        return verified(bundle, where, trusted, where, statement -> files);
    }

    private static SignedModel verified(
            String text,
            Object signature,
            KeyRing trusted,
            Object folder,
            Function<ModelStatement, SortedMap<String, String>> found) {
        SignatureBundle bundle = bundle(text, signature);
        Envelope envelope = envelope(bundle, signature);
        String hint = bundle.verificationMaterial().publicKey().hint();
        String signer = envelope.signer(trusted)
                .orElseThrow(() -> owner(hint, trusted)
                        .map(owner -> SigningErrors.forged(signature, owner))
                        .orElseGet(() -> SigningErrors.foreign(signature, hint, trusted)));
        ModelStatement statement = statement(envelope, signature);
        List<String> differences = differences(statement.files(), found.apply(statement));
        if (!differences.isEmpty()) {
            throw SigningErrors.changed(folder, differences);
        }
        return model(statement, signer);
    }

    private static String text(Path signature) {
        try {
            return Files.readString(signature);
        } catch (IOException e) {
            throw SigningErrors.noSignature(signature, "it cannot be read as text: " + e.getMessage());
        }
    }

    private static SignatureBundle bundle(String text, Object signature) {
        try {
            return SignatureBundle.parse(text);
        } catch (IllegalArgumentException e) {
            throw SigningErrors.noSignature(signature, e.getMessage());
        }
    }

    private static Envelope envelope(SignatureBundle bundle, Object signature) {
        try {
            return bundle.dsseEnvelope().envelope();
        } catch (IllegalArgumentException e) {
            throw SigningErrors.noSignature(signature, e.getMessage());
        }
    }

    private static ModelStatement statement(Envelope envelope, Object signature) {
        if (!envelope.payloadType().equals(PAYLOAD_TYPE)) {
            throw SigningErrors.noSignature(
                    signature, "its payloadType is " + envelope.payloadType() + " instead of " + PAYLOAD_TYPE);
        }
        try {
            return SignedJson.read(envelope.payload(), ModelStatement.class);
        } catch (IllegalArgumentException e) {
            throw SigningErrors.noSignature(signature, e.getMessage());
        }
    }

    private static Optional<String> owner(String hint, KeyRing trusted) {
        return trusted.keys().entrySet().stream()
                .filter(entry -> SignatureBundle.hint(entry.getValue()).equals(hint))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Set<String> ignored(Path folder, Path signature, ModelStatement statement) {
        Set<String> ignored = new HashSet<>(ignored(folder, signature));
        ignored.addAll(statement.predicate().serialization().ignorePaths());
        return ignored;
    }

    private static List<String> differences(SortedMap<String, String> signed, SortedMap<String, String> found) {
        SortedMap<String, String> differences = new TreeMap<>(FolderFiles.BY_CODE_POINT);
        signed.forEach((path, digest) -> {
            if (!digest.equals(found.get(path))) {
                differences.put(path, found.containsKey(path) ? path + " was changed" : path + " is missing");
            }
        });
        found.keySet().stream()
                .filter(path -> !signed.containsKey(path))
                .forEach(path -> differences.put(path, path + " was added"));
        return List.copyOf(differences.values());
    }

    private static SignedModel model(ModelStatement statement, String signer) {
        return new SignedModel(
                statement.subject().get(0).name(),
                signer,
                statement.digest(),
                statement.files(),
                statement.predicate().serialization().ignorePaths());
    }
}
