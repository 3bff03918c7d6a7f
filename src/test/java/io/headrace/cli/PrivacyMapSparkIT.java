package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.engine.ProjectSchemas;
import io.headrace.privacy.DataMap;
import io.headrace.privacy.search.Hit;
import io.headrace.spec.Project;
import io.headrace.spec.hocon.ProjectReader;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A person is planted, every byte of the lake is searched, and the map must name each place where the person is found. */
class PrivacyMapSparkIT {
    private static Path project;
    private static List<Hit> hits;

    @BeforeAll
    static void play() {
        project = PlantedPerson.played();
        hits = PlantedPerson.hits(project.resolve("lake"));
    }

    private static DataMap map(Optional<Lake> lake) {
        Project read = ProjectReader.read(project, "local", List.of(), Map.of()).projectOrThrow();
        return DataMap.of(read, new ProjectSchemas(read, LakeExtension.session()), lake);
    }

    @Test
    void theMapNamesEveryPlaceWhereThePersonIsFound() {
        assertThat(map(Optional.empty()).unnamed(hits)).isEmpty();
        assertThat(hits.stream().map(hit -> hit.file().split("/")[0]).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("bronze", "silver", "quarantine", "features", "training", "scores");
    }

    @Test
    void aMapThatLacksAPlaceIsCaught() {
        DataMap map = map(Optional.empty());
        DataMap lacking = new DataMap(map.entries().stream()
                .filter(entry -> !entry.column().equals("addressed"))
                .toList());
        assertThat(lacking.unnamed(hits))
                .isNotEmpty()
                .allMatch(hit -> hit.column().equals("addressed"));
    }

    @Test
    void noValueOfThePersonIsInALogAFooterOrATableOfHeadracesOwn() {
        assertThat(hits)
                .noneMatch(hit -> hit.file().contains("_delta_log"))
                .noneMatch(hit -> hit.place() == Hit.Place.FOOTER)
                .noneMatch(hit -> hit.file().startsWith("headrace/"));
    }

    @Test
    void theCommandListsPlacesForPeopleAndPrograms() {
        assertThat(PlantedPerson.run(project, "privacy", "map").out())
                .containsPattern("features\\.profile +addressed +values")
                .containsPattern("features\\.profile +customer_id +keys")
                .containsPattern("quarantine\\.customers +payload +texts")
                .containsPattern("training\\.outcome +customer_id +keys")
                .containsPattern("models/outcome +learnt")
                .containsPattern("zones/analyst/silver\\.customers +customer_id +keys +copy for analyst: keyed hashes")
                .containsPattern(
                        "zones/analyst/silver\\.customers +name +values +copy for analyst: values in clear: test");
        assertThat(PlantedPerson.run(project, "privacy", "map", "--json").out())
                .contains("\"place\" : \"silver.customers\"", "\"column\" : \"mail_small\"");
    }
}
