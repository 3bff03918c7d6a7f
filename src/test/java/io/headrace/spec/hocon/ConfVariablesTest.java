package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfVariablesTest {
    @TempDir
    Path project;

    private ConfVariables of(String text) throws IOException {
        Files.writeString(Files.createDirectories(project.resolve("conf")).resolve("cluster.conf"), text);
        return ConfVariables.of(project);
    }

    @Test
    void tellsPlacesFromSecrets() throws IOException {
        ConfVariables found = of("""
                lake = ${HEADRACE_LAKE}/lake
                exports = ${?HEADRACE_EXPORTS}
                databases {
                  crm { url = "jdbc:postgresql://"${DB_HOST}"/crm", user = writer, password-variable = HEADRACE_CRM }
                }
                databases.dwh.password-variable = ${WHICH}
                notices.team { url-variable = "ALERTS_URL" }
                spark { "spark.x" = ${HEADRACE_API_TOKEN} }
                """);
        assertThat(found.places()).containsExactly("DB_HOST", "HEADRACE_EXPORTS", "HEADRACE_LAKE");
        assertThat(found.secrets()).containsExactly("ALERTS_URL", "HEADRACE_API_TOKEN", "HEADRACE_CRM", "WHICH");
    }

    @Test
    void aVariableThatIsBothIsASecret() throws IOException {
        ConfVariables found = of("lake = ${CRM}, databases { crm { url = x, password-variable = CRM } }");
        assertThat(found.places()).isEmpty();
        assertThat(found.secrets()).containsExactly("CRM");
    }

    @Test
    void filesThatAreNoHoconAndProjectsWithoutOnesNameNone() throws IOException {
        assertThat(ConfVariables.of(project.resolve("nowhere")).places()).isEmpty();
        assertThat(of("lake = ${").secrets()).isEmpty();
    }
}
