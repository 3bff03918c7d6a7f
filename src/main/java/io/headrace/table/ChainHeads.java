package io.headrace.table;

import io.headrace.run.Json;
import io.headrace.trust.chain.Anchor;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * The last row of each chain, noted in a small file beside the tables: a chain alone does not show that its last rows are gone.
 *
 * <p>The file is written after the commit. One that is behind, as its writer died or another one was faster, still knows the rows before.
 */
public final class ChainHeads {
    private static final String FOLDER = "headrace/heads/";

    private final Lake lake;

    public ChainHeads(Lake lake) {
        this.lake = lake;
    }

    /**
     * Notes the end of a chain.
     *
     * @param chain the table's name; of a chain for each subject {@code TABLE/SUBJECT}
     */
    void note(String chain, long size, String last) {
        lake.files().overwrite(path(chain), (Json.write(new Head(size, last)) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** What was noted last; to be read before the table, which may only be ahead of it. */
    public Optional<Anchor.Mark> mark(String chain) {
        return lake.files().readText(path(chain)).map(text -> mark(chain, text));
    }

    private static Anchor.Mark mark(String chain, String text) {
        try {
            Head head = Json.read(text, Head.class);
            return new Anchor.Mark(head.size(), head.last(), path(chain));
        } catch (IllegalArgumentException e) {
            throw LakeErrors.brokenHead(path(chain), chain);
        }
    }

    /** Where the head of a chain is noted, below the lake's root. */
    static String path(String chain) {
        return FOLDER + chain + ".json";
    }

    /** The end of a chain. */
    private record Head(long size, String last) {
        Head {
            Objects.requireNonNull(last, "last");
        }
    }
}
