package io.headrace.audit;

import io.headrace.table.Lake;
import io.headrace.trust.KeyRing;
import io.headrace.trust.chain.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Signed heads of chains: a copy in the lake, and files in a folder that whoever may write the lake may not.
 *
 * @param trusted whose signatures count; without them no head is looked at
 * @param folders outside the lake
 */
public record SignedHeads(Optional<KeyRing> trusted, List<Path> folders) {
    private static final String ENDING = ".head";

    /** None: chains are held against what the lake itself knows. */
    public static final SignedHeads NONE = new SignedHeads(Optional.empty(), List.of());

    public SignedHeads {
        folders = List.copyOf(folders);
    }

    /** A chain's name as that of a file. */
    private static String fileName(String chain) {
        return chain.replace('/', '-');
    }

    private static String inLake(String chain) {
        return "headrace/heads/signed/" + fileName(chain) + ENDING;
    }

    /**
     * The heads of a chain; one that is not signed by a trusted key, or of another chain, is refused.
     *
     * @param origin of the chain
     */
    List<Checkpoint> of(Lake lake, String chain, String origin) {
        if (trusted.isEmpty()) {
            return List.of();
        }
        List<Checkpoint> heads = new ArrayList<>();
        lake.readText(inLake(chain))
                .ifPresent(note -> heads.add(Checkpoint.open(note, origin, trusted.get(), inLake(chain))));
        folders.forEach(folder -> files(folder, chain)
                .forEach(file -> heads.add(Checkpoint.open(read(file), origin, trusted.get(), file.toString()))));
        return heads;
    }

    private static List<Path> files(Path folder, String chain) {
        String begin = fileName(chain) + ".";
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.endsWith(ENDING)
                                && name.startsWith(begin)
                                && name.substring(begin.length()).matches("\\d+\\.head");
                    })
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw AuditErrors.noHeads(folder, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw AuditErrors.noHeads(file, e);
        }
    }

    /** Keeps a signed head in the lake, and in the folders under its size. */
    void keep(Lake lake, String chain, long size, String note) {
        byte[] text = note.getBytes(StandardCharsets.UTF_8);
        lake.files().overwrite(inLake(chain), text);
        for (Path folder : folders) {
            Path file = folder.resolve(fileName(chain) + "." + size + ENDING);
            try {
                Files.createDirectories(folder);
                Files.write(file, text);
            } catch (IOException e) {
                throw AuditErrors.notKept(file, e);
            }
        }
    }
}
