package io.headrace.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The vectors of Certificate Transparency's own tests, and each size up to 100 beside the definition. */
class MerkleTreeTest {
    private static final List<String> PUBLISHED = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(data -> MerkleTree.leaf(HexFormat.of().parseHex(data)))
            .toList();
    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    private static final String LEAF_1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
    private static final String LEAVES_2_3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    private static final String LEAVES_4_7 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
    private static final String LEAF_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
    private static final String LEAVES_4_5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
    private static final String LEAVES_6_7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";

    private static final int SIZES = 100;
    private static final List<String> LEAVES = IntStream.range(0, SIZES)
            .mapToObj(i -> MerkleTree.leaf(("leaf " + i).getBytes(StandardCharsets.UTF_8)))
            .toList();

    /** By size. */
    private static final List<String> NAIVE_ROOTS = IntStream.rangeClosed(0, SIZES)
            .mapToObj(size -> naive(LEAVES.subList(0, size)))
            .toList();

    /** Word by word as RFC 9162, 2.1.1, defines it. */
    private static String naive(List<String> leaves) {
        if (leaves.isEmpty()) {
            return Digest.of("");
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int k = 1;
        while (k * 2 < leaves.size()) {
            k *= 2;
        }
        return Digest.of(
                HexFormat.of().parseHex("01" + naive(leaves.subList(0, k)) + naive(leaves.subList(k, leaves.size()))));
    }

    @Test
    void rootsArePublishedOnes() {
        for (int size = 0; size <= PUBLISHED.size(); size++) {
            assertThat(MerkleTree.root(PUBLISHED.subList(0, size))).isEqualTo(ROOTS.get(size));
        }
    }

    @Test
    void proofsArePublishedOnes() {
        assertThat(MerkleTree.inclusionProof(PUBLISHED, 0)).containsExactly(LEAF_1, LEAVES_2_3, LEAVES_4_7);
        assertThat(MerkleTree.inclusionProof(PUBLISHED, 5)).containsExactly(LEAF_4, LEAVES_6_7, ROOTS.get(4));
        assertThat(MerkleTree.inclusionProof(PUBLISHED.subList(0, 3), 2)).containsExactly(ROOTS.get(2));
        assertThat(MerkleTree.inclusionProof(PUBLISHED.subList(0, 5), 1))
                .containsExactly(ROOTS.get(1), LEAVES_2_3, LEAF_4);
        assertThat(MerkleTree.inclusionProof(PUBLISHED.subList(0, 1), 0)).isEmpty();
        assertThat(MerkleTree.consistencyProof(PUBLISHED, 1)).containsExactly(LEAF_1, LEAVES_2_3, LEAVES_4_7);
        assertThat(MerkleTree.consistencyProof(PUBLISHED, 2)).containsExactly(LEAVES_2_3, LEAVES_4_7);
        assertThat(MerkleTree.consistencyProof(PUBLISHED, 6)).containsExactly(LEAVES_4_5, LEAVES_6_7, ROOTS.get(4));
        assertThat(MerkleTree.consistencyProof(PUBLISHED, 8)).isEmpty();
    }

    @Test
    void rootsAreThoseOfTheDefinitionAtEachSize() {
        MerkleFrontier frontier = MerkleFrontier.EMPTY;
        for (int size = 0; size < SIZES; size++) {
            assertThat(frontier.root()).isEqualTo(NAIVE_ROOTS.get(size));
            assertThat(frontier.peaks()).hasSize(Integer.bitCount(size));
            frontier = new MerkleFrontier(frontier.size(), frontier.peaks()).append(LEAVES.get(size));
        }
        assertThat(frontier.root()).isEqualTo(NAIVE_ROOTS.get(SIZES));
    }

    @Test
    void eachLeafIsProvedInEachSizeAndNowhereElse() {
        for (int size = 1; size <= SIZES; size++) {
            List<String> leaves = LEAVES.subList(0, size);
            String root = NAIVE_ROOTS.get(size);
            for (int index = 0; index < size; index++) {
                List<String> proof = MerkleTree.inclusionProof(leaves, index);
                String leaf = leaves.get(index);
                assertThat(MerkleTree.isIncluded(leaf, index, size, proof, root))
                        .isTrue();
                assertThat(MerkleTree.isIncluded(LEAVES.get((index + 1) % SIZES), index, size, proof, root))
                        .isFalse();
                assertThat(size > 1 && MerkleTree.isIncluded(leaf, (index + 1) % size, size, proof, root))
                        .isFalse();
                for (List<String> broken : broken(proof)) {
                    assertThat(MerkleTree.isIncluded(leaf, index, size, broken, root))
                            .isFalse();
                }
            }
        }
        assertThat(MerkleTree.isIncluded(LEAVES.get(0), 1, 1, List.of(), LEAVES.get(0)))
                .isFalse();
        assertThat(MerkleTree.isIncluded(LEAVES.get(0), -1, 1, List.of(), LEAVES.get(0)))
                .isFalse();
    }

    @Test
    void eachBeginningIsProvedInEachSizeAndNoOther() {
        for (int size = 1; size <= SIZES; size++) {
            List<String> leaves = LEAVES.subList(0, size);
            String root = NAIVE_ROOTS.get(size);
            for (int first = 1; first <= size; first++) {
                List<String> proof = MerkleTree.consistencyProof(leaves, first);
                String firstRoot = NAIVE_ROOTS.get(first);
                assertThat(MerkleTree.isConsistent(first, size, proof, firstRoot, root))
                        .as(first + " of " + size)
                        .isTrue();
                assertThat(MerkleTree.isConsistent(first, size, proof, LEAF_1, root))
                        .isFalse();
                assertThat(MerkleTree.isConsistent(first, size, proof, firstRoot, LEAF_1))
                        .isFalse();
                for (List<String> broken : broken(proof)) {
                    assertThat(MerkleTree.isConsistent(first, size, broken, firstRoot, root))
                            .isFalse();
                }
            }
        }
        assertThat(MerkleTree.isConsistent(2, 1, List.of(), LEAF_1, LEAF_1)).isFalse();
        assertThat(MerkleTree.isConsistent(0, 1, List.of(), MerkleTree.EMPTY, LEAF_1))
                .isFalse();
    }

    /** One hash more, one less, and another one. */
    private static List<List<String>> broken(List<String> proof) {
        List<List<String>> broken = new ArrayList<>();
        broken.add(Stream.concat(proof.stream(), Stream.of(LEAF_1)).toList());
        broken.add(Stream.concat(Stream.of(LEAF_1), proof.stream()).toList());
        if (!proof.isEmpty()) {
            broken.add(proof.subList(1, proof.size()));
            broken.add(proof.subList(0, proof.size() - 1));
            List<String> other = new ArrayList<>(proof);
            other.set(proof.size() / 2, LEAF_1);
            broken.add(other);
        }
        return broken;
    }

    @Test
    void whatIsNotInATreeHasNoProof() {
        assertThatThrownBy(() -> MerkleTree.inclusionProof(PUBLISHED, 8)).hasMessage("there is no leaf 8 of 8");
        assertThatThrownBy(() -> MerkleTree.consistencyProof(PUBLISHED, 0))
                .hasMessage("0 leaves are no beginning of 8");
        assertThatThrownBy(() -> MerkleTree.consistencyProof(PUBLISHED, 9))
                .hasMessage("9 leaves are no beginning of 8");
        assertThatThrownBy(() -> new MerkleFrontier(3, List.of(LEAF_1)))
                .hasMessage("1 peaks do not stand for 3 leaves");
    }
}
